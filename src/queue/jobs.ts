/** BullMQ's queue of this package's jobs. */
import type { FlowProducer, Queue, Telemetry } from 'bullmq';
import { prefix } from './archive';
import { type Client, loadBullmq } from './connection';
import { type Unit, unitId, type Work } from './unit';

export const queueName = 'recordings';
/** A job is tried so often. */
export const tries = 3;
/** Milliseconds before the second try; twice that before the third, and up to half less, so that not all come at once. */
const backoff = { type: 'exponential', delay: 2_000, jitter: 0.5 };

export interface Jobs {
  queue: Queue<Unit>;
  /** Adds work; what is in the queue already stays as it is. */
  add(works: readonly Work[]): Promise<void>;
  close(): Promise<void>;
}

/** telemetry: what is told of every job that is put in, if anybody listens */
export async function openJobs(client: Client, telemetry?: Telemetry): Promise<Jobs> {
  const { Queue, FlowProducer } = await loadBullmq();
  const options = { connection: client, prefix, ...(telemetry && { telemetry }) };
  const queue = new Queue<Unit>(queueName, options);
  queue.on('error', () => {});
  let flows: FlowProducer | undefined;
  const jobOptions = (unit: Unit) => ({
    jobId: unitId(unit),
    attempts: tries,
    backoff,
    // What is done is known by its result.
    removeOnComplete: true,
    stackTraceLimit: 0,
  });
  return {
    queue,
    async add(works) {
      const short = works.filter(({ segments }) => segments.length === 0);
      if (short.length > 0)
        await queue.addBulk(short.map(({ unit }) => ({ name: unit.kind, data: unit, opts: jobOptions(unit) })));
      const long = works.filter(({ segments }) => segments.length > 0);
      if (long.length === 0) return;
      if (!flows) {
        flows = new FlowProducer(options);
        flows.on('error', () => {});
      }
      for (const { unit, segments } of long)
        await flows.add({
          ...{ name: unit.kind, queueName, data: unit, opts: jobOptions(unit) },
          children: segments.map((segment) => ({
            ...{ name: segment.kind, queueName, data: segment },
            // A segment that cannot be read is read by who joins the others.
            opts: { ...jobOptions(segment), ignoreDependencyOnFailure: true },
          })),
        });
    },
    async close() {
      await Promise.all([queue.close(), flows?.close()]);
    },
  };
}
