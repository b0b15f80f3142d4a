import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { Redis } from 'ioredis';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { cli, heard } from '../../tools/commandLine';
import { drawnVideo } from '../../tools/drawnVideo';
import { freePort } from '../../tools/freePort';
import { hasRedis, redisServer } from '../../tools/redisServer';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);

const running = new Set<ChildProcess>();

function start(...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  return { child, ...heard(child) };
}

const feeling = (...args: string[]) => start(...args).ended;

/** The results of an archive, one after another in the order of their sources. */
async function joined(out: string): Promise<string> {
  const manifest = (await readFile(at(out, 'manifest.jsonl'), 'utf8')).trimEnd().split('\n');
  const rows = await Promise.all(manifest.map((line) => readFile(at(out, JSON.parse(line).result), 'utf8')));
  return rows.join('');
}

const server = redisServer();
const worker = (...args: string[]) => start('worker', '--queue', server.url, '--lock', '2', ...args);
const queue = (...args: string[]) => feeling('queue', ...args, '--queue', server.url);
const status = async () => JSON.parse((await queue('status', '--json')).stdout);
const submit = (...args: string[]) => start('analyze', '--queue', server.url, ...args);

describe.skipIf(!hasRedis)('an archive in a queue (skipped without redis-server or valkey-server)', () => {
  const shorts = 60;

  beforeAll(async () => {
    mkdirSync(at('archive', 'short'), { recursive: true });
    const [width, height, side] = [320, 240, 200];
    const face = await sharp(await realFace('smiling'))
      .resize(side, side, { fit: 'cover' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const film = (frames: number, framesPerSecond: number, speed: number) =>
      drawnVideo({
        ...{ width, height, frames, framesPerSecond },
        draw: (pixels, frame) => {
          // Gone now and then, so that ids count on.
          if (frame % 70 > 62) return;
          const left = Math.round(60 + 50 * Math.sin(frame / speed));
          for (let y = 0; y < side; y++)
            pixels.set(face.subarray(y * side * 4, (y + 1) * side * 4), ((y + 20) * width + left) * 4);
        },
      });
    // At five frames a second a long film has few frames.
    await writeFile(at('archive', 'long-1.mp4'), await film(350, 5, 9));
    await writeFile(at('archive', 'long-2.mp4'), await film(350, 5, 13));
    const short = await film(4, 30, 5);
    for (let i = 0; i < shorts; i++)
      await writeFile(at('archive', 'short', `${String(i).padStart(2, '0')}.mp4`), short);
    await Promise.all([feeling('analyze', '--out', 'single.jsonl', 'archive'), server.start()]);
    await feeling('analyze', '--out', 'single.csv', 'archive/long-1.mp4');
  });

  // A worker that a failed test left behind would take the next one's jobs.
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });
  afterAll(() => server.end());

  it('has the rows of a single run, byte for byte, whoever of two workers read what', async () => {
    const workers = [worker('--concurrency', '1'), worker('--concurrency', '1')];
    const { status: code, stderr } = await submit('--segment', '20', '--out', 'out', 'archive').ended;
    expect(stderr).toContain(`${shorts + 2} recordings to read`);
    expect(code).toBe(0);
    expect(await joined('out')).toBe(await readFile(at('single.jsonl'), 'utf8'));
    // Each of the two did some of it, and nothing is left behind.
    for (const { stderr } of workers) await expect.poll(stderr).toMatch(/frames? in/);
    await expect.poll(() => workers.map((w) => w.stderr()).join('')).toContain('long-1.mp4: 3 segments joined');
    expect(await readdir(at('out', '.feeling', 'work'))).toEqual([]);
    const { archives } = await status();
    expect(archives[0]).toMatchObject({ recordings: shorts + 2, doneRecordings: shorts + 2, left: 0, parked: 0 });
    expect(archives[0].frames).toBe(2 * 350 + shorts * 4);

    // What is there makes a report without the recordings.
    const report = await feeling('analyze', '--from-results', 'out', '--report', 'report.html');
    expect([report.status, report.stderr]).toEqual([0, 'the report is report.html\n']);
    expect(await readFile(at('report.html'), 'utf8')).toContain(`${shorts + 2} files, `);

    // The same again is done, and lists what is there; with other options it is new work.
    await rm(at('out', 'manifest.jsonl'));
    const again = await submit('--segment', '20', '--out', 'out', 'archive').ended;
    expect(again.stderr).toContain(`0 recordings to read, ${shorts + 2} were done before`);
    expect(again.status).toBe(0);
    expect(await joined('out')).toBe(await readFile(at('single.jsonl'), 'utf8'));
    const other = await submit('--csv', '--segment', '20', '--out', 'out', 'archive/long-1.mp4').ended;
    expect(other.stderr).toContain('1 recording to read');
    expect(await readFile(at('out', 'long-1.mp4.csv'), 'utf8')).toBe(await readFile(at('single.csv'), 'utf8'));
    const columns = await submit('--parquet', '--out', 'out', 'archive/long-1.mp4').ended;
    expect(columns.status).toBe(0);
    const { buffer, byteOffset, length } = await readFile(at('out', 'long-1.mp4.parquet'));
    const table = await parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + length) });
    expect(table).toHaveLength((await readFile(at('single.csv'), 'utf8')).trimEnd().split('\n').length - 1);
    for (const { child, ended } of workers) {
      const told = performance.now();
      child.kill('SIGTERM');
      const { status: end, stderr: log } = await ended;
      expect(end, log).toBe(0);
      expect(performance.now() - told).toBeLessThan(10_000);
    }
  });

  it('has them, too, when workers are killed and the server goes down', async () => {
    const submitted = submit('--segment', '20', '--out', 'killed', 'archive');
    await expect.poll(() => submitted.stderr()).toContain('recordings to read');
    let workers = [worker('--concurrency', '1'), worker('--concurrency', '1')];
    let kills = 0;
    const timer = setInterval(() => {
      const victim = workers.shift();
      victim?.child.kill('SIGKILL');
      workers.push(worker('--concurrency', '1'));
      kills++;
    }, 2_000);
    await expect.poll(() => kills).toBeGreaterThan(1);
    await server.kill();
    await expect.poll(() => kills).toBeGreaterThan(2);
    await server.start();
    await expect.poll(() => kills).toBeGreaterThan(3);
    clearInterval(timer);
    const { status: code, stderr } = await submitted.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('the results are in')]);
    expect(await joined('killed')).toBe(await readFile(at('single.jsonl'), 'utf8'));
    for (const { child } of workers) child.kill('SIGKILL');
    workers = [];
  });

  it('is handed back half read when a worker is told to end, and another goes on from there', async () => {
    const submitted = submit('--csv', '--out', 'handed', 'archive/long-1.mp4');
    const first = worker('--concurrency', '1');
    const kept = async () => {
      const work = at('handed', '.feeling', 'work');
      const files = await readdir(work, { recursive: true }).catch(() => []);
      const progress = files.find((file) => file.endsWith('.progress'));
      const text = progress && (await readFile(join(work, progress), 'utf8').catch(() => undefined));
      return text ? (JSON.parse(text).point?.frames ?? 0) : 0;
    };
    await expect.poll(kept, { interval: 20 }).toBeGreaterThan(0);
    const told = performance.now();
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ status: 0, stderr: expect.stringContaining('long-1.mp4: handed back') });
    expect(performance.now() - told).toBeLessThan(10_000);
    const frames = await kept();
    const second = worker('--concurrency', '1');
    expect((await submitted.ended).status).toBe(0);
    expect(await readFile(at('handed', 'long-1.mp4.csv'), 'utf8')).toBe(await readFile(at('single.csv'), 'utf8'));
    await expect.poll(second.stderr).toContain(`long-1.mp4: ${350 - frames} frames in`);
    second.child.kill('SIGKILL');
  });

  it('is not left by a worker that was asleep while another read its recording', async () => {
    const first = worker('--concurrency', '1');
    const submitted = submit('--csv', '--out', 'asleep', 'archive/long-1.mp4');
    const isBegun = async () => (await readdir(at('asleep', '.feeling', 'work')).catch(() => [])).length > 0;
    await expect.poll(isBegun, { interval: 20 }).toBe(true);
    first.child.kill('SIGSTOP');
    const second = worker('--concurrency', '1');
    expect((await submitted.ended).status).toBe(0);
    expect(await readFile(at('asleep', 'long-1.mp4.csv'), 'utf8')).toBe(await readFile(at('single.csv'), 'utf8'));
    await expect.poll(second.stderr).toContain('frames in');
    second.child.kill('SIGTERM');
    await second.ended;
    first.child.kill('SIGCONT');
    expect((await submit('--out', 'awake', 'archive/short/00.mp4').ended).status).toBe(0);
    await expect.poll(first.stderr).toContain('short/00.mp4: 4 frames in');
    first.child.kill('SIGTERM');
    const { status: end, stderr: log } = await first.ended;
    expect(end, log).toBe(0);
  });

  it('calls a parked recording by its whole name', async () => {
    mkdirSync(at('odd'), { recursive: true });
    await writeFile(at('odd', 'trip: day 1.jpg'), 'no photo');
    const reader = worker('--concurrency', '1');
    expect((await submit('--out', 'oddOut', 'odd/trip: day 1.jpg').ended).status).toBe(1);
    const archive = (await status()).archives.find(({ out }: { out: string }) => out.endsWith('oddOut'));
    expect(archive.parkedRecordings).toMatchObject([{ name: 'odd/trip: day 1.jpg' }]);
    reader.child.kill('SIGTERM');
    await reader.ended;
    expect((await queue('clean')).status).toBe(0);
  });

  it('tells at once which files cannot be read, without waiting for a worker', async () => {
    await writeFile(at('there.jpg'), 'no picture');
    const { status: code, stderr } = await submit('--no-wait', '--out', 'lacking', 'gone.mp4', 'there.jpg', 'off/x.jpg')
      .ended;
    await queue('drain');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^feeling: gone\.mp4: there is no such file\nfeeling: off\/x\.jpg: there is no such file\n.*: 3 recordings to read\n$/,
    );
  });

  it('parks what cannot be read after three tries, and takes it up again when it is mended', async () => {
    mkdirSync(at('few'), { recursive: true });
    const photo = await sharp(await realFace('calm'))
      .resize(200, 200)
      .jpeg()
      .toBuffer();
    await writeFile(at('few', 'good.jpg'), photo);
    await writeFile(at('few', 'poison.jpg'), photo.subarray(0, photo.length / 2));
    await feeling('analyze', '--out', 'few.jsonl', 'few');
    const port = await freePort();
    const reader = worker('--concurrency', '1', '--log', 'json', '--metrics', String(port));
    const { status: code, stderr } = await submit('--out', 'fewOut', 'few').ended;
    expect(code).toBe(1);
    expect(stderr).toContain('1 recording could not be read; feeling queue status says why');
    expect(await joined('fewOut')).toBe(await readFile(at('few.jsonl'), 'utf8'));
    const reason = expect.stringContaining('few/poison.jpg: cannot be decoded as a photo');
    const archive = (await status()).archives.find(({ out }: { out: string }) => out.endsWith('fewOut'));
    expect(archive).toMatchObject({ parked: 1, parkedRecordings: [{ name: 'few/poison.jpg', reason }] });
    expect((await queue('status')).stdout).toMatch(/^parked: few\/poison\.jpg: cannot be decoded/m);
    // What a worker tells of a job comes after it was counted.
    await expect.poll(reader.stderr).toContain('"event":"parked"');
    const told = reader
      .stderr()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.filter(({ event, name }) => event === 'taken' && name === 'few/poison.jpg')).toHaveLength(3);
    expect(told.find(({ event }) => event === 'parked')).toMatchObject({ level: 50, name: 'few/poison.jpg', reason });

    const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    await expect.poll(metrics).toContain('feeling_jobs_total{ended="parked"} 1\n');
    const figures = await metrics();
    expect(figures).toContain('feeling_jobs_total{ended="retry"} 2\n');
    expect(figures).toContain('feeling_queue_jobs{state="failed"} 1\n');
    expect(figures).toMatch(/^feeling_frames_total 1$/m);
    expect((await worker('--metrics', String(port)).ended).stderr).toContain('another program has this port');

    expect((await queue('retry', 'few/other.jpg')).status).toBe(1);
    await writeFile(at('few', 'poison.jpg'), photo);
    expect((await queue('retry')).stderr).toContain('1 recording will be tried again');
    await feeling('analyze', '--out', 'mended.jsonl', 'few');
    await expect
      .poll(async () => (await status()).archives.every(({ left }: { left: number }) => left === 0))
      .toBe(true);
    expect(await joined('fewOut')).toBe(await readFile(at('mended.jsonl'), 'utf8'));

    // What is paused waits, and what is drained is never read.
    expect((await queue('pause')).status).toBe(0);
    expect((await submit('--fps', '1', '--no-wait', '--out', 'paused', 'few').ended).status).toBe(0);
    expect(await status()).toMatchObject({ paused: true, waiting: 2, active: 0 });
    await queue('drain');
    expect(await status()).toMatchObject({ waiting: 0 });
    await submit('--fps', '2', '--no-wait', '--out', 'paused', 'few').ended;
    await queue('resume');
    await expect.poll(async () => (await readdir(at('paused'))).length).toBe(4);
    const watched = await queue('status', '--watch');
    expect(watched).toMatchObject({ status: 0, stdout: expect.stringContaining('jobs: 0 active, 0 waiting') });
    reader.child.kill('SIGTERM');
    await reader.ended;
    expect((await queue('clean')).stderr).toMatch(/\d archives forgotten/);
    expect(await status()).toMatchObject({ archives: [] });
  });

  it('refuses workers of another version, and those that do not see the files', async () => {
    const client = new Redis(server.url);
    await submit('--no-wait', '--out', 'seen', 'few').ended;
    const [[id = '', text = ''] = []] = Object.entries(await client.hgetall('{feeling}:archives'));
    const archive = JSON.parse(text);
    const refused = async (changed: object) => {
      await client.hset('{feeling}:archives', id, JSON.stringify({ ...archive, ...changed }));
      const { status, stderr } = await worker().ended;
      expect(status).toBe(1);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      return stderr;
    };
    const other = await refused({ version: '99.0.0' });
    expect(other).toMatch(
      /its work is for feeling 99\.0\.0, and this is \d+\.\d+\.\d+; .*npm install feeling@99\.0\.0/,
    );
    const submitted = await submit('--no-wait', '--out', 'seen', 'few').ended;
    expect(submitted.stderr).toContain('holds unfinished work for feeling 99.0.0');
    expect(await refused({ out: '/nowhere', settings: { path: '/nowhere/x.json', hash: '' } })).toMatch(
      /\/nowhere: this machine \(.+\) does not see the folder of results .*mount the same folder/,
    );
    expect(await refused({ settings: { ...archive.settings, hash: 'other' } })).toContain('sees another folder there');
    expect(await refused({ samples: [{ path: at('few', 'good.jpg'), bytes: 3 }] })).toContain(
      'sees another file there',
    );
    expect(await refused({ samples: [{ path: '/nowhere/a.mp4', bytes: 3 }] })).toContain('does not see it');
    // Where nobody can write, not even who may do anything.
    const version = createHash('sha256')
      .update(await readFile('/proc/version'))
      .digest('hex');
    expect(await refused({ out: '/proc', settings: { path: 'version', hash: version } })).toMatch(
      /^feeling: this machine \(.+\) cannot write results: \/proc\/\.feeling: nothing can be written there/,
    );
    await queue('drain');

    // Each place that was named counts: the second is not mounted here.
    const places = ['few', 'odd/trip: day 1.jpg', 'archive/short'];
    await submit('--no-wait', '--out', 'places', ...places).ended;
    await rename(at('archive', 'short'), at('archive', 'gone'));
    const { status: code, stderr: told } = await worker().ended;
    await rename(at('archive', 'gone'), at('archive', 'short'));
    expect(told).toMatch(/archive\/short\/00\.mp4: this machine \(.+\) does not see it; mount the same folder/);
    expect([code, told.trimEnd().split('\n').length]).toEqual([1, 1]);
    await queue('drain');
    await client.quit();
  });

  it.each([
    [['analyze', '--queue', 'redis://:secret@host:99999', '--out', 'x', 'few'], 2, 'redis://:***@host:99999'],
    [['worker', '--queue', 'localhost'], 2, 'is not the address of a Redis or Valkey server'],
    [['worker', '--queue', '/x.sock', '--metrics', 'all'], 2, '--metrics must be a port, or host:port (got "all")'],
    [['worker'], 2, 'which queue? --queue redis://host:6379, or FEELING_QUEUE'],
    [['queue', 'status', '--queue', 'redis://127.0.0.1:1'], 1, 'redis://127.0.0.1:1: no server answers there'],
    [['analyze', '--queue', 'redis://127.0.0.1:1', '--out', 'x', 'few'], 1, 'no server answers there'],
    [['analyze', '--queue', '/nowhere.sock', 'few'], 2, '--queue needs --out'],
    [['analyze', '--queue', '/nowhere.sock', '--out', 'few/good.jpg', 'few'], 2, 'would replace'],
    [['analyze', '--queue', '/nowhere.sock', '--out', 'gs://bucket/x', 'few'], 2, 'only S3-compatible ones are read'],
    [
      ['analyze', '--queue', server.url, '--out', '/proc/results', 'few'],
      1,
      '/proc/results: nothing can be written there',
    ],
    [['analyze', '--no-wait', 'few'], 2, '--segment, --parquet and --no-wait go with --queue'],
  ])('%j ends with %i and one line', async (args, code, message) => {
    const { status, stderr } = await feeling(...args);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('secret');
    expect(status).toBe(code);
  });

  it('says what is wrong with the server or its store', async () => {
    const guarded = redisServer('--requirepass', 'right', '--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    // A socket has no user or password in its address, so this one has a port, too.
    const port = await freePort();
    const open = redisServer('--port', String(port), '--requirepass', 'right');
    await Promise.all([guarded.start(), open.start()]);
    try {
      const told = async (...args: string[]) => (await feeling(...args)).stderr;
      expect(await told('worker', '--queue', guarded.url)).toContain('the server wants a password');
      const wrong = `redis://:wrong-one@127.0.0.1:${port}`;
      expect(await told('queue', 'status', '--queue', wrong)).toBe(
        `feeling: redis://:***@127.0.0.1:${port}: the server does not accept this user or password\n`,
      );
      expect(await feeling('queue', 'status', '--queue', `redis://:right@127.0.0.1:${port}/1`)).toMatchObject({
        status: 0,
      });
      expect(await told('queue', 'status', '--queue', `redis://:right@127.0.0.1:${port}/99`)).toContain(
        'no database of this number',
      );
      const client = new Redis({ port, password: 'right' });
      await client.call('CONFIG', 'SET', 'maxmemory', '1mb');
      expect(await told('analyze', '--queue', `redis://:right@127.0.0.1:${port}`, '--out', 'full', 'few')).toContain(
        'its memory is full',
      );
      await client.call('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      expect(await told('worker', '--queue', `redis://:right@127.0.0.1:${port}`)).toContain(
        'forgets jobs when its memory is full (maxmemory-policy allkeys-lru)',
      );
      await client.quit();
    } finally {
      await Promise.all([guarded.end(), open.end()]);
    }
  });
});
