/** What a queue costs beside a single run, what a second worker gains, and how many jobs Redis takes and holds. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { packageRoot } from '../src/model/node';
import { connect, loadBullmq, openJobs, prefix, queueName, type Unit } from '../src/queue/node';
import { median } from '../src/statistics';
import { type RedisServer, redisServer } from '../tools/redisServer';

const cli = join(packageRoot(), 'dist', 'cli.js');
const print = (line: string) => process.stdout.write(`${line}\n`);

interface Options {
  copies: string;
  segment: string;
  runs: string;
  jobs: string;
  kills: string;
  only?: string;
}

export async function benchQueue(video: string | undefined, options: Options) {
  const parts: Record<string, () => Promise<void>> = {
    jobs: () => benchJobs(Number(options.jobs)),
    ...(video !== undefined && {
      overhead: () => withArchive(video, options, benchOverhead),
      workers: () => withArchive(video, options, benchWorkers),
      kills: () => withArchive(video, options, (bench) => benchKills(bench, Number(options.kills))),
    }),
  };
  const asked = options.only?.split(',') ?? Object.keys(parts);
  for (const name of asked) await parts[name]?.();
}

interface Bench {
  server: RedisServer;
  folder: string;
  archive: string;
  segment: string;
  runs: number;
}

async function withArchive(video: string, { copies, segment, runs }: Options, use: (bench: Bench) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-bench-'));
  const archive = join(folder, 'archive');
  const server = redisServer();
  try {
    await mkdir(archive);
    for (let i = 0; i < Number(copies); i++) await copyFile(video, join(archive, `${i}${extname(video)}`));
    await server.start();
    await use({ server, folder, archive, segment, runs: Number(runs) });
  } finally {
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** On one core, or on all of them. */
function start(args: readonly string[], core?: number): ChildProcess {
  const command = core === undefined ? [] : ['taskset', '-c', String(core)];
  const [program = '', ...rest] = [...command, process.execPath, cli, ...args];
  return spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Cores that this process may use; none where `taskset` cannot hold a process to one of them. */
function cores(): number[] {
  const { stdout, status } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  if (status !== 0) return [];
  return (stdout.split(':')[1] ?? '').split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('close', resolve));

/** Throws an Error with what it told, where it ends otherwise than well. */
async function finished(child: ChildProcess) {
  let told = '';
  child.stderr?.on('data', (data) => {
    told = `${told}${data}`.slice(-2_000);
  });
  const status = await ended(child);
  if (status !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${status}: ${told.trim()}`);
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

let outputs = 0;

/** Seconds from submitting an archive until its results are there; the workers run already. */
async function submitted(
  { server, folder, archive, segment }: Bench,
  workers: readonly ChildProcess[] = [],
): Promise<{ time: number; out: string }> {
  const out = join(folder, `out-${outputs++}`);
  const submitting = start(['analyze', '--queue', server.url, '--segment', segment, '--out', out, archive]);
  // Without its workers it would wait for ever.
  const lost = workers.map((worker) =>
    finished(worker).then(() => {
      throw new Error('a worker ended before its time');
    }),
  );
  const time = await seconds(() => Promise.race([finished(submitting), ...lost])).finally(() => submitting.kill());
  for (const worker of lost) worker.catch(() => {});
  return { time, out };
}

/** Workers that have read something, so that their networks are loaded. */
async function warmWorkers(bench: Bench, places: readonly (number | undefined)[], concurrency: number) {
  const options = ['worker', '--queue', bench.server.url, '--concurrency', String(concurrency), '--lock', '5'];
  const workers = places.map((core) => start(options, core));
  await submitted(bench, workers);
  return workers;
}

async function stop(workers: readonly ChildProcess[]) {
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map(ended));
}

async function benchOverhead(bench: Bench) {
  const atOnce = availableParallelism();
  const workers = await warmWorkers(bench, [undefined], atOnce);
  const [single, queued]: number[][] = [[], []];
  for (let i = 0; i < bench.runs; i++) {
    const file = join(bench.folder, `single-${i}.jsonl`);
    single?.push(await seconds(() => finished(start(['analyze', '--out', file, bench.archive]))));
    queued?.push((await submitted(bench)).time);
  }
  await stop(workers);
  const [one, other] = [median(single ?? []), median(queued ?? [])];
  print(
    `a single run ${one.toFixed(1)} s, through the queue ${other.toFixed(1)} s with a worker that reads ${atOnce} at once: ` +
      `${(100 * (other / one - 1)).toFixed(1)} % more (medians of ${bench.runs}, in turns; start-up of both commands included)`,
  );
}

async function benchWorkers(bench: Bench) {
  const times: number[] = [];
  const [first, second] = cores();
  if (second === undefined)
    print('workers run on whichever core is free: taskset is missing, or there is only one core');
  for (const places of second === undefined ? [[undefined], [undefined, undefined]] : [[first], [first, second]]) {
    const workers = await warmWorkers(bench, places, 1);
    const runs: number[] = [];
    for (let i = 0; i < bench.runs; i++) runs.push((await submitted(bench, workers)).time);
    await stop(workers);
    times.push(median(runs));
  }
  const [one = 0, two = 1] = times;
  print(
    `one worker on one core ${one.toFixed(1)} s, two on a core each ${two.toFixed(1)} s: ${(one / two).toFixed(2)} times as fast`,
  );
}

/** One of two workers is killed every second; what comes out must be what a single run gives. */
async function benchKills(bench: Bench, howLong: number) {
  const single = join(bench.folder, 'single.jsonl');
  await ended(start(['analyze', '--out', single, bench.archive]));
  const worker = () => start(['worker', '--queue', bench.server.url, '--concurrency', '1', '--lock', '2']);
  const workers = [worker(), worker()];
  let kills = 0;
  const timer = setInterval(() => {
    if (kills >= howLong) return clearInterval(timer);
    kills++;
    workers.shift()?.kill('SIGKILL');
    workers.push(worker());
  }, 1_000);
  const { time, out } = await submitted(bench);
  clearInterval(timer);
  await stop(workers);
  const manifest = (await readFile(join(out, 'manifest.jsonl'), 'utf8')).trimEnd().split('\n');
  const rows = await Promise.all(manifest.map((line) => readFile(join(out, JSON.parse(line).result), 'utf8')));
  const same = rows.join('') === (await readFile(single, 'utf8'));
  const left = await readdir(join(out, '.feeling', 'work'));
  print(
    `a worker killed every second, ${kills} times: done after ${time.toFixed(1)} s, rows ${same ? 'equal' : 'DIFFER FROM'} ` +
      `those of a single run, ${left.length} files left behind`,
  );
}

async function benchJobs(count: number) {
  const server = redisServer();
  await server.start();
  const { client, close } = await connect(server.url);
  const jobs = await openJobs(client);
  const { Worker } = await loadBullmq();
  const memory = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
  try {
    const before = await memory();
    const unit = (i: number): Unit => {
      const name = `recordings/2026/participant-${i}.mp4`;
      const recording = `r${i.toString(16).padStart(32, '0')}`;
      return {
        archive: '0123456789ab',
        kind: 'whole',
        recording,
        name,
        path: `/data/${name}`,
        result: `${name}.jsonl`,
        size: 1e8,
      };
    };
    const adding = await seconds(async () => {
      for (let from = 0; from < count; from += 1_000)
        await jobs.add(
          Array.from({ length: Math.min(1_000, count - from) }, (_, i) => ({ unit: unit(from + i), segments: [] })),
        );
    });
    const bytes = (await memory()) - before;
    let done = 0;
    const draining = await seconds(async () => {
      const workers = [0, 1].map(() =>
        new Worker<Unit>(queueName, async () => {}, { connection: client, prefix, concurrency: 50 }).on(
          'completed',
          () => {
            done++;
          },
        ),
      );
      while (done < count) await new Promise((resolve) => setTimeout(resolve, 20));
      await Promise.all(workers.map((worker) => worker.close()));
    });
    print(
      `${count.toLocaleString('en')} jobs: queued ${(count / adding).toFixed(0)} a second, drained by two stub workers ` +
        `${(count / draining).toFixed(0)} a second, ${(bytes / count).toFixed(0)} bytes of Redis's memory a job ` +
        `(journal written at every command)`,
    );
  } finally {
    await jobs.close();
    await close();
    await server.end();
  }
}
