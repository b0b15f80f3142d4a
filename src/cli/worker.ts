/** `feeling worker`: reads what a queue holds, on as many machines as there are. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  archives,
  checkVersion,
  connect,
  createMetrics,
  lookAt,
  type Metrics,
  metricsAddress,
  openJobs,
  openTracing,
  queueAddress,
  serveMetrics,
  sumsOf,
  work,
} from '../queue/node';
import { jsonLog, sentences } from './archive/log';
import { queueOption, withQueueOption } from './archive/queueOption';
import { createReaders } from './archive/readers';
import { oneOf, wholeNumber } from './options';
import { counted, UsageError } from './output';
import { version } from './version';

interface WorkerCommandOptions {
  queue?: string;
  concurrency?: string;
  lock?: string;
  log?: string;
  metrics?: string;
}

export function addWorker(program: Command) {
  const command = program
    .command('worker')
    .description('read recordings that a queue holds (feeling analyze --queue), on as many machines as you like');
  withQueueOption(command)
    .option('--concurrency <n>', 'recordings that are read at once (as many as there are cores)')
    .option('--lock <s>', 'seconds after which a machine that says nothing counts as lost', '30')
    .option('--log <text|json>', 'how it tells what it does: sentences, or lines of JSON (needs pino)', 'text')
    .option(
      '--metrics <[host:]port>',
      'serve figures for Prometheus at /metrics, to this machine alone if no host is given',
    )
    .addHelpText(
      'after',
      `
Examples:
  feeling worker --queue redis://10.0.0.2:6379
  FEELING_QUEUE=rediss://user:password@host:6379/0 feeling worker --concurrency 2

SIGTERM or Ctrl-C: what is being read is handed back within ten seconds, and another worker goes on from there.`,
    )
    .action(runWorker);
}

async function runWorker(given: WorkerCommandOptions) {
  const url = queueOption(given);
  const { shown } = queueAddress(url);
  const concurrency =
    given.concurrency === undefined ? availableParallelism() : wholeNumber('--concurrency', given.concurrency, 1);
  const lockDuration = 1000 * wholeNumber('--lock', given.lock ?? '30', 1);
  const place = given.metrics === undefined ? undefined : metricsAddress(given.metrics);
  if (given.metrics !== undefined && !place)
    throw new UsageError(`--metrics must be a port, or host:port (got "${given.metrics}")`);
  const log = oneOf('--log', given.log ?? 'text', ['text', 'json']) === 'json' ? await jsonLog(version()) : sentences;
  // An environment may ask for spans of whatever runs in it.
  const tracing = await openTracing(version()).catch((error: Error) => log.note(`no spans: ${error.message}`));
  const connection = await connect(url, {
    onLost: () => log.note(`${shown}: the server is gone; waiting for it`),
    onFound: () => log.note(`${shown}: the server is there again`),
  });
  const { client } = connection;
  const jobs = await openJobs(client);
  const metrics = createMetrics(jobs, version());
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) return;
    log.note('handing back what is being read …');
    stop.abort();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  const readers = createReaders(version());
  try {
    for (const archive of await archives(client)) {
      if ((await sumsOf(client, archive.id)).left === 0) continue;
      checkVersion(archive, version(), shown);
      await lookAt(archive);
    }
    if (place) await serve(metrics, place);
    log.note(`${shown}: reading ${counted(concurrency, 'recording')} at once; Ctrl-C ends it`);
    await work({
      ...{
        client,
        shown,
        version: version(),
        concurrency,
        reader: readers,
        lockDuration,
        tracing: tracing ?? undefined,
      },
      signal: stop.signal,
      onEvent(event) {
        log.event(event);
        metrics.event(event);
      },
      onFrames: metrics.frames,
      onProblem: log.note,
    });
  } finally {
    readers.close();
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
    await jobs.close();
    await connection.close();
    await tracing?.close();
  }
}

async function serve(metrics: Metrics, { host, port }: { host: string; port: number }) {
  await serveMetrics(metrics, { host, port }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'another program has this port' : (error.code ?? error.message);
    throw new Error(`--metrics ${host}:${port}: ${reason}`);
  });
}
