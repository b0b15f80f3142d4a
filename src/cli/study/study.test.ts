/** What a student looks at before and after training, through the command. */
import { appendFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { feelingIn } from '../../../tools/commandLine';
import { fakeFer } from '../../../tools/fakeFer';
import { temporaryFolder } from '../../../tools/temporary';
import { emotions } from '../../emotion';
import { defaultRecipe, parseRecipe } from '../../train';

const folder = temporaryFolder();
const feeling = feelingIn({ cwd: folder, cache: join(folder, 'cache') });
const { data, votes } = await fakeFer(folder, 42);
const faces = ['--data', data, '--votes', votes];
const out = join(folder, 'runs');
const [one, two] = [join(out, 'seed-3'), join(out, 'seed-4')];
const small = join(folder, 'small.json');
const repeated = ['train', ...faces, '--recipe', small, '--seed', '3', '--repeats', '2', '--out', out];

describe('before training', () => {
  it('lists the networks, one layer by layer, and a recipe as it would be followed', () => {
    const all = JSON.parse(feeling('networks', '--json').stdout);
    expect(all.map(({ name }: { name: string }) => name)).toContain('vggface');
    expect(all.find(({ name }: { name: string }) => name === 'vggface')).toMatchObject({
      parameters: 134_289_223,
      input: [3, 224, 224],
      batchSize: 8,
    });
    const both = JSON.parse(feeling('models', '--all', '--json').stdout);
    expect(both.filter(({ kind }: { kind: string }) => kind === 'trainable')).toHaveLength(all.length);
    expect(both.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['blazeface', 'vggface']));
    expect(feeling('networks', 'tiny', '--measure').stdout).toMatch(
      /^name +parameters .*ms a step +an epoch of FER2013\ntiny +223,807 .* (s|min|h)\n$/,
    );

    const { layers, parameters } = JSON.parse(feeling('summary', 'mobilenet', '--json').stdout);
    // As in Keras's model.summary() of MobileNetV2.
    expect(layers[0]).toMatchObject({ name: 'Conv1', kind: 'conv', output: [1, 32, 24, 24], parameters: 864 });
    expect(layers.map(({ name }: { name: string }) => name)).toContain('block_16_project_BN');
    expect(layers.reduce((sum: number, layer: { parameters: number }) => sum + layer.parameters, 0)).toBe(parameters);
    expect(feeling('summary', 'resnet').stderr).toMatch(/^feeling: there is no network "resnet" to train; .*\n$/);

    expect(JSON.parse(feeling('recipe', 'mobilenet').stdout)).toEqual(parseRecipe({ model: 'mobilenet' }));
    expect(JSON.parse(feeling('recipe', 'original').stdout)).toMatchObject({ epochs: 90, optimizer: 'sgd' });
    const help = feeling('help', 'recipe').stdout;
    for (const name of Object.keys(defaultRecipe).filter((key) => key !== 'augmentation'))
      expect(help).toMatch(new RegExp(`^${name} {2,}\\S`, 'm'));
    expect(help).toMatch(/^augmentation\.mixup +a number from 0 to 1 +0 +\S/m);
  });
});

describe('several runs', () => {
  beforeAll(async () => {
    await writeFile(small, JSON.stringify({ model: 'tiny', batchSize: 14, epochs: 1, warmupEpochs: 0 }));
    const { status, stdout } = feeling(...repeated, '--json');
    expect(status).toBe(0);
    const { seeds, valAccuracy } = JSON.parse(stdout.trimEnd().split('\n').at(-1) as string);
    expect(seeds).toEqual([3, 4]);
    const [a = 0, b = 0] = valAccuracy.values;
    expect(valAccuracy.mean).toBeCloseTo((a + b) / 2, 10);
    // Of two numbers.
    expect(valAccuracy.deviation).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 10);
  });

  it('of the same recipe with other seeds are trained once, and compared with intervals', () => {
    const again = feeling(...repeated);
    expect(again.stderr).toBe(
      `--out ${join(out, 'repeats.json')}: is there already and will be replaced\n${one} is finished already\n${two} is finished already\n`,
    );
    expect(again.stdout).toMatch(/2 runs, seeds 3, 4:\n\n +mean +deviation +least +most\nvalAccuracy /);
    const compared = JSON.parse(feeling('compare', one, two, ...faces, '--json').stdout);
    for (const { accuracy, intervals } of compared) {
      expect(intervals.accuracy[0]).toBeLessThanOrEqual(accuracy);
      expect(intervals.accuracy[1]).toBeGreaterThanOrEqual(accuracy);
    }
    const { beside, accuracy } = JSON.parse(
      feeling('evaluate', ...faces, '--model', one, '--compare-with', two, '--json').stdout,
    );
    expect(beside.accuracy.difference).toBeCloseTo(accuracy - compared[1].accuracy, 10);
    expect(beside.onlyFirst - beside.onlySecond).toBe(Math.round(42 * beside.accuracy.difference));
    expect(beside.p).toBeLessThanOrEqual(1);
  });

  it('of another recipe, or of other faces, are not taken for those that are there', async () => {
    const before = await readFile(join(out, 'repeats.json'), 'utf8');
    const other = feeling(...repeated, '--model', 'lightface');
    expect(other).toMatchObject({ status: 1, stdout: '' });
    expect(other.stderr).toMatch(
      /seed-3\/checkpoint.safetensors: made with another recipe \(model, .*differ\); .* started with, or choose another folder with --out\n$/,
    );
    const fewer = feeling(...repeated, '--limit', '28');
    expect(fewer).toMatchObject({ status: 1, stdout: '' });
    expect(fewer.stderr).toMatch(
      /was trained on other faces \(42 then, 28 now\); .*, or choose another folder with --out\n$/,
    );
    expect(await readFile(join(out, 'repeats.json'), 'utf8')).toBe(before);
  });

  it('are compared, though other folders stand beside them, and one is damaged', async () => {
    const beside = (name: string) => join(folder, 'beside', name);
    for (const name of ['rates', 'cut', 'line']) await mkdir(beside(name), { recursive: true });
    await writeFile(join(beside('rates'), 'learningRate.html'), '');
    await writeFile(join(beside('cut'), 'model.onnx'), (await readFile(join(one, 'model.onnx'))).subarray(0, 999));
    await cp(two, beside('line'), { recursive: true });
    await writeFile(join(beside('line'), 'history.jsonl'), '{"epoch":1\n');
    const compared = feeling('compare', beside('rates'), beside('cut'), out, beside('line'), one, ...faces, '--json');
    expect(JSON.parse(compared.stdout).map(({ name }: { name: string }) => name)).toEqual(['seed-3']);
    expect([compared.status, compared.stderr.split('\n')]).toEqual([
      1,
      [
        `${beside('rates')}: passed over, as there is no trained model in this folder`,
        `${out}: passed over, as there is no trained model in this folder; its 2 runs are ${join(out, '*')}`,
        `feeling: ${join(beside('cut'), 'model.onnx')}: not an ONNX model: it ends too early`,
        expect.stringContaining(`feeling: ${join(beside('line'), 'history.jsonl')}, line 1: damaged (`),
        '',
      ],
    ]);
    // Folders that others made are no failure: `compare runs/*` meets them.
    expect(feeling('compare', beside('rates'), one, ...faces).status).toBe(0);
  });

  it("give each face's probabilities and its mistakes, which add up to the accuracy", async () => {
    const errors = join(folder, 'errors');
    const judged = feeling('evaluate', ...faces, '--model', one, '--compare-with', two, '--errors', errors);
    expect(judged.stdout).toMatch(/beside .*seed-4: accuracy [+−][\d.]+ points .*McNemar's exact test\)/s);
    const right = Number(/accuracy ([\d.]+) %/.exec(judged.stdout)?.[1]);
    const list = (await readFile(join(errors, 'errors.csv'), 'utf8')).trimEnd().split('\n');
    expect(list[0]).toBe('file,data,row,label,predicted,probability');
    expect(1 - (list.length - 1) / 42).toBeCloseTo(right / 100, 3);
    const [file = ''] = list[1]?.split(',') ?? [];
    expect(await sharp(join(errors, file)).metadata()).toMatchObject({ format: 'png', width: 48, height: 48 });
    expect((await readdir(errors)).length).toBeGreaterThan(1);

    const csv = join(folder, 'predicted.csv');
    expect(feeling('predict', data, '--votes', votes, '--model', one, '--out', csv).status).toBe(0);
    const [header = '', ...rows] = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(header).toBe(
      `split,row,label,predicted,named,${emotions.join(',')},${emotions.map((e) => `fer2013_${e}`).join(',')},` +
        'ferplus_neutral,ferplus_happiness,ferplus_surprise,ferplus_sadness,ferplus_anger,ferplus_disgust,ferplus_fear,ferplus_contempt',
    );
    expect(rows).toHaveLength(42);
    // Rows of the file: 42 of Training come before.
    expect(rows[0]).toMatch(/^PublicTest,42,angry,/);
    const hits = rows.filter((row) => row.split(',')[2] === row.split(',')[3]).length;
    expect(hits / 42).toBeCloseTo(right / 100, 3);
  });

  it('leave no mistakes of an earlier model in the folder, and what others put there', async () => {
    const errors = join(folder, 'earlier');
    const args = ['evaluate', ...faces, '--errors', errors];
    expect(feeling(...args, '--model', one).stderr).not.toContain('replaced');
    const inFolder = async () =>
      (await readdir(errors, { recursive: true })).filter((name) => /\d\.png$/.test(name)).sort();
    const listed = async () =>
      (await readFile(join(errors, 'errors.csv'), 'utf8'))
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0])
        .sort();
    const first = await inFolder();
    expect(first).toEqual(await listed());
    // A list that was changed takes no other file with it.
    const [kind = ''] = (first[0] ?? '').split(/[\\/]/);
    await writeFile(join(errors, kind, 'note.png'), 'mine');
    await appendFile(join(errors, 'errors.csv'), `${kind}/note.png,,,,,\n../small.json,,,,,\n`);
    const again = feeling(...args, '--model', 'tiny');
    expect(again.stderr).toContain(
      `--errors ${errors}: ${first.length + 1} files are there already and will be replaced\n`,
    );
    expect(await inFolder()).toEqual(await listed());
    expect(await inFolder()).not.toEqual(first);
    expect(await readFile(join(errors, kind, 'note.png'), 'utf8')).toBe('mine');
    expect(JSON.parse(await readFile(small, 'utf8')).model).toBe('tiny');
  });

  it('have an interval also where very few faces are judged, and no share below 0', async () => {
    await mkdir(join(folder, 'few'));
    const few = await fakeFer(join(folder, 'few'), 3);
    const { stdout } = feeling('evaluate', '--data', few.data, '--model', one, '--slices', '--report', 'few.html');
    const [, low, high] = /accuracy [\d.]+ % \(95 % interval ([\d.]+) % to ([\d.]+) %\)/.exec(stdout) ?? [];
    expect(Number(high) - Number(low)).toBeGreaterThan(40);
    for (const text of [stdout, await readFile(join(folder, 'few.html'), 'utf8')])
      expect(text).not.toMatch(/[-−]0\.0 %/);
  });

  it('put no mistakes among the pictures that are read', async () => {
    const pictures = join(folder, 'read');
    await mkdir(join(pictures, 'happy'), { recursive: true });
    for (const errors of [pictures, join(pictures, 'errors')]) {
      const { status, stderr } = feeling('evaluate', '--data', pictures, '--errors', errors);
      expect([status, stderr]).toEqual([
        2,
        `feeling: --errors ${errors}: lies in ${pictures}, whose pictures are read; choose another folder\n`,
      ]);
    }
    expect(await readdir(pictures)).toEqual(['happy']);
  });

  it('tell that groups are of other faces', async () => {
    const groups = join(folder, 'groups.csv');
    await writeFile(groups, 'row,age\n99999,child\n');
    const { status, stderr } = feeling('evaluate', ...faces, '--model', one, '--slices', '--groups', groups);
    expect(status).toBe(0);
    expect(stderr).toContain(
      `${groups}: none of its rows is a face of PublicTest; rows count from 0, as predict gives them\n`,
    );
  });

  it('name the files of a folder', async () => {
    for (const [c, name] of ['happy', 'sad'].entries()) {
      await mkdir(join(folder, 'pictures', 'test', name), { recursive: true });
      const picture = sharp({ create: { width: 60, height: 60, channels: 3, background: c ? 'white' : 'gray' } });
      await picture.png().toFile(join(folder, 'pictures', 'test', name, 'a.png'));
    }
    const args = ['predict', join(folder, 'pictures'), '--split', 'test', '--json'];
    const rows = feeling(...args)
      .stdout.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ split, file, label }) => [split, file, label])).toEqual([
      ['test', join(folder, 'pictures', 'test', 'happy', 'a.png'), 'happy'],
      ['test', join(folder, 'pictures', 'test', 'sad', 'a.png'), 'sad'],
    ]);
    // A folder without splits has all of its pictures, and no split is made up.
    const plain = join(folder, 'pictures', 'test');
    const all = feeling('predict', plain);
    expect([all.stdout.split(',', 2).join(), all.stderr]).toEqual(['row,file', '']);
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(3);
    // Neither is a face, which compact tells.
    for (const { emotions: shares, readable } of rows) {
      expect(Object.values<number>(shares).reduce((sum, share) => sum + share)).toBeCloseTo(1, 4);
      expect(readable).toBeLessThan(0.5);
    }
  });
});
