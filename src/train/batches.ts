/** Batches of augmented faces with their targets, the same for the same seed, epoch and step. */
import {
  type Augmentation,
  augment,
  countOf,
  detailAt,
  type FaceForm,
  type Faces,
  faceAt,
  facePixels,
  formOf,
  isNotAFace,
  makeNotAFace,
  numbersIn,
} from '../data';
import { emotions, ferplusEmotions } from '../emotion';
import { type Random, seededRandom, shuffled } from '../graph';
import { fitFace } from '../model';

/** Distributions over classes, [batch, classes], and how much each face counts, [batch]. */
export interface Targets {
  targets: Float32Array;
  weights: Float32Array;
}

export interface Batch {
  /** [batch, channels, size, size] of the faces' form, 0 … 255 */
  pixels: Float32Array;
  /** `face` has the classes not a face, a face. What is none counts for that head alone. */
  heads: Record<'fer2013' | 'ferplus' | 'face', Targets>;
}

export interface BatchOptions {
  seed: number;
  epoch: number;
  augmentation: Augmentation;
  /** How much faces of each of the seven classes count, 1 each if not given. */
  classWeights?: readonly number[];
  teacher?: Teacher;
  /** Share of the faces in whose place a non-face is shown. */
  notFaces?: number;
}

/** What another network sees in the same faces, so that one learns from it (Hinton et al. 2015, arXiv:1503.02531). */
export interface Teacher {
  /** Its probabilities by head, [faces, classes]. */
  heads: Partial<Record<'fer2013' | 'ferplus', Float32Array>>;
  /** How much of each target is the teacher's, the rest the people's: 0 to 1. */
  share: number;
}

/** Which faces an epoch reads, in its own random order; what fills no batch is left for another epoch's order. */
export const epochOrder = (count: number, seed: number, epoch: number) => shuffled(count, seededRandom(seed, 1, epoch));

export function makeBatch(faces: Faces, places: Uint32Array, options: BatchOptions): Batch {
  const { seed, epoch, augmentation, classWeights, teacher, notFaces = 0 } = options;
  const n = places.length;
  const form = formOf(faces);
  const numbers = numbersIn(form);
  const batch: Batch = {
    pixels: new Float32Array(n * numbers),
    heads: {
      fer2013: { targets: new Float32Array(n * emotions.length), weights: new Float32Array(n).fill(1) },
      ferplus: { targets: new Float32Array(n * ferplusEmotions.length), weights: new Float32Array(n) },
      face: { targets: new Float32Array(n * 2), weights: new Float32Array(n).fill(1) },
    },
  };
  const { fer2013, ferplus, face } = batch.heads;
  const width = ferplusEmotions.length;
  for (let i = 0; i < n; i++) {
    const place = places[i] as number;
    const to = batch.pixels.subarray(i * numbers, (i + 1) * numbers);
    const random = seededRandom(seed, 2, epoch, place);
    const instead = seededRandom(seed, 5, epoch, place).uniform() < notFaces;
    if (instead) notAFace(faceAt(faces, place), to, random, form);
    else augment(detailAt(faces, place), to, random, augmentation, form);
    if (instead || isNotAFace(faces, place)) {
      face.targets[2 * i] = 1;
      fer2013.weights[i] = 0;
      continue;
    }
    face.targets[2 * i + 1] = 1;
    const label = faces.labels[place] as number;
    fer2013.targets[i * emotions.length + label] = 1;
    if (classWeights) fer2013.weights[i] = classWeights[label] as number;
    const shares = faces.votes?.shares.subarray(place * width, (place + 1) * width);
    if (shares?.some((s) => s > 0)) {
      ferplus.targets.set(shares, i * width);
      ferplus.weights[i] = 1;
    }
    if (teacher) learnFrom(teacher, batch, i, place);
  }
  if (augmentation.mixup > 0) mixUp(batch, augmentation.mixup, seededRandom(seed, 4, epoch, places[0] ?? 0));
  return batch;
}

/** Made of 48 × 48 grey values, and enlarged where the network sees more. */
function notAFace(face: Uint8Array, to: Float32Array, random: Random, form: FaceForm) {
  const made = new Float32Array(facePixels);
  makeNotAFace(face, made, random);
  to.set(fitFace(made, form));
}

/** Blends the teacher's probabilities into the targets of face `i`; where nobody voted they are the only ones. */
function learnFrom({ heads, share }: Teacher, batch: Batch, i: number, place: number) {
  for (const head of ['fer2013', 'ferplus'] as const) {
    const known = heads[head];
    if (!known) continue;
    const { targets, weights } = batch.heads[head];
    const classes = targets.length / weights.length;
    const taught = weights[i] === 0 ? 1 : share;
    for (let c = 0; c < classes; c++) {
      const at = i * classes + c;
      targets[at] = (1 - taught) * (targets[at] as number) + taught * (known[place * classes + c] as number);
    }
    weights[i] ||= 1;
  }
}

/** Blends every face and its targets with those of the face as far from the batch's other end (Zhang et al. 2018). */
function mixUp({ pixels, heads }: Batch, alpha: number, random: Random) {
  const n = heads.fer2013.weights.length;
  const share = Float32Array.from({ length: n }, () => beta(alpha, random));
  blendRows(pixels, share);
  for (const { targets, weights } of Object.values(heads)) {
    // A target counts by its weight: blend weight · target, then divide by the blended weight.
    const classes = targets.length / n;
    for (let i = 0; i < targets.length; i++)
      targets[i] = (targets[i] as number) * (weights[Math.floor(i / classes)] as number);
    blendRows(targets, share);
    blendRows(weights, share);
    for (let i = 0; i < targets.length; i++)
      targets[i] = (targets[i] as number) / ((weights[Math.floor(i / classes)] as number) || 1);
  }
}

/** Row i becomes share[i] of itself and the rest of row n − 1 − i. */
function blendRows(values: Float32Array, share: Float32Array) {
  const n = share.length;
  const before = Float32Array.from(values);
  const width = values.length / n;
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor(i / width);
    const other = before[(n - 1 - row) * width + (i % width)] as number;
    const s = share[row] as number;
    values[i] = s * (before[i] as number) + (1 - s) * other;
  }
}

/** A number from Beta(α, α) for 0 < α ≤ 1 (Jöhnk 1964). */
function beta(alpha: number, random: Random): number {
  for (;;) {
    const a = random.uniform() ** (1 / alpha);
    const b = random.uniform() ** (1 / alpha);
    if (a + b <= 1 && a + b > 0) return a / (a + b);
  }
}

export function countBatches(faces: Faces, batchSize: number): number {
  return Math.floor(countOf(faces) / batchSize);
}

/** Factors that make every class that occurs count alike in sum, 1 on average (scikit-learn's "balanced"). */
export function balancedWeights({ labels }: Faces): number[] {
  const counts = emotions.map((_, c) => labels.reduce((sum, label) => sum + (label === c ? 1 : 0), 0));
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : labels.length / (present * count)));
}
