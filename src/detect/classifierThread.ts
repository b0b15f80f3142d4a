/** A thread that reads faces, and nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { createClassifier } from '../model';
import { createSession } from '../runtime/node';
import type { FromClassifierThread, ToClassifierThread } from './besideThread';
import { smallNetwork } from './threads';

const port = parentPort;
if (!port) throw new Error('classifierThread: this runs as a worker thread only');
const tell = (message: FromClassifierThread) => port.postMessage(message);
const classifier = createClassifier(await createSession(workerData as Uint8Array, smallNetwork));

port.on('message', async ({ number, faces }: ToClassifierThread) => {
  try {
    tell({ number, seen: await classifier.read(faces) });
  } catch (error) {
    tell({ number, error: error as Error });
  }
});
tell({ input: classifier.input });
