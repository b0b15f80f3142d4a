/** Several files at once, each core with a detector of its own. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DetectorOptions } from '../detect';
import { createDetector } from '../detect/node';
import { packageRoot } from '../model/node';
import { type AnalysisEvent, type AnalysisOptions, analyzeFile, type ResumePoint } from './analysis';
import type { Annotator } from './annotate';

export interface PoolOptions {
  detector: DetectorOptions;
  fps?: number;
  moments: boolean;
  maxMegapixels: number;
  /** Folder for copies with the readings drawn in. */
  annotate?: string;
  /** How far the first file was read before. */
  from?: ResumePoint | undefined;
  signal: AbortSignal;
  onEvent(event: AnalysisEvent): void;
}

/** What a worker is told. */
export type ToWorker =
  | { type: 'start'; options: WorkerOptions }
  | { type: 'file'; source: string; from: ResumePoint | undefined }
  | { type: 'continue' }
  | { type: 'stop' };
export type WorkerOptions = Pick<PoolOptions, 'detector' | 'fps' | 'moments' | 'maxMegapixels' | 'annotate'>;
/**
 * What it tells: events; after every so many of them that it waits for leave to continue; that it wants the next file;
 * and what went wrong that is not a file's fault.
 */
export type FromWorker =
  | { type: 'event'; event: AnalysisEvent }
  | { type: 'waiting' }
  | { type: 'next' }
  | { type: 'threw'; message: string };

/** A worker asks for leave to continue after so many events. */
export const eventsAtOnce = 200;
/** Events of a file whose turn has not come are held; with so many held, its worker waits. */
const mostHeld = 5_000;

/** Reads all files; a single one in this thread. */
export async function analyzeFiles(sources: readonly string[], options: PoolOptions) {
  const workers = Math.min(sources.length, availableParallelism());
  if (workers <= 1) await analyzeHere(sources, options);
  else await analyzeInWorkers(sources, options, workers);
}

async function analyzeHere(
  sources: readonly string[],
  { detector: detectorOptions, onEvent, signal, from, ...options }: PoolOptions,
) {
  const detector = await createDetector(detectorOptions);
  try {
    const analysis: AnalysisOptions = await analysisOptions(options, signal);
    for (const [i, source] of sources.entries()) {
      if (signal.aborted) return;
      for await (const event of analyzeFile(detector, source, analysis, i === 0 ? from : undefined)) onEvent(event);
    }
  } finally {
    await detector.close();
  }
}

/** Options as the analysis takes them; what draws is loaded only when asked for, as that takes a quarter of a second. */
export async function analysisOptions(
  { fps, moments, maxMegapixels, annotate }: Omit<WorkerOptions, 'detector'>,
  signal: AbortSignal,
): Promise<AnalysisOptions> {
  let annotator: Annotator | undefined;
  if (annotate !== undefined) annotator = await (await import('./annotate')).annotator(annotate);
  return {
    moments,
    maxMegapixels,
    signal,
    ...(fps !== undefined && { fps }),
    ...(annotator && { annotate: annotator }),
  };
}

/** Events come in the order of the files, whichever is read first. */
async function analyzeInWorkers(
  sources: readonly string[],
  { onEvent, signal, from, ...options }: PoolOptions,
  count: number,
) {
  let started = 0;
  const order = inOrder(sources.length, onEvent);
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const run = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(join(packageRoot(), 'dist', 'analyzeWorker.js'));
      const tell = (message: ToWorker) => worker.postMessage(message);
      const stop = () => tell({ type: 'stop' });
      let file = -1;
      ended.addEventListener('abort', stop);
      const handle = (message: FromWorker) => {
        switch (message.type) {
          case 'event':
            return order.add(file, message.event);
          case 'waiting':
            return order.whenRoom(file, () => tell({ type: 'continue' }));
          case 'threw':
            throw new Error(message.message);
          case 'next': {
            if (file >= 0) order.finish(file);
            const source = ended.aborted ? undefined : sources[started];
            if (source === undefined) return stop();
            file = started++;
            return tell({ type: 'file', source, from: file === 0 ? from : undefined });
          }
        }
      };
      const fail = (error: Error) => {
        reject(error);
        failed.abort();
      };
      worker.on('message', (message: FromWorker) => {
        try {
          handle(message);
        } catch (error) {
          fail(error as Error);
        }
      });
      worker.once('error', fail);
      worker.once('exit', () => {
        ended.removeEventListener('abort', stop);
        resolve();
      });
      tell({ type: 'start', options });
    });
  await Promise.all(Array.from({ length: count }, run));
}

/** Hands on events file by file, and holds back those whose turn has not come. */
export function inOrder<T>(files: number, hand: (event: T) => void) {
  const held = Array.from({ length: files }, (): T[] => []);
  const finished = new Array<boolean>(files).fill(false);
  const waiting = new Map<number, () => void>();
  let turn = 0;
  return {
    add(file: number, event: T) {
      if (file === turn) hand(event);
      else held[file]?.push(event);
    },
    /** Calls `go` at once, or when fewer events of the file are held. */
    whenRoom(file: number, go: () => void) {
      if (file === turn || (held[file]?.length ?? 0) < mostHeld) go();
      else waiting.set(file, go);
    },
    finish(file: number) {
      finished[file] = true;
      while (turn < files && finished[turn]) {
        turn++;
        held[turn]?.splice(0).forEach(hand);
        waiting.get(turn)?.();
        waiting.delete(turn);
      }
    },
  };
}
