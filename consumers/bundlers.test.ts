/** The packed package in pages and servers that others' bundlers build, and run. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { copyFile, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { realFace } from '../tools/camera';
import { titleOf, titleOfFolder } from './page';
import { createProject, type Project } from './project';

const parts = ['onnxruntime-node', 'onnxruntime-common', 'sharp'];
let project: Project;
afterEach(() => project?.remove());

/** A photo of a smiling face, as large as a phone's selfie would be shown. */
const face = await sharp(await realFace('smiling'))
  .png()
  .toBuffer();

async function page(...packages: string[]) {
  project = await createProject(packages, { files: 'web' });
  const out = join(project.folder, 'out');
  mkdirSync(out);
  await writeFile(join(out, 'face.png'), face);
  return out;
}

async function server(...packages: string[]) {
  project = await createProject(packages, { files: 'web', optional: parts });
  await writeFile(join(project.folder, 'face.png'), face);
}

const built = { status: 0 };

describe('a page', () => {
  it('webpack', async () => {
    const out = await page('webpack@5', 'webpack-cli');
    const { output, status } = project.run(
      'webpack',
      ...'--mode production --target web --entry ./main.js -o out'.split(' '),
    );
    expect({ status, errors: output.match(/ERROR in .*|Module not found.*/g) }).toEqual({ ...built, errors: null });
    await writeFile(join(out, 'index.html'), '<!doctype html><script src="main.js"></script>');
    expect(await titleOfFolder(out)).toBe('READ happy');
  });

  it('Vite', async () => {
    const out = await page('vite');
    const { output, status } = project.run('vite', 'build', '--outDir', 'out', '--emptyOutDir', 'false');
    expect({ status, output: output.match(/\b(error|warning)\b.*/gi) }).toEqual({ ...built, output: null });
    expect(await titleOfFolder(out)).toBe('READ happy');
  });

  it('Rollup', async () => {
    const out = await page('rollup@4', '@rollup/plugin-node-resolve', '@web/rollup-plugin-import-meta-assets');
    expect(project.run('rollup', '-c')).toMatchObject(built);
    await copyFile(join(project.folder, 'index.html'), join(out, 'index.html'));
    expect(await titleOfFolder(out)).toBe('READ happy');
  });

  it('esbuild, with the networks copied beside as the README says', async () => {
    const out = await page('esbuild');
    expect(
      project.run('esbuild', ...'main.js --bundle --format=esm --outfile=out/js/main.js'.split(' ')),
    ).toMatchObject(built);
    const ours = join(project.folder, 'node_modules', 'feeling');
    await cp(join(ours, 'dist', 'assets'), join(out, 'js', 'assets'), { recursive: true });
    await cp(join(ours, 'models'), join(out, 'models'), { recursive: true });
    await writeFile(join(out, 'index.html'), '<!doctype html><script type="module" src="js/main.js"></script>');
    expect(await titleOfFolder(out)).toBe('READ happy');
  });
});

describe('a server', () => {
  it('webpack, also where no optional part is installed', async () => {
    await server('webpack@5', 'webpack-cli');
    const { output, status } = project.run(
      'webpack',
      ...'--mode production --target node --entry ./server.js -o out --output-filename main.cjs'.split(' '),
    );
    expect({ status, missing: output.match(/Can't resolve.*/g) }).toEqual({ ...built, missing: null });
    expect(project.run('node', 'out/main.cjs').output).toContain('READ happy');
  });

  it('esbuild', async () => {
    await server('esbuild');
    const { output, status } = project.run(
      'esbuild',
      ...'server.js --bundle --platform=node --format=esm --outfile=out/server.mjs'.split(' '),
    );
    expect({ status, output: output.match(/ERROR.*/g) }).toEqual({ ...built, output: null });
    expect(project.run('node', 'out/server.mjs').output).toContain('READ happy');
  });
});

describe('Next.js', () => {
  it('a page with a client component, a server component and a route', async () => {
    project = await createProject(['next', 'react', 'react-dom'], { files: 'next', optional: parts });
    mkdirSync(join(project.folder, 'public'));
    await writeFile(join(project.folder, 'public', 'face.png'), face);
    const { output, status } = project.run('next', 'build');
    expect(status, output).toBe(0);
    const app = spawn('npx', ['--no-install', 'next', 'start', '--port', '0'], { cwd: project.folder, detached: true });
    try {
      const address = await new Promise<string>((resolve) => {
        let printed = '';
        app.stdout.on('data', (text) => {
          printed += text;
          const found = /http:\/\/localhost:\d+/.exec(printed);
          if (found) resolve(found[0]);
        });
      });
      expect(await (await fetch(`${address}/read`)).text()).toBe('READ happy');
      expect(await (await fetch(address)).text()).toMatch(/7(<!-- -->)? emotions/);
      expect(await titleOf(address)).toBe('READ happy');
    } finally {
      process.kill(-(app.pid as number));
    }
  });
});
