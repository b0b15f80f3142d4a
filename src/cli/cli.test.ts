import { spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hasShared, samplePhoto, sharedMedia } from '../../tools/camera';
import { cli, feelingIn, untilTestEnds } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { packageRoot } from '../model/node';

const folder = temporaryFolder();
const feeling = (...args: string[]) => {
  const result = feelingIn()(...args);
  return { ...result, lines: result.stdout.trimEnd().split('\n') };
};

it('says its version', async () => {
  const { version } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  expect(feeling('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe('wrong usage', () => {
  const wrongDevice = /^feeling: --device must be cpu, webgpu, or auto \(got "tpu"\)\n$/;
  it.each([
    [['analyse', 'x.jpg'], /^feeling: unknown command 'analyse'; did you mean analyze\?\n$/],
    [['analyze', 'x.jpg', '--report-to', 'x'], /^feeling: unknown option '--report-to'/],
    [['analyze'], /missing required argument/],
    [
      ['analyze', 'x.jpg', ''],
      /^feeling: <photo\|video\|folder> must not be empty \(got ""\); is a variable of the shell/,
    ],
    [['analyze', 'x.jpg', '--report', ''], /^feeling: --report must not be empty \(got ""\)/],
    [['analyze', 'x.jpg', '--annotate', ''], /^feeling: --annotate must not be empty/],
    [['page', '--out', ''], /^feeling: --out must not be empty/],
    [['train', '--data', ''], /^feeling: --data must not be empty/],
    [['queue', 'retry', ''], /^feeling: <name> must not be empty/],
    [['models', 'foo'], /^feeling: unknown command 'foo'\n$/],
    [['models', 'pull', 'foo'], /^feeling: there is no model "foo"; there are compact, tiny, blazeface/],
    [['models', 'pull', 'compact'], /^feeling: compact comes with feeling, there is nothing to pull\n$/],
    [['summary', 'foo'], /^feeling: there is no network "foo" to train; there are compact, tiny/],
    [
      ['recipe', 'foo'],
      /^feeling: unknown network or recipe "foo"; available: compact, tiny, .*original, or a file\n$/,
    ],
    [['analyze', 'x.jpg', 'y.jpg', '--model', 'foo'], /^feeling: unknown expression model "foo"; available: compact/],
    [['analyze', 'x.jpg', '--labels', 'happy,sad'], /^feeling: --labels is for another maker's network; compact says/],
    [
      ['train', '--data', 'x.csv', '--recipe', 'foo'],
      /^feeling: foo: there is no such file, and no recipe of that name \(original\)\n$/,
    ],
    [['train', '--data', 'x.csv', '--freeze', 'foo'], /^feeling: --freeze: no layer of compact begins with "foo"/],
    [['train', '--data', 'x.csv', '--validate-on', 'Later'], /^feeling: unknown --validate-on "Later"; available: /],
    [
      ['analyze', '--csv', '-sad.jpg'],
      /^feeling: unknown option '-sad\.jpg'; a file of that name is written \.\/-sad\.jpg, or stands behind --\n$/,
    ],
    [['analyze', 'x.jpg', '--threshold', 'high'], /--threshold must be between 0 and 1 \(got "high"\)/],
    [['analyze', 'x.jpg', '--threshold', '1.5'], /--threshold must be between 0 and 1 \(got 1.5\)/],
    [
      ['analyze', 'x.jpg', '--face-detector', 'eyes'],
      /unknown face detector "eyes"; available: auto, blazeface, blazeface-full, mtcnn/,
    ],
    [['analyze', 'x.jpg', '--device', 'tpu'], wrongDevice],
    [['learn', 'x', '--labels', 'x.csv', '--out', 'me.json', '--device', 'tpu'], wrongDevice],
    [['evaluate', '--data', 'x.csv', '--device', 'tpu'], wrongDevice],
    [['predict', 'x.csv', '--device', 'tpu'], wrongDevice],
    [['train', '--data', 'x.csv', '--device', 'tpu'], /^feeling: --device must be cpu or webgpu \(got "tpu"\)\n$/],
    [['analyze', 'x.mp4', '--fps', 'Infinity'], /^feeling: --fps must be a number above 0 \(got "Infinity"\)\n$/],
    [['analyze', '--camera', '--seconds', '1e999'], /^feeling: --seconds must be a number above 0 \(got "1e999"\)\n$/],
    [
      ['analyze', 'x.jpg', '--max-megapixels', 'Infinity'],
      /--max-megapixels must be a number above 0 \(got "Infinity"\)/,
    ],
    [['mood', 'x.json', '--false-alarms', 'Infinity'], /--false-alarms must be a number above 0 \(got "Infinity"\)/],
    [['mood', 'x.json', '--day-begins', '13'], /--day-begins must be a whole number from 0 to 12 \(got "13"\)/],
    [['train'], /^feeling: --data is missing: fer2013.csv, fer2013.csv.gz or a folder of pictures\n$/],
    [['export', '--out', 'c.txt'], /--out must end in \.tflite or \.onnx \(got "c\.txt"\)/],
    [
      ['export', '--out', 'c.tflite', '--opset', '17'],
      /^feeling: --opset goes with onnx only \(got "c.tflite", to be tflite\)\n$/,
    ],
    [['export', '--out', 'c.tflite', '--format', 'onnx'], /^feeling: --out must end in \.onnx \(got "c\.tflite"\)\n$/],
    [['export', '--out', 'noext', '--format', 'onnx'], /^feeling: --out must end in \.onnx \(got "noext"\)\n$/],
    [['export', '--out', 'c.ONNX', '--format', 'tflite'], /^feeling: --out must end in \.tflite \(got "c\.ONNX"\)\n$/],
    ...[
      ['--data', 'x.csv'],
      ['--votes', 'nope.csv'],
      ['--classes', 'affectnet'],
      ['--without', 'contempt'],
      ['--split-shares', 'story'],
      ['--split', 'story'],
      ['--limit', '3'],
      ['--faces', '3'],
      ['--seed', '1'],
    ].map(([option = '', value = '']): [string[], RegExp] => [
      ['export', '--out', 'c.onnx', option, value],
      new RegExp(`^feeling: ${option} goes with --precision int8 only \\(got fp32\\)\n$`),
    ]),
    [['export', '--out', 'c.onnx', '--precision', 'int8', '--limit', '3'], /^feeling: --limit goes with --data\n$/],
    [
      ['export', '--out', 'c.onnx', '--model', 'mtcnn'],
      /^feeling: mtcnn: is several networks, not one model; available: compact, tiny, blazeface, blazeface-full, an \.onnx /,
    ],
    [['export', '--out', 'c.onnx', '--model', 'foo'], /unknown model "foo"; available: (?!.*mtcnn)compact/],
    [['live', '--port', '99999'], /--port must be a whole number from 0 to 65535 \(got "99999"\)/],
    [['train', '--data', 'x.csv', '--epochs', '0'], /--epochs must be a whole number of at least 1 \(got "0"\)/],
    [
      ['evaluate', '--data', 'x.csv', '--split', 'Later'],
      /unknown --split "Later"; available: Training, PublicTest, PrivateTest, or train, val, test/,
    ],
    [['evaluate', '--data', 'x.csv', '--labels', 'ferplus'], /--labels ferplus needs FER\+'s file/],
  ])('%j ends with 2 and one line', (args, message) => {
    const { status, stdout, stderr } = feeling(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('--help is no error, and says what the exit status means', () => {
    const { status, stdout, stderr } = feeling('--help');
    expect([status, stderr]).toEqual([0, '']);
    for (const code of [0, 1, 2, 130]) expect(stdout).toMatch(new RegExp(`^ +${code} +\\w`, 'm'));
  });
});

describe('what fails', () => {
  it('ends with 1 and one line that names the file', () => {
    for (const args of [
      ['train', '--data', join(folder, 'none.csv')],
      ['evaluate', '--data', join(folder, 'none.csv')],
      ['analyze', samplePhoto(1), '--model', join(folder, 'none.onnx')],
    ]) {
      const { status, stderr, stdout } = feeling(...args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^feeling: .*none\.(csv|onnx): there is no such (model )?file\n$/);
    }
  });
});

describe('a model file', () => {
  it('that is not one, or does not say what its outputs mean, is refused with what is wrong', async () => {
    const garbage = join(folder, 'garbage.onnx');
    await writeFile(garbage, 'garbage');
    expect(feeling('analyze', samplePhoto(1), '--model', garbage)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^feeling: .*garbage\.onnx: not an ONNX model\b.*\n$/),
    });
    const other = join(packageRoot(), 'dist', 'app', 'models', 'blazeface.onnx');
    expect(feeling('analyze', samplePhoto(1), '--model', other).stderr).toContain(
      `feeling: ${other}: the file does not say what its outputs mean; name them in their order with --labels`,
    );
  });
});

describe('a folder that cannot be made', () => {
  it('is named before anything is read', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(feeling('analyze', samplePhoto(1), '--annotate', join(file, 'x')).stderr).toMatch(
      /^feeling: .*a-file.x: .*a-file is a file, not a folder\n$/,
    );
  });
});

describe('feeling analyze', () => {
  it('reads photos, and goes on after one that cannot be read', async () => {
    const inside = join(folder, 'photos', 'deeper');
    await mkdir(inside, { recursive: true });
    await copyFile(samplePhoto(1), join(inside, 'a.jpg'));
    await writeFile(join(folder, 'photos', 'broken.jpg'), 'no picture');
    await writeFile(join(folder, 'photos', 'ignored.txt'), 'no picture');
    const { status, lines, stderr } = feeling('analyze', join(folder, 'photos'), '--json');
    expect(status).toBe(1);
    expect(stderr).toMatch(/photos: left out 1 TXT$/m);
    expect(stderr).toMatch(/^feeling: .*broken.jpg: neither a photo/m);
    const [broken, read] = lines.map((line) => JSON.parse(line));
    expect(broken).toEqual({
      source: join(folder, 'photos', 'broken.jpg'),
      error: expect.stringContaining('neither a photo'),
    });
    expect(Object.keys(read)).toEqual(['source', 'frame', 'time', 'width', 'height', 'readings']);
    for (const reading of read.readings) {
      expect(Object.keys(reading)).toEqual([
        'id',
        'box',
        'score',
        'landmarks',
        'emotions',
        'readable',
        'named',
        'unsure',
        'valence',
      ]);
      expect(Object.keys(reading.emotions)).toEqual([...emotions]);
      expect(Object.values<number>(reading.emotions).reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    }
  });

  it('says why it is unsure, in JSON and CSV', async () => {
    const dark = join(folder, 'dark.png');
    await sharp(samplePhoto(1)).linear(0.08).png().toFile(dark);
    const [row] = feeling('analyze', dark, '--json').lines.map((line) => JSON.parse(line));
    expect(row.readings[0]).toMatchObject({ named: [], unsure: 'dark' });
    const [bright] = feeling('analyze', samplePhoto(1), '--json', '--threshold', '0.99').lines;
    expect(JSON.parse(bright as string).readings[0]).toMatchObject({ named: [], unsure: 'threshold' });
    const [header = '', line = ''] = feeling('analyze', dark, '--csv').lines;
    const cell = (name: string) => line.split(',')[header.split(',').indexOf(name)];
    expect([cell('named'), cell('unsure')]).toEqual(['not sure', 'dark']);
    const [, sure = ''] = feeling('analyze', samplePhoto(1), '--csv').lines;
    expect(sure.split(',')[header.split(',').indexOf('unsure')]).toBe('');
  });

  it('draws its readings into copies', async () => {
    const drawn = join(folder, 'drawn');
    expect(feeling('analyze', samplePhoto(1), '--annotate', drawn).status).toBe(0);
    expect(await readdir(drawn)).toEqual(['sample1.png']);
    const [before, after] = await Promise.all([
      sharp(samplePhoto(1)).metadata(),
      sharp(join(drawn, 'sample1.png')).metadata(),
    ]);
    expect([after.width, after.height]).toEqual([before.width, before.height]);
  });

  it('prints a table for people', () => {
    const { lines } = feeling('analyze', samplePhoto(1));
    expect(lines[0]).toMatch(/^source +frames +face +reads +angry +disgust +fear +happy +sad +surprise +neutral$/);
    expect(lines[1]).toContain('sample1.jpg');
  });
});

describe('npm start', () => {
  it('prints the address it serves the page at, and opens no browser when told not to', async () => {
    const child = untilTestEnds(
      spawn(process.execPath, [join(packageRoot(), 'tools', 'start.mjs'), '--no-open', '--port', '0'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk) => resolve(String(chunk).trim())),
    );
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>feeling</title>');
  });
});

describe('feeling models', () => {
  it('is there as `npx feeling` in a checkout, also the first time, which leaves what is built as it is', () => {
    const built = join(packageRoot(), 'dist', 'cli.js');
    const before = statSync(built).mtimeMs;
    const { status, stdout } = spawnSync('npx', ['feeling', 'models'], {
      cwd: packageRoot(),
      encoding: 'utf8',
      shell: true,
      env: { ...process.env, npm_config_cache: temporaryFolder() },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('compact');
    expect(statSync(built).mtimeMs).toBe(before);
  });

  it('lists what there is', () => {
    const list = JSON.parse(feeling('models', 'list', '--json').stdout);
    expect(list.map((m: { name: string }) => m.name)).toEqual([
      'compact',
      'tiny',
      'blazeface',
      'blazeface-full',
      'mtcnn',
    ]);
    for (const model of list)
      expect(model).toMatchObject({ ready: model.name !== 'mtcnn', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe('feeling models', () => {
  it("shows a network's card, and says what must be fetched", () => {
    expect(feeling('models', 'info', 'compact').stdout).toMatch(/^# compact\n/);
    expect(feeling('models', 'info', 'tiny').stdout).toMatch(/^# tiny\n/);
    expect(feeling('models', 'info', 'mtcnn').stdout).toContain('Not here yet: feeling models pull mtcnn');
    expect(feeling('models', 'info', 'none').stderr).toContain(
      'there is no model "none"; there are compact, tiny, blazeface',
    );
    expect(feeling('models', 'pull', 'compact').stderr).toContain(
      'compact comes with feeling, there is nothing to pull',
    );
    expect(feeling('analyze', samplePhoto(1), '--face-detector', 'mtcnn')).toMatchObject({
      status: 1,
      stderr: 'feeling: mtcnn: its weights are not here yet; fetch them with: feeling models pull mtcnn\n',
    });
    expect(feeling('models', 'pull', 'mtcnn', '--from', folder).stderr).toMatch(
      /mtcnn_model-shard1: there is no such file/,
    );
  });
});

describe('feeling evaluate', () => {
  it('judges either head against either labels', async () => {
    const { data, votes } = await fakeFer(folder, 14);
    for (const labels of ['fer2013', 'ferplus'])
      for (const head of ['own', 'reading']) {
        const { status, stdout } = feeling(
          'evaluate',
          '--data',
          data,
          '--votes',
          votes,
          '--labels',
          labels,
          '--head',
          head,
          '--json',
        );
        expect(status).toBe(0);
        const result = JSON.parse(stdout);
        expect(result).toMatchObject({
          model: 'compact',
          split: 'PublicTest',
          labels,
          head,
          n: 14,
          parameters: 1_087_185,
        });
        const counted = result.confusion.flat().reduce((a: number, b: number) => a + b);
        expect(counted).toBe(14);
      }
  });
});

describe.skipIf(!hasShared)('real faces (skipped without ../shared)', () => {
  const named = {
    angry: 'angry',
    disgusted: 'disgust',
    fearful: 'fear',
    happy: 'happy',
    neutral: 'neutral',
    sad: 'sad',
    surprised: 'surprise',
  };

  it('one face in each portrait, at least six of seven named as they look; none in a drawing', () => {
    const { lines } = feeling(
      'analyze',
      '--json',
      ...[...Object.keys(named), 'no-faces'].map((n) => sharedMedia(`${n}.jpg`)),
    );
    const rows = lines.map((line) => JSON.parse(line));
    expect(rows.map((row) => row.readings.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
    const first = rows.slice(0, 7).map((row) => strongest(row.readings[0].emotions));
    const right = Object.values(named).filter((emotion, i) => first[i] === emotion);
    expect(right.length, first.join(' ')).toBeGreaterThanOrEqual(6);
  });

  it('a face in 99 % of the frames of a clip, happy in 90 % of those where she smiles as she talks', async () => {
    const { lines, status } = feeling('analyze', '--json', sharedMedia('woman2.mp4'));
    expect(status).toBe(0);
    const rows = lines.map((line) => JSON.parse(line));
    expect(rows).toHaveLength(464);
    expect(rows.filter((row) => row.readings.length > 0).length).toBeGreaterThanOrEqual(460);
    expect(new Set(rows.flatMap((row) => row.readings.map((r: { id: number }) => r.id)))).toEqual(new Set([1]));
    const smiling = rows.filter((row) => row.time >= 0.5 && row.time <= 4.5);
    const happy = smiling.filter((row) => row.readings[0] && strongest(row.readings[0].emotions) === 'happy');
    expect(happy.length / smiling.length).toBeGreaterThanOrEqual(0.9);
  });

  it('a video with the readings drawn in can be played', async () => {
    const drawn = join(folder, 'clip');
    expect(feeling('analyze', sharedMedia('woman2.mp4'), '--annotate', drawn).status).toBe(0);
    const bytes = await readFile(join(drawn, 'woman2.mp4'));
    expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
    const again = feeling('analyze', join(drawn, 'woman2.mp4'), '--json');
    expect(again.lines).toHaveLength(464);
  });
});

const strongest = (probabilities: Record<string, number>) =>
  Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0]?.[0];

describe('feeling analyze, several ways', () => {
  it('writes CSV that reads back', () => {
    const { lines } = feeling('analyze', samplePhoto(1), '--csv');
    const [header = '', ...rows] = lines;
    expect(header.split(',').slice(0, 6)).toEqual(['source', 'frame', 'time', 'width', 'height', 'id']);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const cells = row.split(',');
      expect(cells).toHaveLength(header.split(',').length);
      const shares = cells.slice(11, 18).map(Number);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 2);
    }
  });

  it('reads several files at once, each as by itself, and tells of those that fail', async () => {
    const many = join(folder, 'many');
    await mkdir(many, { recursive: true });
    for (const n of [1, 2, 3]) await copyFile(samplePhoto(n), join(many, `${n}.jpg`));
    await writeFile(join(many, 'broken.png'), 'no picture');
    const together = feeling('analyze', many, '--json');
    expect(together.status).toBe(1);
    expect(together.stderr).toMatch(/broken.png: neither a photo/);
    const found = new Map(together.lines.map((line) => [JSON.parse(line).source, JSON.parse(line)]));
    expect([...found.keys()].sort()).toEqual(['1.jpg', '2.jpg', '3.jpg', 'broken.png'].map((n) => join(many, n)));
    for (const n of [1, 2, 3]) {
      const path = join(many, `${n}.jpg`);
      expect(found.get(path)).toEqual(JSON.parse(feeling('analyze', path, '--json').stdout));
    }
    // The table is in the order of the files.
    const table = feeling('analyze', many).lines.slice(1);
    expect(table.map((line) => line.split(/ +/)[0])).toEqual(table.map((line) => line.split(/ +/)[0]).sort());
  });

  it('writes a page with everybody on it', async () => {
    const report = join(folder, 'people.html');
    expect(feeling('analyze', samplePhoto(1), '--report', report).status).toBe(0);
    const html = await readFile(report, 'utf8');
    for (const text of ['What faces express', 'face 1', 'data:image/png;base64,', 'An expression is not a feeling'])
      expect(html).toContain(text);
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it.skipIf(!hasShared)(
    'a video: every so many frames, stopped half way, on a page (skipped without ../shared)',
    async () => {
      const clip = sharedMedia('woman2.mp4');
      const rows = feeling('analyze', clip, '--json', '--fps', '5').lines.map((line) => JSON.parse(line));
      // 15.5 seconds, a frame in each fifth of one.
      expect(rows).toHaveLength(78);
      for (const [i, row] of rows.entries()) expect(Math.abs(row.time - i / 5)).toBeLessThan(0.04);

      const report = join(folder, 'clip.html');
      const child = untilTestEnds(spawn(process.execPath, [cli, 'analyze', clip, '--json', '--report', report]));
      let output = '';
      await new Promise<void>((resolve) =>
        child.stdout.on('data', (chunk) => {
          output += chunk;
          if (output.split('\n').length > 60) resolve();
        }),
      );
      child.kill('SIGINT');
      const status = await new Promise((resolve) => child.once('close', resolve));
      expect(status).toBe(130);
      const read = output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(read.length).toBeGreaterThan(50);
      expect(read.length).toBeLessThan(464);
      const html = await readFile(report, 'utf8');
      const until = read.at(-1).time.toFixed(1);
      expect(html).toContain('Stopped before everything was read. 1 file, ');
      expect(html).toContain(`${read.length} frames, up to ${until} s of 15.5 s`);
      expect(html).toMatch(/aria-label="Emotions of face 1 over time, mostly \w+"/);
    },
  );

  it('wrong options end with 2', () => {
    expect(feeling('analyze', 'x.jpg', '--json', '--csv').status).toBe(2);
    expect(feeling('analyze', 'x.jpg', '--fps', '-1').stderr).toContain('--fps must be a number above 0 (got "-1")');
  });
});
