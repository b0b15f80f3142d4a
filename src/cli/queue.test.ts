import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { drawnVideo } from '../../tools/drawnVideo';
import { hasRedis, redisServer } from '../../tools/redisServer';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const cli = join(packageRoot(), 'dist', 'cli.js');

interface Run {
  child: ChildProcess;
  ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
  stderr(): string;
}

const running = new Set<ChildProcess>();

function start(...args: string[]): Run {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (status) => {
      running.delete(child);
      resolve({ status, stdout, stderr });
    }),
  );
  return { child, ended, stderr: () => stderr };
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

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await server.end();
  });

  it('has the rows of a single run, byte for byte, whoever of two workers read what', async () => {
    const workers = [worker('--concurrency', '1'), worker('--concurrency', '1')];
    const { status: code, stderr } = await submit('--segment', '20', '--out', 'out', 'archive').ended;
    expect(stderr).toContain(`${shorts + 2} recordings to read`);
    expect(code).toBe(0);
    expect(await joined('out')).toBe(await readFile(at('single.jsonl'), 'utf8'));
    // Each of the two did some of it, and nothing is left behind.
    for (const { stderr } of workers) expect(stderr()).toMatch(/frames? in/);
    expect(workers.map((w) => w.stderr()).join('')).toContain('long-1.mp4: 3 segments joined');
    expect(await readdir(at('out', '.feeling', 'work'))).toEqual([]);
    const { archives } = await status();
    expect(archives[0]).toMatchObject({ recordings: shorts + 2, doneRecordings: shorts + 2, left: 0, parked: 0 });
    expect(archives[0].frames).toBe(2 * 350 + shorts * 4);

    // The same again is done; with other options it is new work.
    const again = await submit('--segment', '20', '--out', 'out', 'archive').ended;
    expect(again.stderr).toContain(`0 recordings to read, ${shorts + 2} were done before`);
    expect(again.status).toBe(0);
    const other = await submit('--csv', '--segment', '20', '--out', 'out', 'archive/long-1.mp4').ended;
    expect(other.stderr).toContain('1 recording to read');
    expect(await readFile(at('out', 'long-1.mp4.csv'), 'utf8')).toBe(await readFile(at('single.csv'), 'utf8'));
    for (const { child, ended } of workers) {
      const told = performance.now();
      child.kill('SIGTERM');
      expect((await ended).status).toBe(0);
      expect(performance.now() - told).toBeLessThan(10_000);
    }
  });

  it('has them, too, when workers are killed and the server goes down', async () => {
    const submitted = submit('--segment', '20', '--out', 'killed', 'archive');
    let workers = [worker('--concurrency', '1'), worker('--concurrency', '1')];
    let kills = 0;
    const timer = setInterval(() => {
      const victim = workers.shift();
      victim?.child.kill('SIGKILL');
      workers.push(worker('--concurrency', '1'));
      kills++;
    }, 2_500);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await server.start();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    clearInterval(timer);
    expect(kills).toBeGreaterThan(2);
    expect((await submitted.ended).status).toBe(0);
    expect(await joined('killed')).toBe(await readFile(at('single.jsonl'), 'utf8'));
    for (const { child } of workers) child.kill('SIGKILL');
    workers = [];
  });
});
