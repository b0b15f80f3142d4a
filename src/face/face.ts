/** A face in a frame. */
import type { Frame } from '../media';
import type { AnyFrame } from '../runtime';

/** Pixels of the frame, origin top left. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Named points of a face; right and left are the person's own. Which are there depends on the detector. */
export type Landmarks = Readonly<Record<'rightEye' | 'leftEye' | 'noseTip', Point> & Record<string, Point>>;

export interface Face {
  box: Box;
  landmarks: Landmarks;
  /** How sure the detector is that this is a face, 0 … 1. */
  score: number;
}

/** Finds faces. Adding a detector is one file that gives this. */
export interface FaceDetector<F extends AnyFrame = Frame> {
  /** The faces of a frame, surest first. Rejects with the signal's reason when it aborts before all was looked at. */
  detect(frame: F, signal?: AbortSignal): Promise<Face[]>;
  close(): Promise<void>;
}

/** One that somebody else closes. */
export type FaceFinder<F extends AnyFrame = Frame> = Pick<FaceDetector<F>, 'detect'>;

/** Intersection over union, 0 … 1. */
export function overlap(a: Box, b: Box): number {
  const shared = intersection(a, b);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Intersection over the smaller box, 0 … 1. */
export const overlapOfSmaller = (a: Box, b: Box): number =>
  intersection(a, b) / Math.min(a.width * a.height, b.width * b.height);

function intersection(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
