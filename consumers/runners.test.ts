/** The packed package under the test runners of others, in projects whose other tests have a DOM. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { realFace } from '../tools/camera';
import { createProject, type Project } from './project';

let project: Project;
afterEach(() => project?.remove());

async function projectWith(...packages: string[]) {
  // Not the parts of this checkout: Jest looks for files inside its own project.
  project = await createProject(['onnxruntime-node', 'sharp', ...packages], { files: 'tests' });
  const photo = sharp(await realFace('smiling')).png();
  await writeFile(join(project.folder, 'face.png'), await photo.toBuffer());
}

describe('a test reads a photo', () => {
  it('under Vitest with jsdom, in the node environment', async () => {
    await projectWith('vitest', 'jsdom');
    const { output, status } = project.run('vitest', 'run', '--environment', 'jsdom', 'vitest.test.js');
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('1 passed') });
  });

  it('under Jest, as an ES module in an environment with Node’s own arrays', async () => {
    await projectWith('jest', 'jest-environment-node');
    const jest = join(project.folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const { output, status } = project.run('node', '--experimental-vm-modules', jest);
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('1 passed') });
  });
});
