/** Several files at once, each core with a detector of its own. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type DetectorOptions, mostFramesAtOnce } from '../../detect';
import { openBeside, openDetector, usesCard } from '../../detect/node';
import { withPath } from '../../files/node';
import { mediaKind } from '../../media/node';
import { packageRoot } from '../../model/node';
import { type AnalysisEvent, type AnalysisOptions, analyzeFile, type Work } from './analysis';
import type { Annotator } from './annotate';

export interface PoolOptions {
  detector: DetectorOptions;
  fps?: number;
  moments: boolean;
  maxMegapixels: number;
  /** Whether copies are written, with the readings drawn in. */
  annotate: boolean;
  signal: AbortSignal;
  onEvent(event: AnalysisEvent): void;
}

/** What a worker is told. */
export type ToWorker =
  | { type: 'start'; options: WorkerOptions }
  | { type: 'file'; work: Work }
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

/**
 * Reads all files; where a graphics card reads, in this thread, since one alone may use it. A single video is searched for
 * faces in this thread and read in another.
 */
export async function analyzeFiles(files: readonly Work[], options: PoolOptions) {
  const cores = availableParallelism();
  const workers = Math.min(files.length, cores);
  if (await usesCard(options.detector, workers)) return analyzeHere(files, options, { framesAtOnce: mostFramesAtOnce });
  const onCpu: PoolOptions = { ...options, detector: { ...options.detector, device: 'cpu' } };
  if (workers > 1) return analyzeInWorkers(files, onCpu, workers);
  const isPhoto = async ({ source, at = source }: Work) => (await withPath(at, mediaKind).catch(() => '')) === 'photo';
  const [only] = files;
  if (cores === 1 || !only || (await isPhoto(only))) return analyzeHere(files, onCpu, {});
  return analyzeHere(files, onCpu, { open: openBeside });
}

async function analyzeHere(
  files: readonly Work[],
  { detector: detectorOptions, onEvent, signal, ...options }: PoolOptions,
  { framesAtOnce, open }: { framesAtOnce?: number; open?: typeof openBeside },
) {
  const detector = await openDetector(detectorOptions, open);
  try {
    const analysis: AnalysisOptions = {
      ...(await analysisOptions(options, signal)),
      ...(framesAtOnce !== undefined && { framesAtOnce }),
    };
    for (const work of files) {
      if (signal.aborted) return;
      for await (const event of analyzeFile(detector, work, analysis)) onEvent(event);
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
  if (annotate) ({ annotator } = await import('./annotate'));
  return {
    moments,
    maxMegapixels,
    signal,
    ...(fps !== undefined && { fps }),
    ...(annotator && { annotate: annotator }),
  };
}

/** Events come in the order of the files, whichever is read first. */
async function analyzeInWorkers(files: readonly Work[], { onEvent, signal, ...options }: PoolOptions, count: number) {
  let started = 0;
  const order = inOrder(files.length, onEvent);
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const run = async (): Promise<void> => {
    const lost = await runWorker();
    // A thread that died, as for lack of memory, takes its file with it and no other.
    if (lost === undefined) return;
    order.add(lost.file, { type: 'failed', source: files[lost.file]?.source.name ?? '', error: lost.error });
    order.finish(lost.file);
    if (!ended.aborted && started < files.length) return run();
  };
  /** Resolves with the file that the thread died of. */
  const runWorker = () =>
    new Promise<{ file: number; error: string } | undefined>((resolve, reject) => {
      const worker = new Worker(join(packageRoot(), 'dist', 'analyzeWorker.js'));
      const tell = (message: ToWorker) => worker.postMessage(message);
      const stop = () => tell({ type: 'stop' });
      let file = -1;
      let died: string | undefined;
      let failure: Error | undefined;
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
            file = -1;
            const work = ended.aborted ? undefined : files[started];
            if (work === undefined) return stop();
            file = started++;
            return tell({ type: 'file', work });
          }
        }
      };
      const fail = (error: Error) => {
        failure ??= error;
        failed.abort();
      };
      worker.on('message', (message: FromWorker) => {
        // Nobody wants what still comes.
        if (failed.signal.aborted) {
          if (message.type === 'waiting') tell({ type: 'continue' });
          else if (message.type === 'next') stop();
          return;
        }
        try {
          handle(message);
        } catch (error) {
          fail(error as Error);
        }
      });
      worker.once('error', (error: Error) => {
        if (file < 0) fail(error);
        else died = `${files[file]?.source.name}: could not be read (${error.message})`;
      });
      worker.once('exit', () => {
        ended.removeEventListener('abort', stop);
        if (failure) reject(failure);
        else resolve(died === undefined ? undefined : { file, error: died });
      });
      tell({ type: 'start', options });
    });
  const runs = await Promise.allSettled(Array.from({ length: count }, run));
  // All threads have ended by now: a process that ends while one computes is ended by the system, with noise.
  for (const { status, ...rest } of runs) if (status === 'rejected') throw (rest as PromiseRejectedResult).reason;
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
