/** What every source of moving pictures gives. */
import type { Frame } from './frame';

export interface Video {
  /** Pixels of a frame as it is displayed; frames may differ where the size changes within a video. */
  width: number;
  height: number;
  /** Seconds. */
  duration: number;
  /** What a person should know about how it is read, "3 pages, shown one a second". */
  note?: string;
  /**
   * Every frame in order, decoded as it is asked for; a frame's pixels are valid until the next is asked for. Times are
   * in seconds from the start, as a player counts them.
   *
   * after only frames later than this, in seconds
   * Throws a MediaError where the file is damaged or cut off, behind all frames that can be read.
   */
  frames(after?: number): AsyncGenerator<Frame>;
  /** Whether something could not be decoded so far, which `frames` tells at the end only. */
  isDamaged?(): boolean;
  close(): void;
}
