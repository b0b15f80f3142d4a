/** Batches of augmented faces with their targets, the same for the same seed, epoch and step. */
import { type Augmentation, augment, countOf, type Faces, faceAt, facePixels } from '../data';
import { emotions, ferplusEmotions } from '../emotion';
import { seededRandom, shuffled } from '../graph';

export interface Batch {
  /** [batch, 1, 48, 48], 0 … 255 */
  pixels: Float32Array;
  fer2013: { targets: Float32Array; weights: Float32Array };
  ferplus: { targets: Float32Array; weights: Float32Array };
}

/** Which faces an epoch reads, in its own random order; what fills no batch is left for another epoch's order. */
export const epochOrder = (count: number, seed: number, epoch: number) => shuffled(count, seededRandom(seed, 1, epoch));

export function makeBatch(
  faces: Faces,
  places: Uint32Array,
  { seed, epoch, augmentation }: { seed: number; epoch: number; augmentation: Augmentation },
): Batch {
  const n = places.length;
  const batch: Batch = {
    pixels: new Float32Array(n * facePixels),
    fer2013: { targets: new Float32Array(n * emotions.length), weights: new Float32Array(n).fill(1) },
    ferplus: { targets: new Float32Array(n * ferplusEmotions.length), weights: new Float32Array(n) },
  };
  const width = ferplusEmotions.length;
  for (let i = 0; i < n; i++) {
    const place = places[i] as number;
    const to = batch.pixels.subarray(i * facePixels, (i + 1) * facePixels);
    augment(faceAt(faces, place), to, seededRandom(seed, 2, epoch, place), augmentation);
    batch.fer2013.targets[i * emotions.length + (faces.labels[place] as number)] = 1;
    const shares = faces.votes?.shares.subarray(place * width, (place + 1) * width);
    if (!shares?.some((s) => s > 0)) continue;
    batch.ferplus.targets.set(shares, i * width);
    batch.ferplus.weights[i] = 1;
  }
  return batch;
}

export function countBatches(faces: Faces, batchSize: number): number {
  return Math.floor(countOf(faces) / batchSize);
}
