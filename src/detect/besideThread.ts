/** A detector's networks in two threads: faces are read in one of their own, while this one finds those of the frames after. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Expression } from '../emotion';
import { type Classifier, createClassifier } from '../model';
import { packageRoot } from '../model/node';
import { createSession } from '../runtime/node';
import { loadFaceFinders } from './loadFaceFinders';
import type { Networks, Wanted } from './onDevice';
import type { DetectorDevice } from './options';
import { smallNetwork } from './threads';

/** What the thread is told. */
export interface ToClassifierThread {
  number: number;
  faces: readonly Float32Array[];
}
/** What it answers: first what it reads of a face, then what each call came to. */
export type FromClassifierThread =
  | { input: Classifier['input'] }
  | { number: number; seen: Expression[] }
  | { number: number; error: Error };

/** So many frames may wait to be read: enough that the thread never waits for this one. */
const framesWaiting = 8;

const built = join(packageRoot(), 'dist', 'classifierThread.js');

/**
 * On the processor. Where the thread cannot be had, or ends, its work is done here.
 *
 * script what runs in the thread: classifierThread.ts, built
 */
export async function openBeside(
  _: DetectorDevice,
  { faceDetector, expression }: Wanted,
  script = built,
): Promise<Networks> {
  const openHere = async () => createClassifier(await createSession(expression, smallNetwork));
  const [faces, classifier] = await Promise.allSettled([
    loadFaceFinders(faceDetector),
    readingInThread(script, expression, openHere),
  ]);
  if (faces.status === 'fulfilled' && classifier.status === 'fulfilled')
    return { faces: faces.value, classifier: classifier.value, framesWaiting };
  for (const opened of [faces, classifier]) if (opened.status === 'fulfilled') await opened.value.close();
  throw [faces, classifier].find((opened) => opened.status === 'rejected')?.reason;
}

interface Call {
  faces: readonly Float32Array[];
  resolve(seen: Expression[] | Promise<Expression[]>): void;
  reject(error: Error): void;
}

async function readingInThread(
  script: string,
  expression: Uint8Array,
  openHere: () => Promise<Classifier>,
): Promise<Classifier> {
  const waiting = new Map<number, Call>();
  let asked = 0;
  let isRunning = true;
  let here: Promise<Classifier> | undefined;
  const readHere = async (faces: readonly Float32Array[]) => {
    here ??= openHere();
    return (await here).read(faces);
  };
  const worker = new Worker(script, { workerData: expression });
  const loaded = await new Promise<{ input: Classifier['input'] } | undefined>((resolve) => {
    worker.on('message', (message: FromClassifierThread) => {
      if ('input' in message) return resolve(message);
      const call = waiting.get(message.number);
      waiting.delete(message.number);
      if ('error' in message) call?.reject(message.error);
      else call?.resolve(message.seen);
    });
    // Whatever it died of: the same work is done here, and says so if it fails here, too.
    worker.on('error', () => {});
    worker.once('exit', () => {
      isRunning = false;
      resolve(undefined);
      for (const { faces, resolve: answer } of waiting.values()) answer(readHere(faces));
      waiting.clear();
    });
  });
  if (!loaded) return openHere();
  return {
    ...(loaded.input && { input: loaded.input }),
    read(faces) {
      if (faces.length === 0) return Promise.resolve([]);
      if (!isRunning) return readHere(faces);
      return new Promise((resolve, reject) => {
        const number = asked++;
        waiting.set(number, { faces, resolve, reject });
        const told: ToClassifierThread = { number, faces };
        worker.postMessage(told);
      });
    },
    async close() {
      await worker.terminate();
      await (await here)?.close();
    },
  };
}
