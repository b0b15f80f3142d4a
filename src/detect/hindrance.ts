/** What stands between a face and a reading that can be trusted. */
import { align, type Face, poseOf } from '../face';
import { cropGrey, type Frame } from '../media';
import { classifierSize } from '../model';

/**
 * What can stand between a face and a reading that can be trusted.
 *
 * @example
 * import { hindrances } from 'feeling';
 * hindrances.includes('blurred'); // → true
 */
export const hindrances = ['far', 'dark', 'bright', 'turned', 'blurred', 'covered'] as const;
export type Hindrance = (typeof hindrances)[number];

/**
 * Limits, each well beyond what 49 faces of 16 photos and a clip have that can be read: eyes 23 px apart and more, mean
 * grey 55 to 178, nose at most 0.39 of the eye distance beside the middle, edges at least 0.21 of the contrast.
 */
const leastEyeDistance = 9;
const darkest = 30;
const brightest = 225;
const furthestTurn = 0.55;
/** Mean of the Laplacian beside the standard deviation, on the network's own crop; a Gaussian of 2 px there gives 0.17. */
const leastSharpness = 0.17;
/** Detectors are less sure of a face that is partly hidden. */
const leastScore = 0.7;

export interface Conditions {
  /** The first of the hindrances that is there, or undefined when the face can be read. */
  hindrance: Hindrance | undefined;
  /** Mean brightness of the face, 0 … 1. */
  light: number;
}

export const conditionsOf = (frame: Frame, face: Pick<Face, 'box' | 'landmarks' | 'score'>): Conditions =>
  conditionsOfCrop(cropGrey(frame, align(face), classifierSize), face);

/** Those of a face whose aligned crop, [48, 48], is there already. */
export function conditionsOfCrop(crop: Float32Array, face: Pick<Face, 'landmarks' | 'score'>): Conditions {
  const seen = lightOf(crop);
  return { hindrance: hindranceOf(face, seen), light: seen.mean / 255 };
}

function hindranceOf(
  face: Pick<Face, 'landmarks' | 'score'>,
  { mean, sharpness }: ReturnType<typeof lightOf>,
): Hindrance | undefined {
  const { eyeDistance, turn } = poseOf(face.landmarks);
  if (eyeDistance < leastEyeDistance) return 'far';
  if (mean < darkest) return 'dark';
  if (mean > brightest) return 'bright';
  if (turn > furthestTurn) return 'turned';
  if (sharpness < leastSharpness) return 'blurred';
  return face.score < leastScore ? 'covered' : undefined;
}

function lightOf(crop: Float32Array) {
  const side = classifierSize;
  const mean = crop.reduce((sum, v) => sum + v, 0) / crop.length;
  const deviation = Math.sqrt(crop.reduce((sum, v) => sum + (v - mean) ** 2, 0) / crop.length);
  let edges = 0;
  for (let y = 1; y < side - 1; y++)
    for (let x = 1; x < side - 1; x++) {
      const i = y * side + x;
      const around = crop[i - 1]! + crop[i + 1]! + crop[i - side]! + crop[i + side]!;
      edges += Math.abs(4 * crop[i]! - around);
    }
  return { mean, sharpness: edges / (side - 2) ** 2 / Math.max(deviation, 1) };
}
