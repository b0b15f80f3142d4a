/** What every source of moving pictures gives. */
import type { Frame } from './frame';

/** Where reading goes on: behind a frame that was given. Plain data. */
export interface VideoPlace {
  /** Time of that frame, in seconds. */
  time: number;
  /** How many frames of this very time were given, with it; not given for a time that is not exactly one of a frame. */
  count?: number;
  /** Whether there was damage, or a time that went back: all behind it must then be decoded from the beginning again. */
  flawed?: boolean;
}

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
   * in seconds from the start, as a player counts them, and never go back.
   *
   * after only frames behind this place; frames and what is thrown are those of reading from the beginning
   * Throws a MediaError where the file is damaged or cut off, behind all frames that can be read.
   */
  frames(after?: VideoPlace): AsyncGenerator<Frame>;
  /** The place behind a frame that `frames` gave. Where there is no such function, the frame's time is all that is to be known. */
  behind?(frame: Frame): VideoPlace;
  /** Whether something could not be decoded so far, which `frames` tells at the end only, or a time went back. */
  isFlawed?(): boolean;
  close(): void;
}
