/** What the page and its worker say to each other. */
import type { Reading } from '../../src/detect';

export type ToWorker =
  | { type: 'start'; base: string; threshold: number }
  /** One at a time: the next is sent when the last was answered. */
  | { type: 'frame'; frame: VideoFrame; time: number }
  | { type: 'threshold'; threshold: number };

export type FromWorker =
  | { type: 'ready'; device: string; threads: number }
  | { type: 'readings'; readings: Reading[]; width: number; height: number }
  | { type: 'failed'; reason: string };
