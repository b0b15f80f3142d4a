/** Runs that end, stop, are killed, go on and are judged, as a student types them. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, feelingIn, untilTestEnds } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const env = { ...process.env, FEELING_CACHE: join(folder, 'cache') };
const feeling = feelingIn({ cwd: folder, cache: join(folder, 'cache') });
const { data, votes } = await fakeFer(folder, 42);
const faces = ['--data', data, '--votes', votes];
const runs = join(folder, 'runs');
const finished = join(runs, 'finished');

const recipe = async (name: string, given: object) => {
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify({ model: 'tiny', batchSize: 14, warmupEpochs: 0, ...given }));
  return file;
};
const lines = async (run: string) =>
  (await readFile(join(run, 'history.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Starts training and waits until a file is there. */
async function started(until: string, ...args: string[]) {
  const child = untilTestEnds(
    spawn(process.execPath, [cli, 'train', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: folder }),
  );
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await expect.poll(() => existsSync(until) || child.exitCode !== null, { interval: 20 }).toBe(true);
  return {
    async end(signal: 'SIGKILL' | 'SIGINT') {
      child.kill(signal);
      return { status: await ended, told };
    },
  };
}

beforeAll(async () => {
  const two = await recipe('two', {
    epochs: 2,
    schedule: 'cosine',
    classWeights: Array(7).fill(0.5),
    votesWeight: 0.5,
  });
  const { status, stderr } = feeling('train', ...faces, '--recipe', two, '--limit', '42', '--out', finished);
  expect(stderr).toMatch(/tiny: 42 faces, 2 epochs, into .*\nthe model is /);
  expect(status).toBe(0);
});

describe('a run that goes on', () => {
  it('needs its folder alone, may have more epochs, and its epochs add up', async () => {
    const more = join(folder, 'more');
    await cp(finished, more, { recursive: true });
    const { status, stdout, stderr } = feeling('train', '--resume', more, '--epochs', '3', '--keep-every', '3');
    expect(stderr).toContain('3 epochs instead of 2: the learning rate follows the longer schedule from here');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^epoch {3}3 .*\n$/);
    expect((await lines(more)).map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(JSON.parse(await readFile(join(more, 'recipe.json'), 'utf8')).epochs).toBe(3);
    expect(existsSync(join(more, 'epoch-0003.safetensors'))).toBe(true);
    const page = await readFile(join(more, 'report.html'), 'utf8');
    for (const text of ['after 3 epochs', '223,807', 'fer2013.csv', 'feeling 0.']) expect(page).toContain(text);
  });

  it('refuses other faces, votes and settings, and stays as it was', async () => {
    const before = await readFile(join(finished, 'data.json'), 'utf8');
    const checkpoint = await readFile(join(finished, 'checkpoint.safetensors'));
    for (const [args, message] of [
      [['--limit', '28'], 'was trained on other faces (42 then, 28 now); resume with the data, limit and splits'],
      [['--votes', '/dev/null'], '/dev/null'],
      [['--seed', '9'], 'made with another recipe (seed differs)'],
      [['--epochs', '1'], 'has 2 epochs already; give more of them (got 1)'],
    ] as const) {
      const { status, stderr } = feeling('train', '--resume', finished, ...args);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n {4}at |instead of/);
      expect(status).toBe(1);
    }
    const none = feeling('train', '--resume', join(folder, 'nowhere'));
    expect([none.status, none.stderr]).toEqual([
      1,
      `feeling: ${join(folder, 'nowhere')}: there is no run here to go on with\n`,
    ]);
    expect(await readFile(join(finished, 'data.json'), 'utf8')).toBe(before);
    expect((await readFile(join(finished, 'checkpoint.safetensors'))).equals(checkpoint)).toBe(true);
  });

  it('losses are means over the faces that count', async () => {
    for (const { loss, fer2013Loss, ferplusLoss } of await lines(finished)) {
      // Every face counts half for its label, and all votes together half; the mean loss of a face is a whole one.
      expect(loss).toBeCloseTo(0.5 * fer2013Loss + 0.5 * ferplusLoss, 4);
      expect(fer2013Loss).toBeGreaterThan(1.2);
    }
  });

  it('has the history as a table, too', async () => {
    const [header = '', ...rows] = (await readFile(join(finished, 'history.csv'), 'utf8')).trimEnd().split('\n');
    const columns = header.split(',');
    const epochs = await lines(finished);
    expect(columns).toEqual(Object.keys(epochs[0]));
    expect(rows.map((row) => row.split(',').map(Number))).toEqual(epochs.map((epoch) => Object.values(epoch)));
  });
});

// A graphics card is found through Vulkan there, which can be told that there are no drivers.
it.runIf(process.platform === 'linux')('without a graphics card, --device webgpu says so in one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'train', ...faces, '--device', 'webgpu'], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...env, VK_ICD_FILENAMES: '/dev/null', VK_DRIVER_FILES: '/dev/null' },
  });
  expect(stderr).toBe(
    'feeling: webgpu: no graphics card was found that can be used (through Vulkan, Metal or Direct3D); the CPU can\n',
  );
  expect(status).toBe(1);
});

describe('a run that ends before its time', () => {
  it('killed in its first epoch, leaves what it had, which can be judged and goes on', async () => {
    const killed = join(runs, 'killed');
    const long = await recipe('long', { epochs: 1, batchSize: 7, sharpness: 0.05 });
    const args = [...faces, '--recipe', long, '--save-every', '0', '--out', killed];
    const checkpoint = join(killed, 'checkpoint.safetensors');
    const run = await started(checkpoint, ...args);
    await run.end('SIGKILL');
    const judged = JSON.parse(feeling('evaluate', ...faces, '--model', checkpoint, '--json').stdout);
    expect(judged).toMatchObject({ n: 42, parameters: 223_807 });
    const compared = feeling('compare', ...['finished', 'killed'].map((name) => join(runs, name)), ...faces, '--json');
    if (!existsSync(join(killed, 'model.onnx'))) {
      expect(compared.stderr).toContain(
        `${killed}: passed over, as it is not finished; go on with: feeling train --resume ${killed}`,
      );
      expect(JSON.parse(compared.stdout).map(({ name }: { name: string }) => name)).toEqual(['finished']);
    }
    expect(feeling('train', '--resume', killed).status).toBe(0);
    expect(await lines(killed)).toHaveLength(1);
  });

  it('Ctrl-C leaves a model, which every command takes by its run, its checkpoint and its exports', async () => {
    const stopped = join(runs, 'stopped');
    const many = await recipe('many', { epochs: 500 });
    const run = await started(join(stopped, 'checkpoint.safetensors'), ...faces, '--recipe', many, '--out', stopped);
    const { status, told } = await run.end('SIGINT');
    expect(told).toMatch(
      /stopped; .* the model so far is .*model\.onnx\. Go on with: feeling train --resume .*stopped\n/,
    );
    expect(status).toBe(130);
    const tflite = join(folder, 'stopped.tflite');
    expect(feeling('export', '--model', stopped, '--out', tflite).status).toBe(0);
    const accuracies = [stopped, join(stopped, 'checkpoint.safetensors'), join(stopped, 'model.onnx'), tflite].map(
      (model) => JSON.parse(feeling('evaluate', ...faces, '--model', model, '--json').stdout).accuracy,
    );
    expect(accuracies).toEqual(Array(4).fill(accuracies[0]));
  });
});

it("a second training in the folder of one that goes on is refused, and one that was killed is in nobody's way", async () => {
  const run = join(runs, 'shared');
  const many = await recipe('shared', { epochs: 500 });
  const first = await started(join(run, 'recipe.json'), ...faces, '--recipe', many, '--out', run);
  // Before there is a checkpoint, too.
  for (const args of [
    ['--resume', run],
    [...faces, '--recipe', many, '--seed', '9', '--out', run],
  ]) {
    const { status, stderr } = feeling('train', ...args);
    expect(stderr).toContain('another process is training here; wait until it ends, or choose');
    expect(status).toBe(2);
  }
  await expect.poll(() => existsSync(join(run, 'checkpoint.safetensors')), { timeout: 60_000 }).toBe(true);
  const { status, stderr } = feeling('train', '--resume', run);
  expect([status, stderr]).toEqual([
    2,
    `feeling: ${run}: another process is training here; wait until it ends, or choose another folder with --out\n`,
  ]);
  expect(JSON.parse(await readFile(join(run, 'recipe.json'), 'utf8')).seed).toBe(1);
  await first.end('SIGKILL');
  expect(feeling('train', '--resume', run, '--epochs', String((await lines(run)).length + 1)).stderr).not.toContain(
    'another process',
  );
});

describe('splits that were drawn', () => {
  const pictures = join(folder, 'pictures');
  beforeAll(async () => {
    for (const [c, name] of ['happy', 'sad'].entries()) {
      await mkdir(join(pictures, name), { recursive: true });
      for (let i = 0; i < 20; i++) {
        const noise = { type: 'gaussian', mean: 60 + 100 * c, sigma: 20 + i } as const;
        const picture = sharp({ create: { width: 48, height: 48, channels: 3, background: 'black', noise } });
        await picture.png().toFile(join(pictures, name, `${i}.png`));
      }
    }
  });

  it('are drawn again as the run had them; others, which mix training and test, are refused', async () => {
    const run = join(folder, 'drawn');
    const small = await recipe('small', { epochs: 1, batchSize: 6, dedupe: false });
    const shares = ['--split-shares', '50,25,25'];
    const trained = feeling('train', '--data', pictures, ...shares, '--recipe', small, '--seed', '5', '--out', run);
    expect(trained.status).toBe(0);
    const model = join(folder, 'elsewhere.onnx');
    await copyFile(join(run, 'model.onnx'), model);
    const judged = feeling('evaluate', '--data', pictures, '--model', model, '--split', 'test', '--json');
    expect(judged.stderr).toContain('drawn anew, each class alike, by seed 5: Training 50 %');
    expect(JSON.parse(judged.stdout)).toMatchObject({ n: 10, withoutCopies: { n: 10 } });
    const mixed = feeling(
      'evaluate',
      '--data',
      pictures,
      ...shares,
      '--seed',
      '6',
      '--model',
      model,
      '--split',
      'test',
    );
    expect(mixed.stderr).toMatch(
      /about \d+ % of the faces in PrivateTest were trained on by .*elsewhere\.onnx; its splits of pictures were drawn by seed 5 in shares 50,25,25\. Judge it with these, or with --split train/,
    );
    expect([mixed.status, mixed.stdout]).toEqual([1, '']);
    const compared = feeling('compare', run, '--data', pictures, '--seed', '6', '--split', 'test', ...shares);
    expect(compared.status).toBe(1);
    const onTraining = feeling('evaluate', '--data', pictures, '--model', model, '--split', 'train', '--json');
    expect(JSON.parse(onTraining.stdout).n).toBe(20);
    await rm(model);
  });
});
