/**
 * Where on a face the evidence for an emotion is: parts of it are covered one after another, and where that costs the
 * emotion most, most of it was (occlusion sensitivity, Zeiler and Fergus 2014, arXiv:1311.2901, section 4.2).
 */
import { type Emotion, emotions } from '../emotion';
import { align, type Face } from '../face';
import { cropGrey, type Frame } from '../media';
import { type Classifier, classifierSize } from '../model';

/** Places along a side. */
export const evidenceSide = 6;
/** Side of what is covered, in pixels of the network's input. */
const usualPatch = 16;
/** Faces read at once, so that whoever waits for the next frame does not wait long. */
const batch = 4;
/** Probabilities nearer to 0 and 1 than this count as this. */
const nearest = 1e-3;

export interface Evidence {
  /** The face as the network sees it: [48, 48], 0 … 255. */
  face: Float32Array;
  /** How much the emotion's log-odds fall when this place is covered, [places, places]: 6 × 6 of `coveredViews`. */
  drops: Float32Array;
}

/** The face as it is, then with each place covered; taken before the frame's memory is used again. */
export function coveredViews(frame: Frame, face: Pick<Face, 'box' | 'landmarks'>): Float32Array[] {
  return withPlacesCovered(cropGrey(frame, align(face), classifierSize));
}

export interface CoverOptions {
  /** Places along a side, 6 if not given. */
  places?: number;
  /** Side of what is covered, in pixels; 16 if not given. */
  patch?: number;
}

/**
 * A face, then with each place covered by its mean grey, row after row.
 *
 * face [48, 48], 0 … 255
 */
export function withPlacesCovered(
  face: Float32Array,
  { places = evidenceSide, patch = usualPatch }: CoverOptions = {},
): Float32Array[] {
  const grey = face.reduce((sum, v) => sum + v, 0) / face.length;
  const at = (i: number) => Math.round((i * (classifierSize - patch)) / (places - 1));
  return [
    face,
    ...Array.from({ length: places ** 2 }, (_, i) =>
      covered(face, { x: at(i % places), y: at(Math.floor(i / places)), patch, grey }),
    ),
  ];
}

/**
 * Evidence for `emotion` from a face's `coveredViews`, or from others that `withPlacesCovered` made.
 *
 * read reads a few of them; others may be read in between
 */
export async function evidenceFor(
  views: readonly Float32Array[],
  emotion: Emotion,
  read: Classifier['read'],
): Promise<Evidence> {
  const odds: number[] = [];
  const which = emotions.indexOf(emotion);
  for (let i = 0; i < views.length; i += batch)
    for (const { probabilities } of await read(views.slice(i, i + batch)))
      odds.push(logOdds(probabilities[which] as number));
  const [uncovered = 0, ...rest] = odds;
  return { face: views[0] as Float32Array, drops: Float32Array.from(rest, (o) => uncovered - o) };
}

function logOdds(p: number): number {
  const kept = Math.min(1 - nearest, Math.max(nearest, p));
  return Math.log(kept / (1 - kept));
}

function covered(
  face: Float32Array,
  { x, y, patch, grey }: { x: number; y: number; patch: number; grey: number },
): Float32Array {
  const view = face.slice();
  for (let row = y; row < y + patch; row++) view.fill(grey, row * classifierSize + x, row * classifierSize + x + patch);
  return view;
}
