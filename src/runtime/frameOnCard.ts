/** Frames whose pixels are on a graphics card. */
import type { Frame, Square } from '../media';
import type { Resident } from './session';

/** A frame on a graphics card, where squares are cut out of it: its pixels do not come to the processor. */
export interface FrameOnCard extends Pick<Frame, 'width' | 'height' | 'time'> {
  /** As `letterbox` does of a frame in memory: [1, 3, size, size] in −1 … 1, until it is asked for that size again. */
  letterbox(square: Square, size: number): Resident;
  /** As `cutOut` does: [squares, channels, size, size] in 0 … 255, until it is asked for as many of that form again. */
  cutOut(squares: readonly Square[], form: { channels: 1 | 3; size: number }): Resident;
  /** What was cut out, in memory: an array for each square. */
  read(cut: Resident): Promise<Float32Array[]>;
}

/** A frame, wherever its pixels are. */
export type AnyFrame = Frame | FrameOnCard;
