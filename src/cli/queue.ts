/** `feeling queue`: looks after the work that is in a queue. */
import type { Command } from 'commander';
import {
  archives,
  type Beat,
  type Connection,
  connect,
  drop,
  forget,
  type Jobs,
  openJobs,
  type Parked,
  parkedOf,
  type Sums,
  sumsOf,
  unpark,
  workers,
} from '../queue/node';
import { queueOption, withQueueOption } from './archive/queueOption';
import { watch } from './archive/submit';
import { interruption } from './interruption';
import { complain, counted, print, table, tell, UsageError } from './output';

interface QueueCommandOptions {
  queue?: string;
  json?: boolean;
  watch?: boolean;
}

type Action = (
  open: { connection: Connection; jobs: Jobs },
  options: QueueCommandOptions,
  ids: string[],
) => Promise<void>;

export function addQueue(program: Command) {
  const queue = program
    .command('queue')
    .description('look after the work in a queue (feeling analyze --queue)')
    .addHelpText(
      'after',
      `
Examples:
  feeling queue status --watch --queue redis://10.0.0.2:6379
  FEELING_QUEUE=redis://10.0.0.2:6379 feeling queue retry`,
    );
  const add = (name: string, description: string, action: Action) => {
    const command = withQueueOption(queue.command(name).description(description));
    command.exitOverride().copyInheritedSettings(program);
    return command.action(async (...given) => {
      const own = given.at(-1) as Command;
      const options = own.opts<QueueCommandOptions>();
      const connection = await connect(queueOption(options));
      const jobs = await openJobs(connection.client);
      try {
        await action({ connection, jobs }, options, own.args);
      } finally {
        await jobs.close();
        await connection.close();
      }
    });
  };
  add('status', 'what is done, what waits, who works, and what could not be read', status)
    .option('--watch', 'show how far it is until all is done')
    .option('--json', 'as JSON');
  add('retry', 'take parked recordings up again', retry).argument('[name...]', 'only these, by name (all)');
  add('pause', 'workers finish what they read and take nothing more', async ({ connection, jobs }) => {
    await jobs.queue.pause();
    tell(`${connection.shown}: paused; feeling queue resume goes on`);
  });
  add('resume', 'workers go on', async ({ connection, jobs }) => {
    await jobs.queue.resume();
    tell(`${connection.shown}: goes on`);
  });
  add('drain', 'take out what waits; what is being read is finished', drain);
  add('clean', 'forget finished archives and parked recordings; results stay', clean);
}

interface Status {
  paused: boolean;
  waiting: number;
  active: number;
  /** To be tried again soon. */
  delayed: number;
  workers: Beat[];
  archives: (Sums & {
    id: string;
    version: string;
    out: string;
    parkedRecordings: Parked[];
  })[];
}

async function statusOf({
  connection: { client },
  jobs: { queue },
}: {
  connection: Connection;
  jobs: Jobs;
}): Promise<Status> {
  const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'waiting-children');
  const of = (name: string) => counts[name] ?? 0;
  const all: Status['archives'] = [];
  for (const { id, version, out } of await archives(client)) {
    all.push({ id, version, out, ...(await sumsOf(client, id)), parkedRecordings: await parkedOf(client, id) });
  }
  return {
    paused: await queue.isPaused(),
    waiting: of('wait') + of('waiting-children'),
    active: of('active'),
    delayed: of('delayed'),
    workers: await workers(client),
    archives: all,
  };
}

const status: Action = async (open, options) => {
  if (options.watch && options.json) throw new UsageError('--watch and --json exclude each other');
  const told = await statusOf(open);
  if (options.json) return print(JSON.stringify(told));
  print(
    `jobs: ${told.active} active, ${told.waiting} waiting, ${told.delayed} to be tried again${told.paused ? '; paused' : ''}`,
  );
  if (told.workers.length === 0) print('workers: none');
  else
    print(
      table(
        ['worker', 'process', 'at once', 'frames/s', 'reads'],
        told.workers.map(({ host, pid, concurrency, framesPerSecond, reading }) => [
          ...[host, String(pid), String(concurrency), framesPerSecond.toFixed(0)],
          reading.join(', ') || 'nothing',
        ]),
      ),
    );
  if (told.archives.length > 0)
    print(
      table(
        ['archive', 'recordings', 'done', 'parked', 'frames', 'results'],
        told.archives.map(({ id, recordings, doneRecordings, parked, frames, out }) => [
          ...[id, String(recordings), String(doneRecordings), String(parked), String(frames)],
          out,
        ]),
      ),
    );
  for (const { parkedRecordings } of told.archives)
    for (const { reason } of parkedRecordings) print(`parked: ${reason}`);
  if (!options.watch) return;
  const interrupt = interruption(undefined, { isUsualEnd: true });
  try {
    for (const archive of await archives(open.connection.client))
      await watch(open.connection.client, open.jobs, { archive }, interrupt.signal);
  } finally {
    interrupt.end();
  }
};

const retry: Action = async ({ connection: { client }, jobs: { queue } }, _options, names) => {
  let count = 0;
  for (const job of await queue.getFailed()) {
    if (names.length > 0 && !names.includes(job.data.name)) continue;
    await unpark(client, job.data.archive, job.id ?? '');
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    count++;
  }
  if (count === 0 && names.length > 0) {
    process.exitCode = 1;
    return complain(new Error(`no parked recording is called ${names.join(' or ')}`));
  }
  tell(count === 0 ? 'nothing is parked' : `${counted(count, 'recording')} will be tried again`);
};

const drain: Action = async ({ connection: { client }, jobs: { queue } }) => {
  await queue.drain(true);
  const active = new Set((await queue.getActive()).map(({ id }) => id));
  for (const { id } of await archives(client)) await drop(client, id, active);
  tell('what waited is out of the queue; submit it again to read it');
};

const clean: Action = async ({ connection: { client }, jobs: { queue } }) => {
  await queue.clean(0, Number.MAX_SAFE_INTEGER, 'failed');
  await queue.clean(0, Number.MAX_SAFE_INTEGER, 'completed');
  let count = 0;
  for (const { id } of await archives(client)) {
    if ((await sumsOf(client, id)).left > 0) continue;
    await forget(client, id);
    count++;
  }
  tell(`${counted(count, 'archive')} forgotten`);
};
