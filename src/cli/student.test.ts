/** What a student types: data, train, evaluate, compare. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, feelingIn, untilTestEnds } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { packageRoot } from '../model/node';

const folder = temporaryFolder();
const feeling = feelingIn();
const { data, votes } = await fakeFer(folder, 70);
const faces = ['--data', data, '--votes', votes];

async function recipe(name: string, given: object) {
  const file = join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify(given));
  return file;
}

describe('feeling data', () => {
  it('counts classes, copies and votes, and writes a page', async () => {
    const report = join(folder, 'data.html');
    const { status, stdout, stderr } = feeling('data', data, '--votes', votes, '--report', report);
    expect([status, stderr]).toEqual([0, `the report is ${report}\n`]);
    expect(stdout).toMatch(/^happy +10 +10 +10 +30 /m);
    expect(stdout).toContain('210 different pictures in 210 rows.');
    expect(stdout).toMatch(/^happy +100.0 % +100.0 %/m);
    const html = await readFile(report, 'utf8');
    for (const text of ['As training sees them', 'What ten people saw', 'data:image/png;base64,'])
      expect(html).toContain(text);
    expect(html).not.toContain('<script');
  });

  it('gives the same as JSON', () => {
    const result = JSON.parse(feeling('data', data, '--votes', votes, '--json').stdout);
    expect(result.classes).toEqual([...emotions]);
    expect(result.counts.Training).toEqual(Array(7).fill(10));
    expect(result.copies).toMatchObject({ rows: 210, distinct: 210, acrossSplits: 0 });
    expect(result.agreement[0]).toMatchObject({ faces: 30, votes: 1, majority: 1 });
    expect(result.noFace).toBe(0);
  });

  it('reads a folder too, and names what is wrong with one', async () => {
    await mkdir(join(folder, 'empty'));
    expect(feeling('data', join(folder, 'empty'))).toMatchObject({ status: 1, stdout: '' });
    expect(feeling('data', join(folder, 'none')).stderr).toMatch(/none: there is no such file\n$/);
  });
});

describe('feeling train, evaluate, compare', () => {
  it('one head or two, from nothing or from another run; then side by side', async () => {
    const small = await recipe('small', { batchSize: 14, epochs: 1, warmupEpochs: 0 });
    const one = join(folder, 'lightface');
    expect(feeling('train', ...faces, '--model', 'lightface', '--recipe', small, '--out', one).status).toBe(0);
    const report = await readFile(join(one, 'report.html'), 'utf8');
    for (const text of ['Training run: lightface', 'Confusion', 'The surest mistakes', 'augmentation.rotation'])
      expect(report).toContain(text);
    expect(JSON.parse(await readFile(join(one, 'recipe.json'), 'utf8'))).toMatchObject({
      optimizer: 'adamw',
      epochs: 1,
    });

    const start = join(one, 'checkpoint.safetensors');
    const again = join(folder, 'again');
    const more = ['--model', 'lightface', '--recipe', small, '--init', start, '--freeze', 'conv1', '--out', again];
    const { status, stderr } = feeling('train', ...faces, ...more);
    expect(status).toBe(0);
    expect(stderr).toContain('from checkpoint.safetensors: conv1, conv2, conv3, conv4, conv5, dense1, dense2, dense3');

    const model = join(one, 'model.onnx');
    const asked = ['evaluate', ...faces, '--model', model];
    const result = JSON.parse(feeling(...asked, '--json').stdout);
    expect(result).toMatchObject({ n: 70, parameters: 1_485_831, withoutCopies: { n: 70 } });
    expect(result.intervals.accuracy[0]).toBeLessThanOrEqual(result.accuracy);
    expect(result.intervals.accuracy[1]).toBeGreaterThanOrEqual(result.accuracy);
    expect(result.votesCrossEntropy).toBeGreaterThan(0);
    expect(feeling(...asked, '--labels', 'ferplus').stderr).toContain('has no head of its own for FER+');
    expect(JSON.parse(feeling(...asked, '--labels', 'ferplus', '--head', 'reading', '--json').stdout).n).toBe(70);
    const page = join(folder, 'evaluation.html');
    expect(feeling(...asked, '--report', page).stdout).toMatch(/accuracy [\d.]+ % \(95 % interval/);
    expect(await readFile(page, 'utf8')).toContain('How sure, and how often right');

    const compared = join(folder, 'compared.html');
    const table = feeling('compare', one, again, ...faces, '--report', compared)
      .stdout.trimEnd()
      .split('\n');
    expect(table[0]).toMatch(/epochs +parameters +MMAC +MB +ms a face +accuracy +95 % interval +macro F1 +FER\+$/);
    expect(table.slice(1).map((line) => line.split(/ +/)[0])).toEqual(['lightface', 'again']);
    expect(await readFile(compared, 'utf8')).toContain('Networks side by side');
    expect(feeling('compare', one, ...faces, '--markdown').stdout).toMatch(/^\| +\| epochs \|.*\n\| --- \| --: /);
    expect(JSON.parse(feeling('compare', one, ...faces, '--json').stdout)[0]).toMatchObject({
      name: 'lightface',
      epochs: 1,
      parameters: 1_485_831,
      accuracy: result.accuracy,
    });
  });

  it('Ctrl-C finishes the step, keeps everything and says how to go on', async () => {
    const long = await recipe('long', { batchSize: 14, epochs: 50 });
    const out = join(folder, 'stopped');
    const child = untilTestEnds(
      spawn(process.execPath, [cli, 'train', ...faces, '--recipe', long, '--out', out], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect(status).toBe(130);
    expect(told).toContain('finishing this step …');
    expect(told).toMatch(
      /everything up to this step is in .*checkpoint.safetensors, the model so far is .*model.onnx. Go on with: feeling train --resume .*stopped/,
    );
    const before = await readFile(join(out, 'recipe.json'), 'utf8');
    const other = feeling('train', ...faces, '--recipe', long, '--seed', '9', '--out', out, '--resume');
    expect(other.stderr).toMatch(/made with another recipe \(seed differs\)/);
    expect(await readFile(join(out, 'recipe.json'), 'utf8')).toBe(before);
  });

  it('the same from code', () => {
    const script = `
      import { createSession, findNetwork, fit, globalAveragePool, network, parseRecipe, readFaces } from 'feeling/train';
      const { Training } = await readFaces(${JSON.stringify(data)});
      const mine = network('mine', { input: [1, 24, 24] }, ({ conv, dense }, pixels) => ({
        fer2013: dense(globalAveragePool(conv(pixels, 8)), 7),
      }));
      const recipe = parseRecipe({ epochs: 2, batchSize: 14, learningRate: 1e-4 });
      for await (const { epoch, loss } of fit(mine, Training, { recipe, createSession })) console.log(epoch, loss > 0);
      console.log(findNetwork('compact').name);
    `;
    const args = ['--input-type=module', '-e', script];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: packageRoot(), encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['1 true\n2 true\ncompact\n', '']);
  });

  it('refuses what cannot be, by name', async () => {
    const bad = await recipe('bad', { schedule: 'wavy', epochs: -1 });
    const { status, stderr } = feeling('train', ...faces, '--recipe', bad);
    expect(status).toBe(1);
    expect(stderr).toContain('recipe: epochs must be a whole number from 1 (got -1)');
    expect(stderr).toContain('recipe: schedule must be constant, step, cosine, oneCycle, plateau (got "wavy")');
    expect(feeling('train', ...faces, '--recipe', 'newest').stderr).toContain(
      'newest: there is no such file, and no recipe',
    );
    expect(feeling('train', ...faces, '--model', 'resnet').stderr).toContain('there is no network "resnet" to train');
    const one = join(folder, 'one.csv');
    await writeFile(
      one,
      `emotion,pixels,Usage\n3,${Array(48 * 48)
        .fill(7)
        .join(' ')},Training\n`,
    );
    expect(feeling('train', '--data', one).stderr).toBe(
      `feeling: ${one}: the split Training must have faces of two classes or more (got happy)\n`,
    );
    expect(feeling('evaluate', '--data', one).stderr).toBe(
      `feeling: ${one}: there are no faces in the split PublicTest\n`,
    );
    expect(feeling('train', ...faces, '--device', 'tpu')).toMatchObject({ status: 2 });
    const nothing = join(folder, 'nothing.h5');
    expect(feeling('train', ...faces, '--init', nothing).stderr).toContain('nothing.h5: there is no such file');
    expect(feeling('train', ...faces, '--teacher', nothing).stderr).toMatch(
      /^feeling: --teacher: .*nothing\.h5: there is no such model file/m,
    );
    expect(feeling('compare', join(folder, 'nowhere'), ...faces).status).toBe(1);
    expect(feeling('compare', 'compact', ...faces, '--markdown', '--json').status).toBe(2);
  });
});
