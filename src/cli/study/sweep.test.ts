/** Sweeps as a student types them: given up early, stopped, gone on with, refused. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli, feelingIn, untilTestEnds } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const env = { ...process.env, FEELING_CACHE: join(folder, 'cache') };
const { data } = await fakeFer(folder, 42);
const feeling = feelingIn({ cwd: folder, cache: join(folder, 'cache') });
const json = async (...path: string[]) => JSON.parse(await readFile(join(folder, ...path), 'utf8'));

const write = (sweep: object) => writeFile(join(folder, 'rates.json'), JSON.stringify(sweep));
const base = {
  method: 'grid',
  metric: 'valLoss',
  recipe: { model: 'tiny', batchSize: 14, epochs: 3, warmupEpochs: 0, ema: 0, schedule: 'constant', votesWeight: 0 },
  medianStopping: { minEpochs: 1, minTrials: 1 },
};

it('goes on after Ctrl-C, gives a bad trial up, ranks them and leaves the best recipe', async () => {
  await write({ ...base, parameters: { learningRate: { values: [0.01, 1e-8] } } });
  const args = ['sweep', 'rates.json', '--data', data, '--out', 'rates'];
  const child = untilTestEnds(
    spawn(process.execPath, [cli, ...args], { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] }),
  );
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Training has begun, and both trials are ahead: these small ones are soon over.
  await expect.poll(() => told, { interval: 10 }).toContain(' into ');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(told).toMatch(/stopped; the same command goes on with trial \d\n$/);

  const { status, stdout, stderr } = feeling(...args);
  expect(status).toBe(0);
  expect(stderr).toContain('given up after 1 epoch: worse than the median of the trials before it');
  const trials = await json('rates', 'trials.json');
  expect(trials).toMatchObject([
    { trial: 1, values: { learningRate: 0.01 }, status: 'finished', epochs: 3 },
    { trial: 2, values: { learningRate: 1e-8 }, status: 'stopped', epochs: 1 },
  ]);
  expect(stdout).toMatch(/^trial +valLoss +epochs +learningRate\n +1 .* 0\.01\n +2 .* stopped +1e-8\n$/);
  expect((await json('rates', 'best.json')).learningRate).toBe(0.01);
  const page = await readFile(join(folder, 'rates', 'report.html'), 'utf8');
  expect(page).toContain('The best of 2 trials is number 1');

  // Nothing is trained again.
  const again = feeling(...args, '--json');
  expect(again.stderr).toContain('2 trials of 2 were tried before');
  for (const file of ['best.json', 'report.html'])
    expect(again.stderr).toContain(`--out ${join('rates', file)}: is there already and will be replaced\n`);
  expect(again.stderr).not.toContain('epoch');
});

it('passes over a trial that is not possible with these faces, and goes on', async () => {
  await write({ ...base, recipe: { ...base.recipe, epochs: 1 }, parameters: { batchSize: { values: [500, 14] } } });
  const { status, stderr } = feeling('sweep', 'rates.json', '--data', data, '--out', 'batches');
  expect(status).toBe(0);
  expect(stderr).toContain('train: 42 faces do not fill one batch of 500\n');
  expect(await json('batches', 'trials.json')).toMatchObject([
    { trial: 1, status: 'failed', epochs: 0 },
    { trial: 2, status: 'finished', epochs: 1 },
  ]);
  expect((await json('batches', 'best.json')).batchSize).toBe(14);
});

it('keeps what was tried when a random sweep gets more trials, and refuses another sweep in its folder', async () => {
  const random = (trials: number) =>
    write({
      ...base,
      method: 'random',
      trials,
      recipe: { ...base.recipe, epochs: 1 },
      medianStopping: false,
      parameters: { learningRate: { min: 0.001, max: 0.1, distribution: 'logUniform' } },
    });
  await random(1);
  const args = ['sweep', 'rates.json', '--data', data, '--out', 'random'];
  expect(feeling(...args).status).toBe(0);
  const [first] = await json('random', 'trials.json');
  await random(2);
  expect(feeling(...args).status).toBe(0);
  const trials = await json('random', 'trials.json');
  expect(trials).toHaveLength(2);
  expect(trials[0]).toEqual(first);

  expect(feeling(...args, '--limit', '14')).toMatchObject({
    status: 2,
    stderr: 'feeling: random: was begun with other faces (limit differs); choose another folder with --out\n',
  });
  await write({ ...base, parameters: { learningRate: { values: [1] } } });
  expect(feeling(...args).stderr).toBe(
    'feeling: random: was begun with another sweep (method, recipe, parameters, medianStopping differ); choose another folder with --out\n',
  );
  await write({ ...base, metric: 'valFerplusAccuracy', parameters: { learningRate: { values: [1] } } });
  expect(feeling(...args)).toMatchObject({
    status: 2,
    stderr: 'feeling: "metric": "valFerplusAccuracy" needs FER+\'s file, --votes fer2013new.csv\n',
  });
});
