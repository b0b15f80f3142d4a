/** The worker thread that prepares batches: see workerPreparer.ts. */
import { parentPort } from 'node:worker_threads';
import { type PreparationPlan, type PreparedStep, prepareStep } from './prepare';
import type { FromBatchWorker, ToBatchWorker } from './workerPreparer';

const port = parentPort;
if (!port) throw new Error('batchWorker: this runs as a worker thread only');
let plan: PreparationPlan | undefined;

port.on('message', (message: ToBatchWorker) => {
  if ('plan' in message) {
    plan = message.plan;
    return;
  }
  const { number, request } = message;
  const answer = (given: FromBatchWorker, moved: ArrayBuffer[] = []) => port.postMessage(given, moved);
  try {
    const prepared = prepareStep(plan as PreparationPlan, request);
    answer({ number, prepared }, memoryOf(prepared));
  } catch (error) {
    answer({ number, error: (error as Error).message });
  }
});

/** What is moved to the other thread instead of copied. */
const memoryOf = ({ pixels, targets, masks }: PreparedStep): ArrayBuffer[] =>
  [pixels, ...Object.values(targets).flatMap((head) => [head.targets, head.weights]), ...masks].map(
    (array) => array.buffer as ArrayBuffer,
  );
