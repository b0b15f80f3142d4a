/** Networks that want larger or coloured faces get them from folders of pictures, through every command. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { realFace } from '../../../tools/camera';
import { feelingIn } from '../../../tools/commandLine';
import { temporaryFolder } from '../../../tools/temporary';
import { decodeModel } from '../../graph';
import { packageRoot } from '../../model/node';
import { planOf } from './plan';
import { prepareTraining } from './prepared';

/** Place of the largest number. */
const strongest = (numbers: Float32Array = new Float32Array()) => numbers.indexOf(Math.max(...numbers));

const folder = temporaryFolder();
const feeling = feelingIn({ cwd: folder, cache: join(folder, 'cache') });
const accuracyOf = (model: string, ...more: string[]) =>
  JSON.parse(feeling('evaluate', '--model', model, '--data', 'coloured', '--split', 'test', '--json', ...more).stdout)
    .accuracy;

beforeAll(async () => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(packageRoot(), join(folder, 'node_modules', 'feeling'), 'dir');
  writeFileSync(
    join(folder, 'colour.mjs'),
    `import { globalAveragePool, network, relu, standardise } from 'feeling/train';
export default network('colour', { input: [3, 64, 64] }, ({ conv, dense }, pixels) => ({
  fer2013: dense(globalAveragePool(relu(conv(standardise(pixels), 8, { stride: 4 }))), 7),
}));`,
  );
  // Red and blue noise: in grey, with its mean and spread taken out, there is nothing to tell them by.
  for (const [split, count] of [
    ['train', 16],
    ['val', 4],
    ['test', 8],
  ] as const)
    for (const [name, background] of [
      ['happy', { r: 200, g: 60, b: 60 }],
      ['sad', { r: 60, g: 60, b: 200 }],
    ] as const) {
      await mkdir(join(folder, 'coloured', split, name), { recursive: true });
      for (let i = 0; i < count; i++)
        await sharp({
          create: { width: 80, height: 80, channels: 3, background },
        })
          .composite([
            {
              input: Buffer.from(Uint8Array.from({ length: 80 * 80 * 4 }, (_, p) => ((p + i) * 7919 * (i + 3)) % 256)),
              raw: { width: 80, height: 80, channels: 4 },
              blend: 'soft-light',
            },
          ])
          .png()
          .toFile(join(folder, 'coloured', split, name, `${i}.png`));
    }
});

it('a network of 3 × 64 × 64 learns from colours, goes on, and is judged, exported and used with them', async () => {
  const recipe = { model: './colour.mjs', epochs: 3, batchSize: 8, warmupEpochs: 0, learningRate: 0.1, ema: 0 };
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
  const trained = feeling('train', '--data', 'coloured', '--recipe', 'recipe.json', '--out', 'run');
  expect(trained).toMatchObject({ status: 0 });
  const shape = decodeModel(await readFile(join(folder, 'run', 'model.onnx'))).graph?.input?.[0]?.type?.tensor_type
    ?.shape?.dim;
  expect(shape?.slice(1).map((d) => Number(d.dim_value))).toEqual([3, 64, 64]);
  expect(feeling('train', '--resume', 'run', '--epochs', '6')).toMatchObject({ status: 0 });
  expect(accuracyOf('run')).toBe(1);
  expect(accuracyOf(join('run', 'checkpoint.safetensors'), '--flip')).toBe(1);
  expect(feeling('export', '--model', 'run', '--out', 'colour.tflite')).toMatchObject({ status: 0 });
  expect(accuracyOf('colour.tflite')).toBe(1);
  const again = feeling('train', '--data', 'coloured', '--model', './colour.mjs', '--init', 'run', '--epochs', '1');
  expect(again.stderr).toContain('from run: conv1, dense1');

  await writeFile(
    join(folder, 'photo.png'),
    await sharp(await realFace('calm'))
      .png()
      .toBuffer(),
  );
  const read = JSON.parse(feeling('analyze', '--model', 'run', 'photo.png', '--json').stdout);
  expect(read.readings).toHaveLength(1);

  const grey = JSON.stringify({ ...recipe, detail: false });
  await writeFile(join(folder, 'grey.json'), grey);
  const compared = ['train', '--data', 'coloured', '--recipe', 'grey.json', '--out', 'grey'];
  expect(feeling(...compared)).toMatchObject({ status: 0 });
  const both = JSON.parse(feeling('compare', 'run', 'grey', '--data', 'coloured', '--split', 'test', '--json').stdout);
  expect(both.map(({ name }: { name: string }) => name)).toEqual(['run', 'grey']);
  expect(both[0].accuracy).toBe(1);
  expect(both[1].accuracy).toBeLessThan(0.9);
  // Each of two is judged by what it would see, whichever form the first one reads.
  const [first, beside] = [
    ['grey', 'run'],
    ['run', 'grey'],
  ].map(([model = '', other = '']) => {
    const asked = ['evaluate', '--model', model, '--compare-with', other, '--data', 'coloured', '--split', 'test'];
    return JSON.parse(feeling(...asked, '--json').stdout);
  });
  expect(first.accuracy - first.beside.accuracy.difference).toBeCloseTo(1, 6);
  expect(beside.accuracy - beside.beside.accuracy.difference).toBeCloseTo(both[1].accuracy, 6);
  // And so is a teacher, whose pupil sees less.
  const pupil = { data: join(folder, 'coloured'), recipe: join(folder, 'grey.json'), teacher: join(folder, 'run') };
  const plan = await planOf({ ...pupil, model: 'lightface', without: [], device: 'cpu', saveEvery: '5' });
  const { faces, options } = await prepareTraining(plan);
  const said = [...faces.labels.keys()].map((i) => strongest(options.teacher?.fer2013?.subarray(i * 7, i * 7 + 7)));
  expect(said).toEqual([...faces.labels]);
  expect(feeling('train', '--resume', 'run', '--recipe', 'grey.json', '--epochs', '7').stderr).toContain(
    'was trained on faces of 3 × 64 × 64 (these are 1 × 48 × 48); resume with "detail": true in its recipe',
  );
  // Drawn on larger and coloured faces as on others.
  const drawn = JSON.stringify({ ...recipe, epochs: 1, augmentation: { glasses: 0.5, hand: 0.5, sidelight: 0.5 } });
  await writeFile(join(folder, 'drawn.json'), drawn);
  const withDrawn = ['train', '--data', 'coloured', '--recipe', 'drawn.json', '--out', 'drawn'];
  expect(feeling(...withDrawn)).toMatchObject({ status: 0 });
});

it('faces are made worse in the colours and the size in which the network reads them', async () => {
  const args = ['evaluate', '--model', 'run', '--data', 'coloured', '--split', 'test', '--corruptions'];
  const { status, stdout } = feeling(...args, '--report', 'judged.html');
  expect(status).toBe(0);
  // Of 64 pixels each one of 48 is four thirds.
  expect(stdout).toMatch(/^ +3 +4 +5 +8 +11 +pixels along each axis$/m);
  const accuracies = (kind: string) =>
    [...(new RegExp(`^${kind} (.*)$`, 'm').exec(stdout)?.[1] ?? '').matchAll(/([\d.]+) %/g)].map(([, p]) => Number(p));
  // In grey there is nothing to tell these faces by: that they are told shows that the colours were there.
  for (const kind of ['blur', 'jpeg', 'shift', 'scale', 'rotation', 'glasses'])
    expect([kind, accuracies(kind)]).toEqual([kind, [100, 100, 100, 100, 100]]);
  expect(accuracies('noise')[0]).toBe(100);
  const report = await readFile(join(folder, 'judged.html'), 'utf8');
  expect(report).toMatch(/pixels along each axis<\/t[dh]>(<td[^>]*>(3|4|5|8|11)<\/td>){5}/);
  expect(report).toMatch(/standard deviation in pixels<\/t[dh]>(<td[^>]*>(0.53|0.93|1.33|1.87|2.53)<\/td>){5}/);
});

it('a coloured face is explained in colour, of the data and of a photo', async () => {
  const data = ['--data', 'coloured', '--model', 'run'];
  // Pictures in the order of their paths: the first is in test/happy.
  const why = feeling('explain', ...data, '--row', '0', '--out', 'why.png', '--json');
  expect(why).toMatchObject({ status: 0, stderr: 'where happy is read is in why.png\n' });
  const { emotion, occlusion, gradCam } = JSON.parse(why.stdout);
  expect(emotion).toBe('happy');
  expect([occlusion.width, occlusion.height, occlusion.map.length]).toEqual([64, 64, 64 * 64]);
  expect([gradCam.width, gradCam.height]).toEqual([16, 16]);
  // The first panel is the face as it is, from (24, 64) on, 288 wide: red.
  const { data: panel } = await sharp(join(folder, 'why.png'))
    .extract({ left: 44, top: 84, width: 248, height: 248 })
    .resize(1, 1)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect((panel[0] as number) - (panel[2] as number)).toBeGreaterThan(60);

  for (const more of [[], ['--cropped']]) {
    const photo = feeling('explain', 'photo.png', ...more, '--model', 'run', '--out', 'photo.svg', '--json');
    expect(photo.status).toBe(0);
    expect(JSON.parse(photo.stdout).occlusion.width).toBe(64);
    const [, png = ''] = /data:image\/png;base64,([^"]+)/.exec(await readFile(join(folder, 'photo.svg'), 'utf8')) ?? [];
    const { channels, width } = await sharp(Buffer.from(png, 'base64')).metadata();
    expect([channels, width]).toEqual([3, 64]);
  }
});

it('mistakes are written as the network saw them', async () => {
  for (const [name, other] of [
    ['happy', 'sad'],
    ['sad', 'happy'],
  ] as const) {
    await mkdir(join(folder, 'swapped', 'test', name), { recursive: true });
    await copyFile(join(folder, 'coloured', 'test', other, '0.png'), join(folder, 'swapped', 'test', name, '0.png'));
  }
  const args = ['evaluate', '--model', 'run', '--data', 'swapped', '--split', 'test', '--errors', 'errors'];
  expect(feeling(...args)).toMatchObject({ status: 0 });
  for (const kind of ['happy-read-sad', 'sad-read-happy']) {
    const [name = ''] = await readdir(join(folder, 'errors', kind));
    const { channels, width } = await sharp(join(folder, 'errors', kind, name)).metadata();
    expect([channels, width]).toEqual([3, 64]);
  }
});

it('a folder that was decoded in this form is read from the cache', async () => {
  const faces = join(folder, 'cache', 'faces');
  const before = await readdir(faces);
  const longAgo = new Date(Date.now() - 5 * 24 * 3600e3);
  for (const name of before) await utimes(join(faces, name), longAgo, longAgo);
  expect(accuracyOf('run')).toBe(1);
  // What is read is marked as used, and nothing is kept anew.
  expect(await readdir(faces)).toEqual(before);
  const times = await Promise.all(before.map(async (name) => (await stat(join(faces, name))).mtimeMs));
  expect(times.filter((time) => time > longAgo.getTime() + 1000)).toHaveLength(1);
});
