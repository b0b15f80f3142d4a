/** Archives in an object store, with a real server of it and a real queue. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realFace } from '../../../tools/camera';
import { cli, heard } from '../../../tools/commandLine';
import { drawnVideo } from '../../../tools/drawnVideo';
import { freePort } from '../../../tools/freePort';
import { hasRedis, redisServer } from '../../../tools/redisServer';
import { hasS3, type S3Server, s3Server, withS3 } from '../../../tools/s3Server';
import { temporaryFolder } from '../../../tools/temporary';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const queue = redisServer();
let store: S3Server;
const running = new Set<ChildProcess>();

function start(args: string[], environment: Record<string, string> = store.environment) {
  const program = [...withS3(), cli];
  const child = spawn(process.execPath, [...program, ...args], {
    ...{ cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    // Whatever the machine has of Amazon's settings is not asked.
    env: { PATH: process.env['PATH'], TMPDIR: at('tmp'), HOME: folder, ...environment },
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return { child, ...heard(child) };
}

const worker = (...args: string[]) =>
  start(['worker', '--queue', queue.url, '--lock', '2', '--concurrency', '1', ...args]);
const submit = (...args: string[]) => start(['analyze', '--queue', queue.url, '--segment', '20', ...args]);

/** This store replaces an object in place, and the worker with the last job lists the results once more. */
const joinedSoon = (out: string) => expect.poll(() => joined(out).catch(() => undefined));

async function joined(out: string): Promise<string> {
  const manifest = (await store.get(`${out}/manifest.jsonl`)).trimEnd().split('\n');
  const rows = await Promise.all(manifest.map((line) => store.get(`${out}/${JSON.parse(line).result}`)));
  return rows.join('');
}

describe.skipIf(!hasRedis || !hasS3)('an archive in an object store (skipped without redis-server or tools/)', () => {
  beforeAll(async () => {
    for (const name of ['tmp', 'rec/deep']) mkdirSync(at(name), { recursive: true });
    const [width, height, side] = [320, 240, 200];
    const face = await sharp(await realFace('smiling'))
      .resize(side, side, { fit: 'cover' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const film = (frames: number, framesPerSecond: number) =>
      drawnVideo({
        ...{ width, height, frames, framesPerSecond },
        draw: (pixels, frame) => {
          if (frame % 70 > 62) return;
          const left = Math.round(60 + 50 * Math.sin(frame / 9));
          for (let y = 0; y < side; y++)
            pixels.set(face.subarray(y * side * 4, (y + 1) * side * 4), ((y + 20) * width + left) * 4);
        },
      });
    await writeFile(at('rec', 'long.mp4'), await film(350, 5));
    const short = await film(4, 30);
    await writeFile(at('rec', 'deep', 'a b+ä.mp4'), short);
    await writeFile(at('rec', 'deep', 'c.mp4'), short);
    await writeFile(at('rec', 'deep', 'broken.jpg'), 'no photo');
    store = await s3Server('lab');
    await queue.start();
    for (const name of ['long.mp4', 'deep/a b+ä.mp4', 'deep/c.mp4', 'deep/broken.jpg'])
      await store.put(`rec/${name}`, await readFile(at('rec', name)));
    await store.put('rec/notes.txt', 'notes');
    await store.put('rec-other/d.mp4', short);
    await start(['analyze', '--out', 'single.jsonl', 'rec']).ended;
  });

  // A worker that a failed test left behind would take the next one's jobs.
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });
  afterAll(() => Promise.all([queue.end(), store?.end()]));

  const single = async () =>
    (await readFile(at('single.jsonl'), 'utf8')).replaceAll('"source":"rec/', '"source":"s3://lab/rec/');

  it('gives a single run the rows of the same files on a disk', async () => {
    const { status, stderr } = await start(['analyze', '--out', 'objects.jsonl', 's3://lab/rec/']).ended;
    expect(stderr).toContain('s3://lab/rec/: left out 1 other object');
    expect(stderr).toContain('s3://lab/rec/deep/broken.jpg: ');
    expect(status).toBe(1);
    expect((await readFile(at('objects.jsonl'), 'utf8')).replaceAll(/,"error":"[^"]*"/g, '')).toBe(
      (await single()).replaceAll(/,"error":"[^"]*"/g, ''),
    );
  });

  it('gives the rows of a single run, byte for byte, with its results there, too', async () => {
    const workers = [worker(), worker()];
    const { status, stderr } = await submit('--out', 's3://lab/out', 's3://lab/rec').ended;
    expect(stderr).toContain('4 recordings to read');
    expect(stderr).toContain('1 recording could not be read');
    expect(stderr).toContain('the results are in s3://lab/out');
    expect(status).toBe(1);
    await joinedSoon('out').toBe(await readFile(at('objects.jsonl'), 'utf8'));
    await expect.poll(() => workers.map((w) => w.stderr()).join('')).toContain('long.mp4: 3 segments joined');
    // Nothing that is not whole is left behind, in the store or here.
    expect(await store.keys('out/.feeling/work')).toEqual([]);
    const again = await submit('--out', 's3://lab/out', 's3://lab/rec/long.mp4', 's3://lab/rec').ended;
    expect(again.stderr).toContain('were done before');
    for (const { child, ended } of workers) {
      child.kill('SIGTERM');
      const { status: end, stderr: log } = await ended;
      expect(end, log).toBe(0);
    }
  });

  it('is handed back half read, and another worker goes on from there', async () => {
    const submitted = submit('--csv', '--segment', '600', '--out', 's3://lab/handed', 's3://lab/rec/long.mp4');
    const port = await freePort();
    const first = worker('--metrics', String(port));
    const kept = async () => {
      const names = await store.keys('handed/.feeling/work/');
      const name = names.find((key) => key.endsWith('.progress'));
      return name ? JSON.parse(await store.get(name)).point.frames : 0;
    };
    const read = async () => {
      const figures = await fetch(`http://127.0.0.1:${port}/metrics`).then(
        (response) => response.text(),
        () => '',
      );
      return Number(/^feeling_frames_total (\d+)$/m.exec(figures)?.[1] ?? 0);
    };
    await expect.poll(read, { interval: 20 }).toBeGreaterThan(0);
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ status: 0, stderr: expect.stringContaining('long.mp4: handed back') });
    const frames = await kept();
    expect(frames).toBeGreaterThan(0);
    const second = worker();
    expect((await submitted.ended).status).toBe(0);
    await expect.poll(second.stderr).toContain(`long.mp4: ${350 - frames} frames in`);
    await start(['analyze', '--out', 'handed.csv', 's3://lab/rec/long.mp4']).ended;
    await joinedSoon('handed').toBe(await readFile(at('handed.csv'), 'utf8'));
    second.child.kill('SIGTERM');
    await second.ended;
  });

  it('refuses workers that do not see the objects', async () => {
    await store.put('few/c.mp4', await readFile(at('rec', 'deep', 'c.mp4')));
    await submit('--no-wait', '--out', 's3://lab/few-out', 's3://lab/few').ended;
    const refused = async (environment: Record<string, string>) => {
      const { status, stderr } = await start(['worker', '--queue', queue.url], environment).ended;
      expect(status).toBe(1);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      return stderr;
    };
    expect(await refused({ ...store.environment, AWS_ACCESS_KEY_ID: 'unknown' })).toMatch(
      /s3:\/\/lab\/few-out: this machine \(.+\) does not see the folder of results \(.*does not know these credentials/,
    );
    await store.remove('few/c.mp4');
    expect(await refused(store.environment)).toMatch(
      /s3:\/\/lab\/few\/c\.mp4: this machine \(.+\) does not see it; give every machine the same AWS_ENDPOINT_URL_S3/,
    );
  });

  it.each<[string[], Record<string, string>, number, string]>([
    [['s3://nowhere-at-all/rec'], {}, 1, 's3://nowhere-at-all/rec: there is no such bucket'],
    [['s3://lab/none'], {}, 1, 's3://lab/none: nothing there can be read'],
    [['s3://lab/rec'], { AWS_ACCESS_KEY_ID: 'secret-id' }, 1, 'the store does not know these credentials'],
    [
      ['s3://lab/rec'],
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      1,
      'no credentials; set AWS_ACCESS_KEY_ID',
    ],
    [
      ['s3://lab/rec'],
      { AWS_ENDPOINT_URL_S3: 'http://user:secret@127.0.0.1:1' },
      1,
      's3://lab/rec: no object store answers at http://127.0.0.1:1',
    ],
    [['s3://lab/rec'], { AWS_ENDPOINT_URL_S3: 'http://nowhere.invalid' }, 1, 'no such host (http://nowhere.invalid)'],
    [['s3://x/rec'], {}, 2, '"s3://x/rec" names no bucket'],
    [['gs://bucket/rec'], {}, 2, 'of object stores only S3-compatible ones are read'],
    [['--out', 's3://lab/all.jsonl', 'rec'], {}, 2, 'results go into an object store with --queue'],
    [
      ['--queue', queue.url, '--out', 's3://nowhere-at-all/out', 'rec'],
      {},
      1,
      's3://nowhere-at-all/out/.feeling/probe: there is no such bucket',
    ],
  ])('analyze %j with %j ends with one line', async (args, environment, code, message) => {
    const { status, stderr } = await start(['analyze', ...args], { ...store.environment, ...environment }).ended;
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/secret-id|:secret/);
    expect(status).toBe(code);
  });
});
