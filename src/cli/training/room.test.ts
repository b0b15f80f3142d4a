/** What lies in a folder before a run, several runs or a sweep: earlier work and others' files stay as they are. */
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { feelingIn } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const feeling = feelingIn({ cwd: folder, cache: at('cache') });
const { data } = await fakeFer(folder, 42);
const faces = ['--data', data];
const recipe = { model: 'tiny', epochs: 1, batchSize: 14, warmupEpochs: 0 };
const small = ['train', ...faces, '--recipe', 'small.json'];
/** Of each file in a folder. */
const contents = async (name: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(at(name), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }) => [
          join(parentPath, name),
          await readFile(join(parentPath, name), 'base64'),
        ]),
    ),
  );

beforeAll(async () => {
  await writeFile(at('small.json'), JSON.stringify(recipe));
  await writeFile(
    at('sweep.json'),
    JSON.stringify({ method: 'grid', recipe, parameters: { seed: { values: [1, 2] } } }),
  );
  expect(feeling(...small, '--out', 'run')).toMatchObject({ status: 0 });
});

describe('a new run', () => {
  it.each([
    ['recipe.json', small],
    ['report.html', small],
    ['data.json', small],
    [join('seed-1', 'report.html'), [...small, '--repeats', '2']],
    [join('seed-2', 'history.csv'), [...small, '--repeats', '2']],
    ['repeats.json', [...small, '--repeats', '2']],
    ['report.html', ['sweep', 'sweep.json', ...faces]],
    ['best.json', ['sweep', 'sweep.json', ...faces]],
    [join('trial-002', 'report.html'), ['sweep', 'sweep.json', ...faces]],
  ])("does not replace somebody's %s (%j)", async (file, args) => {
    await rm(at('theirs'), { recursive: true, force: true });
    await mkdir(at('theirs', file, '..'), { recursive: true });
    await writeFile(at('theirs', file), '{"mine":1}');
    const { status, stdout, stderr } = feeling(...args, '--out', 'theirs');
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `feeling: ${join('theirs', file)}: is there already and would be replaced; choose another folder with --out\n`,
    });
    expect(await contents('theirs')).toEqual({ [at('theirs', file)]: Buffer.from('{"mine":1}').toString('base64') });
  });

  it('does not replace the recipe that it reads', async () => {
    await mkdir(at('mine', 'seed-1'), { recursive: true });
    const read = [join('mine', 'recipe.json'), join('mine', 'seed-1', 'recipe.json')];
    for (const file of read) await copyFile(at('small.json'), at(file));
    for (const [file = '', ...more] of [[read[0] as string], [read[1] as string, '--repeats', '2']]) {
      const { status, stderr } = feeling('train', ...faces, '--recipe', file, '--out', 'mine', ...more);
      expect([status, stderr]).toEqual([
        2,
        `feeling: --out ${file}: would replace ${file}, which is read; choose another file\n`,
      ]);
      expect(JSON.parse(await readFile(at(file), 'utf8'))).toEqual(recipe);
    }
  });

  it.each([
    [['checkpoint.safetensors'], 'model.onnx'],
    [['checkpoint.safetensors', 'model.onnx'], 'history.jsonl'],
  ])('does not replace one whose %j are gone', async (gone, left) => {
    await rm(at('earlier'), { recursive: true, force: true });
    await cp(at('run'), at('earlier'), { recursive: true });
    for (const file of gone) await rm(at('earlier', file));
    const before = await contents('earlier');
    expect(feeling(...small, '--out', 'earlier')).toEqual({
      status: 2,
      stdout: '',
      stderr: `feeling: earlier: there is the ${left} of an earlier run here; choose another folder with --out\n`,
    });
    expect(await contents('earlier')).toEqual(before);
  });

  it('is not begun in the folder whose pictures it reads', async () => {
    for (const [split, name] of ['train', 'val', 'test'].flatMap((s) => ['happy', 'sad'].map((c) => [s, c] as const))) {
      await mkdir(at('pictures', split, name), { recursive: true });
      const noise = { type: 'gaussian', mean: name === 'sad' ? 60 : 160, sigma: 20 } as const;
      for (let i = 0; i < 8; i++)
        await sharp({ create: { width: 48, height: 48, channels: 3, background: 'black', noise } })
          .png()
          .toFile(at('pictures', split, name, `${i}.png`));
    }
    const out = join('pictures', 'train');
    const { status, stderr } = feeling('train', '--data', 'pictures', '--recipe', 'small.json', '--out', out);
    expect([status, stderr]).toEqual([
      2,
      `feeling: --out ${out}: lies in ${at('pictures')}, whose pictures are read; choose another folder\n`,
    ]);
    expect(existsSync(at(out, 'model.onnx'))).toBe(false);
  });
});

it('a run that ended before its first checkpoint is started again, and is said to be that', async () => {
  // As a kill leaves it that comes in the first epoch.
  await mkdir(at('killed'));
  for (const file of ['recipe.json', 'data.json', 'events.out.tfevents.1.feeling'])
    await copyFile(at('run', file), at('killed', file));
  await writeFile(at('killed', 'history.jsonl'), '');
  await writeFile(at('killed', 'history.csv'), '\n');
  expect(feeling('train', '--resume', 'killed')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'feeling: killed: was stopped before its first checkpoint; start it again as it was begun, without --resume\n',
  });
  expect(feeling('compare', 'run', 'killed', ...faces).stderr).toContain(
    'killed: passed over, as it has no checkpoint yet; if it was stopped, start it again as it was begun\n',
  );
  expect(feeling(...small, '--out', 'killed')).toMatchObject({ status: 0 });
  expect(existsSync(at('killed', 'model.onnx'))).toBe(true);
});

it('no command replaces a file of the run that it reads', async () => {
  const before = await contents('run');
  for (const [args, out] of [
    [['export', '--model', 'run'], join('run', 'model.onnx')],
    [['predict', data, '--model', 'run'], join('run', 'history.csv')],
    [['evaluate', ...faces, '--model', 'run', '--report'], join('run', 'report.html')],
    [['compare', 'run', ...faces, '--report'], join('run', 'report.html')],
  ] as const) {
    const [named, what] = args.at(-1) === '--report' ? [[out], '--report'] : [['--out', out], '--out'];
    const { status, stderr } = feeling(...args, ...named);
    expect([status, stderr]).toEqual([
      2,
      `feeling: ${what} ${out}: would replace a file of the run run, which is read; choose another file\n`,
    ]);
  }
  expect(await contents('run')).toEqual(before);
});
