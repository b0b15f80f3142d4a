/** Every value that the package exports has an example in its doc comment, and the example is true. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { realFace } from '../../tools/camera';
import { examples, exportedValues, runExample } from '../../tools/examples';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';
import * as node from './node';
import * as train from './train';

const folder = temporaryFolder();
const before = process.cwd();
const modules = { feeling: node, 'feeling/train': train, 'node:fs/promises': { readFile } };

beforeAll(async () => {
  // What the examples name.
  const face = await realFace('smiling');
  await writeFile(join(folder, 'photo.jpg'), typeof face === 'string' ? await readFile(face) : face);
  await writeFile(join(folder, 'empty.csv'), '');
  await cp(join(packageRoot(), 'models', 'tiny.onnx'), join(folder, 'tiny.onnx'));
  await fakeFer(folder, 8);
  process.chdir(folder);
  const { Training } = await train.readFaces('fer2013.csv');
  const recipe = train.parseRecipe({ model: 'tiny', epochs: 1, batchSize: 4 });
  const { createSession } = train;
  const options = { recipe, createSession, checkpoint: 'checkpoint.safetensors' };
  for await (const _ of train.fit(train.findNetwork('tiny'), Training, options));
});
afterAll(() => process.chdir(before));

const all = examples();

describe('examples', () => {
  it.each(['node', 'browser', 'train'])('stand beside every value of src/public/%s.ts', (door) => {
    const known = new Set(all.map(({ symbol }) => symbol));
    expect(exportedValues(door).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(all)('of $symbol ($file) are true', async ({ code }) => {
    vi.spyOn(console, 'log').mockReturnValue();
    await runExample(code, modules);
  });

  it('are refused where they are not', async () => {
    await expect(runExample("import { emotions } from 'feeling';\nemotions.length; // → 8", modules)).rejects.toThrow(
      'emotions.length is 7, the example says 8',
    );
  });
});
