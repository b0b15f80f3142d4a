/** What corruptions of the faces cost. */
import { amountsFor, corrupted, corruptions, countOf, detailAt, type Faces, faceAt, formOf } from '../data';
import { seededRandom } from '../graph';
import type { Predictions } from './predict';

export interface CorruptionCost {
  kind: string;
  unit: string;
  /** From strength 1 to 5, in that unit, as they were for faces of this size. */
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
  for (const [kind, { unit }] of Object.entries(corruptions)) {
    const accuracies: number[] = [];
    for (let strength = 1; strength <= 5; strength++) {
      const worse = worseFaces(faces, kind, strength, seed);
      accuracies.push(accuracyOf(await predictFor(worse), worse));
    }
    costs.push({ kind, unit, amounts: amountsFor(kind, formOf(faces)), accuracies });
  }
  return costs;
}

/** The same faces in both forms that they have, both made worse. */
function worseFaces(faces: Faces, kind: string, strength: number, seed: number): Faces {
  const worse: Faces = {
    ...faces,
    pixels: new Uint8Array(faces.pixels.length),
    ...(faces.detail && { detail: { ...faces.detail, pixels: new Uint8Array(faces.detail.pixels.length) } }),
  };
  const form = formOf(faces);
  for (let i = 0; i < countOf(faces); i++) {
    const random = () => seededRandom(seed, 7, strength, i);
    faceAt(worse, i).set(corrupted(faceAt(faces, i), kind, strength, random()));
    if (faces.detail) detailAt(worse, i).set(corrupted(detailAt(faces, i), kind, strength, random(), form));
  }
  return worse;
}
