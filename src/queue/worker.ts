/** Takes jobs from the queue and has them read, until it is told to stop. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Job } from 'bullmq';
import * as v from 'valibot';
import { type Archive, beat, done, findArchive, leave, lookAt, losses, park, prefix } from './archive';
import { serverClock } from './clock';
import { type Client, loadBullmq, QueueError, reasonOf } from './connection';
import { queueName, tries } from './jobs';
import type { Tracing } from './tracing';
import { type Unit, unitId, unitSchema } from './unit';

/** What became of a job. */
export type Outcome =
  | { type: 'read'; frames: number; milliseconds: number }
  /** The recording cannot be read, or not to its end; with `last` its result says so. */
  | { type: 'failed'; error: string }
  /** Stopped before the end; what was read is kept for the worker that goes on. */
  | { type: 'stopped' };

export interface ReadOptions {
  /** The archive's options, as they were submitted. */
  settings: string;
  /** Whether this is the last try: what fails now is parked, and its result must say why. */
  last: boolean;
  signal: AbortSignal;
  onFrames(frames: number): void;
}

export interface Reader {
  read(unit: Unit, archive: Archive, options: ReadOptions): Promise<Outcome>;
  /** Frames of a job that were read and kept so far, by whichever machine. */
  reached(unit: Unit, archive: Archive): Promise<number>;
  /** Writes a result that says why the recording could not be read. */
  giveUp(unit: Unit, archive: Archive, options: { settings: string; error: string }): Promise<void>;
  /** The last job of an archive is done. */
  complete(archive: Archive): Promise<void>;
}

/** What a worker tells while it works. */
export type WorkerEvent =
  | { type: 'taken'; unit: Unit; attempt: number }
  | { type: 'read'; unit: Unit; frames: number; seconds: number }
  | { type: 'retry'; unit: Unit; error: string }
  | { type: 'parked'; unit: Unit; error: string }
  | { type: 'handedBack'; unit: Unit };

export interface WorkerOptions {
  client: Client;
  /** The queue's address without its password. */
  shown: string;
  version: string;
  concurrency: number;
  reader: Reader;
  signal: AbortSignal;
  onEvent(event: WorkerEvent): void;
  onFrames?(frames: number): void;
  /** The server cannot take what is done for now. */
  onProblem(text: string): void;
  /** Milliseconds after which a machine that says nothing of its job is taken for lost; 30 s if not given. */
  lockDuration?: number;
  /** Spans of what it does. */
  tracing?: Tracing | undefined;
}

/** Jobs whose machines were lost so often, at one and the same frame, are taken for the reason. */
const mostLosses = 10;
/** Milliseconds after which a problem that lasts is told again. */
const tellAgain = 60_000;
/** Milliseconds between two signs of life. */
const beatEvery = 5_000;

/**
 * Works until `signal` aborts: then what is being read is handed back.
 *
 * Throws a QueueError when the queue's work is for another version, or this machine does not see its files.
 */
export async function work({
  client,
  shown,
  version,
  concurrency,
  reader,
  signal,
  onEvent,
  onProblem,
  ...options
}: WorkerOptions) {
  const { ErrorCode, Worker, WaitingError, UnrecoverableError } = await loadBullmq();
  const takenOver = new Set<unknown>([
    ErrorCode.JobNotExist,
    ErrorCode.JobLockNotExist,
    ErrorCode.JobNotInState,
    ErrorCode.JobLockMismatch,
  ]);
  await serverClock(client);
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  let problem: Error | undefined;
  const refuse = (error: Error) => {
    problem ??= error;
    ended.abort();
  };
  /** Options of the archives that were looked at. */
  const seen = new Map<string, Promise<{ archive: Archive; settings: string }>>();
  const open = (id: string) => {
    const known = seen.get(id) ?? look(client, id, { shown, version });
    seen.set(id, known);
    known.catch(() => seen.delete(id));
    return known;
  };
  const { reading, framesPerSecond, count } = meter();
  const id = randomUUID();
  const onFrames = (frames: number) => {
    count(frames);
    options.onFrames?.(frames);
  };
  const tell = () =>
    beat(client, id, {
      ...{ host: hostname(), pid: process.pid, version, concurrency },
      framesPerSecond: framesPerSecond(),
      reading: [...reading.values()],
    }).catch(() => {});

  const settle = async (unit: Unit, archive: Archive, left: number) => {
    if (left === 0) await reader.complete(archive);
    reading.delete(unitId(unit));
  };
  const giveUp = async (unit: Unit, { archive, settings }: Awaited<ReturnType<typeof open>>, error: string) => {
    if (unit.kind !== 'segment') await reader.giveUp(unit, archive, { settings, error });
    await settle(unit, archive, await park(client, archive.id, unitId(unit), { name: unit.name, reason: error }));
    onEvent({ type: 'parked', unit, error });
    return new UnrecoverableError(error);
  };

  const perform = async (job: Job<Unit>, token?: string) => {
    const unit = v.parse(unitSchema, job.data);
    const handBack = async () => {
      await job.moveToWait(token);
      reading.delete(unitId(unit));
      onEvent({ type: 'handedBack', unit });
      throw new WaitingError();
    };
    const opened = await open(unit.archive).catch(async (error: Error) => {
      refuse(error);
      return handBack();
    });
    const { archive, settings } = opened;
    if (stop.aborted) return handBack();
    reading.set(unitId(unit), unit.name);
    onEvent({ type: 'taken', unit, attempt: job.attemptsMade + 1 });
    if (job.stalledCounter > 0) {
      const lost = await losses(client, archive.id, unitId(unit), await reader.reached(unit, archive));
      if (lost > mostLosses)
        throw await giveUp(unit, opened, `${unit.name}: ${lost} machines were lost while they read it`);
    }
    const last = job.attemptsMade + 1 >= tries;
    const started = performance.now();
    const span = options.tracing?.read(unit);
    const outcome = await reader
      .read(unit, archive, { settings, last, signal: stop, onFrames })
      .catch((error: Error): Outcome => ({ type: 'failed', error: error.message }));
    span?.end(outcome);
    if (outcome.type === 'stopped') return handBack();
    if (outcome.type === 'failed') {
      if (stop.aborted) return handBack();
      if (last) throw await giveUp(unit, opened, outcome.error);
      reading.delete(unitId(unit));
      onEvent({ type: 'retry', unit, error: outcome.error });
      throw new Error(outcome.error);
    }
    const { frames, milliseconds } = outcome;
    const whole = unit.kind !== 'segment';
    await settle(
      unit,
      archive,
      await done(client, archive.id, unitId(unit), { size: unit.size, whole, frames, milliseconds }),
    );
    onEvent({ type: 'read', unit, frames, seconds: (performance.now() - started) / 1000 });
  };

  let told = Number.NEGATIVE_INFINITY;
  const lockDuration = options.lockDuration ?? 30_000;
  const worker = new Worker<Unit>(queueName, perform, {
    ...{ connection: client, prefix, concurrency, lockDuration, stalledInterval: lockDuration / 2 },
    // Counted here, as only a job that gets nowhere is at fault.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    drainDelay: 2,
    ...(options.tracing && { telemetry: options.tracing.telemetry }),
    runRetryDelay: 1_000,
  });
  worker.on('error', (error) => {
    const { message, code } = error as Error & { code?: unknown };
    // Another machine has the job by now, or has done it; its result is the same.
    if (takenOver.has(code) || /could not renew lock/.test(message)) return;
    if (/Connection is closed|ECONN|Stream isn't writeable/i.test(message)) return;
    const problem = `${shown}: ${reasonOf(error)}`;
    // A server that is full for a while is waited for.
    if (!/^(OOM|MISCONF|LOADING|BUSY)|OOM command/.test(message)) return refuse(new QueueError(problem));
    if (performance.now() - told < tellAgain) return;
    told = performance.now();
    onProblem(problem);
  });
  await tell();
  const timer = setInterval(tell, beatEvery);
  try {
    if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    await worker.close();
  } finally {
    clearInterval(timer);
    await Promise.race([leave(client, id), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  }
  if (problem) throw problem;
}

/** The archive and its options, if this worker may read it. */
async function look(client: Client, id: string, { shown, version }: { shown: string; version: string }) {
  const archive = await findArchive(client, id);
  if (!archive)
    throw new QueueError(`${shown}: a job belongs to an archive that is not there any more; clean the queue`);
  checkVersion(archive, version, shown);
  return { archive, settings: await lookAt(archive) };
}

/** Throws a QueueError that names both versions. */
export function checkVersion(archive: Archive, version: string, shown: string) {
  if (archive.version !== version)
    throw new QueueError(
      `${shown}: its work is for feeling ${archive.version}, and this is ${version}; use the same version on every machine ` +
        `(npm install feeling@${archive.version})`,
    );
}

/** Seconds over which the rate is a mean. */
const rateOver = 20;

/** What is being read, and how fast. */
function meter() {
  const counts: { at: number; frames: number }[] = [];
  const reading = new Map<string, string>();
  return {
    reading,
    count(frames: number) {
      counts.push({ at: performance.now(), frames });
    },
    framesPerSecond() {
      const since = performance.now() - rateOver * 1000;
      while ((counts[0]?.at ?? Number.POSITIVE_INFINITY) < since) counts.shift();
      return counts.reduce((sum, { frames }) => sum + frames, 0) / rateOver;
    },
  };
}
