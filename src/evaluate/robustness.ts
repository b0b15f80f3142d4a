/** What corruptions of the faces cost. */
import { corrupted, corruptions, countOf, type Faces, faceAt } from '../data';
import { seededRandom } from '../graph';
import type { Predictions } from './predict';

export interface CorruptionCost {
  kind: string;
  unit: string;
  /** From strength 1 to 5, in that unit. */
  amounts: readonly number[];
  /** Accuracy from strength 1 to 5. */
  accuracies: number[];
}

/** Predicts for the faces at each kind and strength, the same damage for the same seed. */
export async function corruptionCosts(
  faces: Faces,
  accuracyOf: (predictions: Predictions, faces: Faces) => number,
  predictFor: (faces: Faces) => Promise<Predictions>,
  seed = 1,
): Promise<CorruptionCost[]> {
  const costs: CorruptionCost[] = [];
  for (const [kind, { unit, amounts }] of Object.entries(corruptions)) {
    const accuracies: number[] = [];
    for (let strength = 1; strength <= 5; strength++) {
      // Made of 48 × 48 grey values, which networks that want more enlarge.
      const { detail, ...grey } = faces;
      const worse: Faces = { ...grey, pixels: new Uint8Array(faces.pixels.length) };
      for (let i = 0; i < countOf(faces); i++)
        faceAt(worse, i).set(corrupted(faceAt(faces, i), kind, strength, seededRandom(seed, 7, strength, i)));
      accuracies.push(accuracyOf(await predictFor(worse), worse));
    }
    costs.push({ kind, unit, amounts, accuracies });
  }
  return costs;
}
