/** Folders of pictures as people have them, through every command that reads them. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { feelingIn } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const feeling = feelingIn({ cache: join(folder, 'cache') });

/** AffectNet's order; 7 is contempt. */
const affectnet = ['neutral', 'happy', 'sad', 'surprise', 'fear', 'disgust', 'angry', 'contempt'];
const pictures = join(folder, 'affectnet');

beforeAll(async () => {
  for (const [number] of affectnet.entries())
    for (const split of ['train', 'val', 'test']) {
      const own = join(pictures, split, String(number));
      await mkdir(own, { recursive: true });
      const noise = { type: 'gaussian', mean: 100, sigma: 10 + 10 * number } as const;
      const picture = sharp({ create: { width: 96, height: 96, channels: 3, background: 'black', noise } });
      await picture.toFile(join(own, '0.png'));
      for (let i = 1; i <= number; i++) await copyFile(join(own, '0.png'), join(own, `${i}.png`));
    }
});

const data = ['--classes', 'affectnet', '--without', 'contempt'];

describe('numbered folders', () => {
  it('are refused by every command until somebody says what the numbers are', () => {
    for (const args of [['data', pictures], ...['evaluate', 'train'].map((command) => [command, '--data', pictures])]) {
      const { status, stdout, stderr } = feeling(...args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^feeling: .*affectnet: its classes are numbered \(0 to 7\).*--classes affectnet .*\n$/);
    }
  });

  it('are counted as what they are; what is left out is told with its number, and broken pictures by name', async () => {
    await writeFile(join(pictures, 'train', '1', 'broken.jpg'), 'no picture');
    const { status, stdout, stderr } = feeling('data', pictures, ...data, '--json');
    expect(status).toBe(0);
    const counts = JSON.parse(stdout);
    // angry 6, disgust 5, fear 4, happy 1, sad 2, surprise 3, neutral 0: one picture more than its number.
    expect(counts.counts.Training).toEqual([7, 6, 5, 2, 3, 4, 1]);
    expect(counts).toMatchObject({
      leftOut: { contempt: 24 },
      broken: [{ path: join(pictures, 'train', '1', 'broken.jpg') }],
    });
    expect(stderr).toMatch(/^left out: 24 contempt\n1 picture could not be read and is left out:\n {2}.*broken\.jpg: /);
  });

  it('wrong answers end with 2', () => {
    for (const [option, value, message] of [
      ['--classes', 'affect', 'feeling: --classes: unknown numbering "affect"; available: fer2013, affectnet, rafdb'],
      ['--split-shares', '70,20', 'feeling: --split-shares: must be three numbers that sum to 100'],
      ['--limit', 'few', 'feeling: --limit must be a whole number of at least 1 (got "few")'],
    ] as const) {
      const { status, stderr } = feeling('data', pictures, option, value);
      expect(stderr).toContain(message);
      expect(status).toBe(2);
    }
  });
});

describe('a class that is missing, other splits', () => {
  it('are trained on, validated and judged', async () => {
    const recipe = join(folder, 'recipe.json');
    await writeFile(recipe, JSON.stringify({ model: 'tiny', batchSize: 6, epochs: 1, warmupEpochs: 0 }));
    const run = join(folder, 'run');
    const without = ['--classes', 'affectnet', '--without', 'contempt,happy'];
    const trained = feeling(
      ...[
        'train',
        '--data',
        pictures,
        ...without,
        '--no-dedupe',
        '--recipe',
        recipe,
        '--validate-on',
        'test',
        '--out',
        run,
      ],
    );
    expect(trained.stderr).toContain('there are no training faces of happy: the model will hardly ever read it');
    expect(trained.status).toBe(0);
    expect(trained.stdout).toMatch(/PrivateTest +[\d.]+ %/);
    const model = join(run, 'model.onnx');
    const judged = feeling('evaluate', '--data', pictures, ...without, '--model', model, '--split', 'test');
    expect(judged.stdout).toMatch(/on PrivateTest by the folders' labels, own head, 26 faces/);
    expect(await readFile(join(run, 'report.html'), 'utf8')).toContain('PrivateTest by the folders&#39; labels');
    const limited = feeling(
      'compare',
      model,
      '--data',
      pictures,
      ...without,
      '--limit',
      '12',
      '--split',
      'val',
      '--json',
    );
    expect(JSON.parse(limited.stdout)).toHaveLength(1);
  });

  it("draws this project's own split of FER2013", async () => {
    const { data: csv, votes } = await fakeFer(folder, 56);
    const described = JSON.parse(
      feeling('data', csv, '--votes', votes, '--split', 'story', '--seed', '4', '--json').stdout,
    );
    // 168 faces, 24 of each class: 18, 3 and 3.
    expect(described.counts).toEqual({
      Training: Array(7).fill(18),
      PublicTest: Array(7).fill(3),
      PrivateTest: Array(7).fill(3),
    });
    const judged = JSON.parse(feeling('evaluate', '--data', csv, '--split', 'story', '--limit', '14', '--json').stdout);
    expect(judged).toMatchObject({ split: 'PublicTest', n: 14 });
  });
});
