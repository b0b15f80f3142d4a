/** `feeling worker`: reads what a queue holds, on as many machines as there are. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import {
  archives,
  checkVersion,
  connect,
  lookAt,
  QueueError,
  queueAddress,
  sumsOf,
  type WorkerEvent,
  work,
} from '../queue/node';
import { createReaders } from './archive/readers';
import { wholeNumber } from './options';
import { complain, counted, tell } from './output';
import { queueOption, withQueueOption } from './queueOption';
import { version } from './version';

interface WorkerCommandOptions {
  queue?: string;
  concurrency?: string;
  lock?: string;
}

export function addWorker(program: Command) {
  const command = program
    .command('worker')
    .description('read recordings that a queue holds (feeling analyze --queue), on as many machines as you like');
  withQueueOption(command)
    .option('--concurrency <n>', 'recordings that are read at once (as many as there are cores)')
    .option('--lock <s>', 'seconds after which a machine that says nothing counts as lost', '30')
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
  const connection = await connect(url, {
    onLost: () => tell(`${shown}: the server is gone; waiting for it`),
    onFound: () => tell(`${shown}: the server is there again`),
  });
  const { client } = connection;
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) return;
    tell('handing back what is being read …');
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
    tell(`${shown}: reading ${counted(concurrency, 'recording')} at once; Ctrl-C ends it`);
    await work({
      ...{ client, shown, version: version(), concurrency, reader: readers, lockDuration },
      signal: stop.signal,
      onEvent: tellEvent,
    });
  } finally {
    readers.close();
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
    await connection.close();
  }
}

function tellEvent(event: WorkerEvent) {
  const { unit } = event;
  const what =
    unit.kind === 'segment'
      ? `${unit.name}, segment ${(unit.segments?.[0]?.index ?? 0) + 1} of ${unit.segments?.[0]?.of}`
      : unit.name;
  if (event.type === 'read')
    tell(
      unit.kind === 'join'
        ? `${what}: ${counted(unit.segments?.length ?? 0, 'segment')} joined, ${counted(event.frames, 'frame')} read again`
        : `${what}: ${counted(event.frames, 'frame')} in ${event.seconds.toFixed(1)} s`,
    );
  else if (event.type === 'retry') complain(new QueueError(`${event.error}; tried again soon`));
  else if (event.type === 'parked') complain(new QueueError(`${event.error}; parked`));
  else if (event.type === 'handedBack') tell(`${what}: handed back`);
}
