import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { realFace, samplePhoto } from '../../tools/camera';
import { cli, untilTestEnds } from '../../tools/commandLine';
import { drawnVideo } from '../../tools/drawnVideo';
import { ffmpeg, hasFfmpeg } from '../../tools/ffmpeg';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';

const folder = temporaryFolder();
const feeling = (...args: string[]) => spawnSync(process.execPath, [cli, 'analyze', ...args], { encoding: 'utf8' });
const linesOf = async (file: string) => (await readFile(file, 'utf8')).trimEnd().split('\n');
const films = ['one.mp4', 'two.mp4'].map((name) => join(folder, name));

/** Starts the command and stops it once its file has grown to so many bytes; whether there was anything to stop. */
async function stopped(signal: NodeJS.Signals, file: string, bytes: number, ...args: string[]): Promise<boolean> {
  const child = untilTestEnds(spawn(process.execPath, [cli, 'analyze', ...args], { stdio: 'ignore' }));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const timer = setInterval(() => {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < bytes) return;
    // Once: a second Ctrl-C ends it without letting it finish the frame.
    clearInterval(timer);
    child.kill(signal);
  }, 10);
  await ended;
  clearInterval(timer);
  return existsSync(`${file}.progress`);
}

const changed = (file: string) =>
  `feeling: ${file}: was read with other options: --threshold was 0.3 and is 0.5 now; ` +
  '--fps was not given and is 5 now; give the same ones, or name another --out\n';

beforeAll(async () => {
  // A face that drifts through the picture, fast enough that it is looked for again and again.
  const [width, height, side] = [320, 240, 200];
  const face = await sharp(await realFace('smiling'))
    .resize(side, side, { fit: 'cover' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  for (const [i, path] of films.entries())
    await writeFile(
      path,
      await drawnVideo({
        width,
        height,
        frames: 400,
        draw: (pixels, frame) => {
          const left = Math.round(60 + (50 - 15 * i) * Math.sin(frame / 9));
          for (let y = 0; y < side; y++)
            pixels.set(face.subarray(y * side * 4, (y + 1) * side * 4), ((y + 20) * width + left) * 4);
        },
      }),
    );
});

describe('a run that was interrupted', () => {
  it.each([
    ['csv', 'SIGKILL', [1, 12_000]],
    ['jsonl', 'SIGINT', [20_000]],
  ] as const)('goes on to the same .%s after %s', async (ending, signal, places) => {
    const whole = join(folder, `whole.${ending}`);
    expect(feeling(...films, '--out', whole).status).toBe(0);
    const file = join(folder, `parts.${ending}`);
    let interruptions = 0;
    for (const bytes of places)
      if (await stopped(signal, file, bytes, ...films, '--out', file, '--resume')) interruptions++;
    // A quick machine may be done before the later one.
    expect(interruptions).toBeGreaterThan(0);
    const { status, stdout, stderr } = feeling(...films, '--out', file, '--resume');
    expect(status).toBe(0);
    if (interruptions === places.length) {
      expect(stderr).toMatch(/^[01] of 2 files are in .* already(, and \d+ frames? of the next)?; the rest follows/m);
      const [, fresh] = stderr.match(new RegExp(`${ending} has 800 frames, (\\d+) of them new\n$`)) ?? [];
      expect(Number(fresh)).toBeGreaterThan(0);
      expect(Number(fresh)).toBeLessThan(800);
      // Of a face that is in every frame, the table counts those that were read before, too.
      for (const film of films)
        expect(stdout.split('\n').filter((line) => line.startsWith(`${film} `))[0]).toMatch(/ 400 +face 1 /);
    }
    const rows = await readFile(whole, 'utf8');
    expect(await readFile(file, 'utf8')).toBe(rows);
    expect(rows.trimEnd().split('\n')).toHaveLength(2 * 400 + (ending === 'csv' ? 1 : 0));
    expect(existsSync(`${file}.progress`)).toBe(false);
    expect(feeling(...films, '--out', file, '--resume').stderr).toBe(`${file} is complete already\n`);
  });

  it('goes on between sampled frames', async () => {
    const [whole, file] = [join(folder, 'sampled.csv'), join(folder, 'sampledParts.csv')];
    const [film = ''] = films;
    feeling(film, '--fps', '25', '--out', whole);
    expect(await stopped('SIGINT', file, 1, film, '--fps', '25', '--out', file)).toBe(true);
    const rows = await linesOf(file);
    feeling(film, '--fps', '25', '--out', file, '--resume');
    expect(await readFile(file, 'utf8')).toBe(await readFile(whole, 'utf8'));
    expect(rows.length).toBeLessThan((await linesOf(file)).length);
  });

  it.skipIf(process.platform === 'win32')('is written by one process at a time', async () => {
    const file = join(folder, 'twice.csv');
    const child = untilTestEnds(
      spawn(process.execPath, [cli, 'analyze', ...films, '--out', file], { stdio: 'ignore' }),
    );
    await expect.poll(() => existsSync(`${file}.progress`), { interval: 5 }).toBe(true);
    child.kill('SIGSTOP');
    const { status, stderr } = feeling(...films, '--out', file, '--resume');
    expect([status, stderr]).toEqual([
      2,
      `feeling: ${file}: another process is writing it; wait until it ends, or name another --out\n`,
    ]);
  });

  it('is not gone on with by another network of the same name', async () => {
    const model = join(folder, 'mine.onnx');
    const file = join(folder, 'networks.csv');
    const models = join(packageRoot(), 'models');
    await copyFile(join(models, 'tiny.onnx'), model);
    const args = [films[0] ?? '', '--fps', '5', '--model', model, '--out', file, '--resume'];
    expect(feeling(...args).status).toBe(0);
    await copyFile(join(models, 'compact.onnx'), model);
    expect(feeling(...args)).toMatchObject({
      status: 2,
      stderr: `feeling: ${file}: was read with other options: the network that --model names is another than before; give the same ones, or name another --out\n`,
    });
  });

  it('is read anew where another recording was put in its place', async () => {
    const [film, other, whole, file] = ['replaced.mp4', 'other.mp4', 'replaced.csv', 'replacedParts.csv'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    await copyFile(films[0] ?? '', film);
    expect(await stopped('SIGINT', file, 1, film, '--out', file)).toBe(true);
    await copyFile(films[1] ?? '', film);
    const { status, stderr } = feeling(film, '--out', file, '--resume');
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining(`${film}: is not the recording that was begun; it is read from its beginning\n`),
    ]);
    expect(feeling(film, '--out', whole).status).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(await readFile(whole, 'utf8'));

    // A copy that was not whole yet.
    await writeFile(other, (await readFile(film)).subarray(0, 3000));
    const early = join(folder, 'early.csv');
    expect(feeling(other, '--out', early).status).toBe(1);
    await copyFile(film, other);
    const again = feeling(other, '--out', early, '--resume');
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('their rows say why; once they can be, read them with another --out\n');
    expect(again.stderr).toContain(
      `${other}: changed after ${early} was written, whose rows are of what was there before; read what is new with another --out\n`,
    );
  });

  it('is neither overwritten nor mixed with other options or files', async () => {
    const file = join(folder, 'other.csv');
    await stopped('SIGKILL', file, 1, ...films, '--out', file);
    expect(feeling(...films, '--out', file)).toMatchObject({ status: 2 });
    const other = feeling(...films, '--threshold', '0.5', '--fps', '5', '--out', file, '--resume');
    expect([other.status, other.stderr]).toEqual([2, changed(file)]);
    const { finished } = JSON.parse(await readFile(`${file}.progress`, 'utf8'));
    if (finished > 0) expect(feeling(films[1] ?? '', '--out', file, '--resume').status).toBe(2);
    await writeFile(`${file}.progress`, '{"bytes":');
    expect(feeling(...films, '--out', file, '--resume').stderr).toContain('other.csv.progress: is damaged');
  });

  it('is told of other options in the same words once it is complete', async () => {
    const file = join(folder, 'whole options.csv');
    const photo = samplePhoto(1);
    expect(feeling(photo, '--out', file).status).toBe(0);
    const rows = await readFile(file, 'utf8');
    const other = feeling(photo, '--threshold', '0.5', '--fps', '5', '--out', file, '--resume');
    expect([other.status, other.stdout, other.stderr]).toEqual([2, '', changed(file)]);
    expect(await readFile(file, 'utf8')).toBe(rows);
    // A file of the same name that was put in its place.
    await writeFile(file, `${rows}${rows.split('\n')[1]}\n`);
    expect(feeling(photo, '--threshold', '0.5', '--out', file, '--resume')).toMatchObject({
      status: 0,
      stderr: `${file} is complete already; which options it was read with is not known\n`,
    });
  });

  it('is refused once it is complete and lacks a file that is named', async () => {
    const [file, photo] = [join(folder, 'complete.csv'), join(folder, 'face, "one".jpg')];
    await writeFile(
      photo,
      await sharp(await realFace('calm'))
        .resize(200)
        .jpeg()
        .toBuffer(),
    );
    expect(feeling(photo, '--out', file).status).toBe(0);
    expect(feeling(photo, '--out', file, '--resume')).toMatchObject({
      status: 0,
      stderr: `${file} is complete already\n`,
    });
    const { status, stderr } = feeling(photo, ...films, '--out', file, '--resume');
    expect([status, stderr]).toEqual([
      2,
      `feeling: ${file} is complete and does not hold ${films[0]} and 1 more; name another --out for what is new\n`,
    ]);
  });

  it.each([
    [['--resume'], '--resume goes on with the file of --out'],
    [['--out', 'x.txt'], '--out must end in .csv or .jsonl (got "x.txt")'],
    [['--out', 'x.csv', '--json'], '--json needs an --out that ends in .jsonl (got "x.csv")'],
    [['--out', 'x.jsonl', '--csv'], '--csv needs an --out that ends in .csv (got "x.jsonl")'],
    [['--out', 'x.csv', '--resume', '--report', 'r.html'], '--resume goes on with --out only'],
  ])('%j ends with 2', (args, message) => {
    const { status, stderr } = feeling('x.mp4', ...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe.skipIf(!hasFfmpeg)('a video that is cut off (skipped without ffmpeg)', () => {
  const cut = join(folder, 'cut.mp4');
  /** With frames enough that a quick machine, too, is at it when it is interrupted. */
  const dense = join(folder, 'dense cut.mp4');
  const ends = /^feeling: .*cut\.mp4: ends after (\d+\.\d) s of 20\.0 s, the file is cut off$/m;

  beforeAll(async () => {
    for (const [path, rate] of [
      [cut, 10],
      [dense, 30],
    ] as const) {
      const source = `-f lavfi -i testsrc=d=20:s=128x96:r=${rate}`;
      await ffmpeg(folder, `${source} -c:v libx264 -pix_fmt yuv420p -movflags +faststart whole.mp4`);
      const bytes = await readFile(join(folder, 'whole.mp4'));
      await writeFile(path, bytes.subarray(0, Math.floor((bytes.length * 2) / 3)));
    }
  });

  it.each([
    [[], 10],
    [['--fps', '5'], 5],
  ] as const)('keeps its rows, says where it ends, and ends with 1 (%j)', (args, framesPerSecond) => {
    const { status, stdout, stderr } = feeling('--json', ...args, cut);
    const seconds = Number(stderr.match(ends)?.[1]);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(19);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.pop()).toEqual({ source: cut, error: expect.stringContaining('the file is cut off') });
    for (const [i, { time }] of rows.entries()) expect(time).toBeCloseTo(i / framesPerSecond, 2);
    // The last frame that is read lies less than a step before the end; seconds are told in tenths.
    expect(Math.abs(rows.length / framesPerSecond - seconds)).toBeLessThan(1 / framesPerSecond + 0.1);
    expect(status).toBe(1);
  });

  it('does so when the run was interrupted and goes on', async () => {
    const [whole, file] = [join(folder, 'wholeCut.jsonl'), join(folder, 'cutParts.jsonl')];
    expect(feeling(dense, '--out', whole).status).toBe(1);
    expect(await stopped('SIGINT', file, 1, dense, '--out', file)).toBe(true);
    expect((await linesOf(file)).length).toBeLessThan((await linesOf(whole)).length);
    const { status, stderr } = feeling(dense, '--out', file, '--resume');
    expect(await readFile(file, 'utf8')).toBe(await readFile(whole, 'utf8'));
    expect(stderr).toMatch(ends);
    expect(status).toBe(1);
  });

  it.each(['csv', 'jsonl'])('ends with 1 as often as it is asked for, in .%s', async (ending) => {
    const file = join(folder, `again.${ending}`);
    const missing = join(folder, 'missing, ",,"; twice.mp4');
    expect(feeling(cut, missing, '--fps', '1', '--out', file).status).toBe(1);
    const rows = await readFile(file, 'utf8');
    const { status, stderr } = feeling(cut, missing, '--fps', '1', '--out', file, '--resume');
    expect(status).toBe(1);
    expect(stderr).toContain('of the files in it, 2 could not be read; their rows say why');
    expect(stderr).toContain('is complete already');
    expect(await readFile(file, 'utf8')).toBe(rows);

    // One that was interrupted behind a file that cannot be read, and goes on with good ones.
    const parts = join(folder, `parts2.${ending}`);
    const [film = ''] = films;
    expect(await stopped('SIGINT', parts, 1000, missing, film, '--out', parts)).toBe(true);
    expect(feeling(missing, film, '--out', parts, '--resume').status).toBe(1);
  });
});
