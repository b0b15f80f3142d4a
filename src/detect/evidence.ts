/**
 * Where on a face the evidence for an emotion is: parts of it are covered one after another, and where that costs the
 * emotion most, most of it was (occlusion sensitivity, Zeiler and Fergus 2014, arXiv:1311.2901, section 4.2).
 */
import { type Emotion, emotions } from '../emotion';
import { align, type Face } from '../face';
import { cropGrey, type Frame } from '../media';
import { type Classifier, classifierSize, type FaceInput, usualInput } from '../model';
import { mean } from '../statistics';

/** Places along a side. */
export const evidenceSide = 6;
/** Side of what is covered, as a share of the face's. */
const usualShare = 1 / 3;
/** Faces read at once, so that whoever waits for the next frame does not wait long. */
const batch = 4;
/** Probabilities nearer to 0 and 1 than this count as this. */
const nearest = 1e-3;

export interface Evidence {
  /** The face as the network sees it, [channels, size, size], 0 … 255; [48, 48] of `coveredViews`. */
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
  /** Side of what is covered, as a share of the face's; a third if not given. */
  share?: number;
  /** What the face is, 48 × 48 grey if not given. */
  form?: FaceInput;
}

/** Where along a side covers begin, and how wide they are, in pixels. */
export function coversAlong({ places = evidenceSide, share = usualShare, form = usualInput }: CoverOptions = {}) {
  const patch = Math.max(1, Math.round(share * form.size));
  const begins = Array.from({ length: places }, (_, i) => Math.round((i * (form.size - patch)) / (places - 1)));
  return { begins, patch };
}

/**
 * A face, then with each place covered by the mean of each of its channels, row after row.
 *
 * face [channels, size, size], 48 × 48 grey if no form is given, 0 … 255
 */
export function withPlacesCovered(face: Float32Array, options: CoverOptions = {}): Float32Array[] {
  const { channels, size } = options.form ?? usualInput;
  const { begins, patch } = coversAlong(options);
  const planes = Array.from({ length: channels }, (_, c) => c * size * size);
  const means = planes.map((from) => mean(face.subarray(from, from + size * size)));
  const covered = (left: number, top: number) => {
    const view = face.slice();
    for (const [c, from] of planes.entries())
      for (let row = top; row < top + patch; row++) {
        const start = from + row * size + left;
        view.fill(means[c] as number, start, start + patch);
      }
    return view;
  };
  return [face, ...begins.flatMap((top) => begins.map((left) => covered(left, top)))];
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
