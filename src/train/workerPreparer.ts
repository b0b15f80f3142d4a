/** Batches prepared in worker threads, ahead of the steps that need them. */
import { Worker } from 'node:worker_threads';
import type { CreatePreparer, PreparationPlan, PreparationRequest, PreparedStep } from './prepare';

/** What a worker is told: first the plan, then what to prepare. */
export type ToBatchWorker = { plan: PreparationPlan } | { number: number; request: PreparationRequest };
/** What it answers. */
export type FromBatchWorker = { number: number; prepared: PreparedStep } | { number: number; error: string };

export interface WorkerOptions {
  /** The built `batchWorker`. */
  file: string;
  threads: number;
}

/** Prepares steps in several threads at once; each takes every so many'th. */
export const workerPreparer =
  ({ file, threads }: WorkerOptions): CreatePreparer =>
  (plan) => {
    const waiting = new Map<number, { resolve(prepared: PreparedStep): void; reject(error: Error): void }>();
    const fail = (error: Error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    const shared = sharedPlan(plan);
    const workers = Array.from({ length: threads }, () => {
      const worker = new Worker(file);
      worker.on('message', (message: FromBatchWorker) => {
        const asked = waiting.get(message.number);
        waiting.delete(message.number);
        if ('error' in message) asked?.reject(new Error(message.error));
        else asked?.resolve(message.prepared);
      });
      worker.once('error', fail);
      const told: ToBatchWorker = { plan: shared };
      worker.postMessage(told);
      return worker;
    });
    let asked = 0;
    return {
      ahead: 2 * threads,
      prepare: (request) =>
        new Promise((resolve, reject) => {
          const number = asked++;
          waiting.set(number, { resolve, reject });
          const told: ToBatchWorker = { number, request };
          (workers[number % threads] as Worker).postMessage(told);
        }),
      close: async () => {
        await Promise.all(workers.map((worker) => worker.terminate()));
        fail(new Error('train: the batch is no longer needed'));
      },
    };
  };

/** The same with the large arrays in memory that threads share, so that there is one copy of the faces for all. */
function sharedPlan(plan: PreparationPlan): PreparationPlan {
  const { faces, batch } = plan;
  const { votes } = faces;
  const { teacher } = batch;
  return {
    ...plan,
    faces: {
      pixels: sharedBytes(faces.pixels),
      labels: sharedBytes(faces.labels),
      rows: faces.rows,
      ...(votes && {
        votes: { ...votes, counts: sharedBytes(votes.counts), shares: sharedFloats(votes.shares) },
      }),
    },
    batch: {
      ...batch,
      ...(teacher && {
        teacher: {
          ...teacher,
          heads: Object.fromEntries(Object.entries(teacher.heads).map(([head, p]) => [head, sharedFloats(p)])),
        },
      }),
    },
  };
}

function sharedBytes(values: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

function sharedFloats(values: Float32Array): Float32Array {
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}
