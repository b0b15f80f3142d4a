/**
 * Faces made worse as cameras, cables and imperfect boxes do, in five strengths each, after ImageNet-C (Hendrycks and
 * Dietterich 2019, arXiv:1903.12261).
 */
import type { Random } from '../graph';
import { noWarp, type Warp, warp } from './augment';
import { drawGlasses, drawHand, lightFromOneSide } from './covers';
import { facePixels, faceSize } from './faces';

type Corrupt = (face: Uint8Array, amount: number, random: Random) => Float32Array;

interface Corruption {
  /** What the amounts are. */
  unit: string;
  /** From strength 1 to 5. */
  amounts: readonly [number, number, number, number, number];
  corrupt: Corrupt;
}

const either = (amount: number, random: Random) => (random.uniform() < 0.5 ? amount : -amount);

const warped = (face: Uint8Array, change: Partial<Warp>): Float32Array => {
  const to = new Float32Array(facePixels);
  warp(face, to, { ...noWarp, ...change });
  return to;
};

const drawnOn = (face: Uint8Array, draw: (pixels: Float32Array) => void): Float32Array => {
  const to = Float32Array.from(face);
  draw(to);
  return to;
};

export const corruptions: Readonly<Record<string, Corruption>> = {
  noise: {
    unit: 'standard deviation in grey values',
    amounts: [4, 8, 14, 20, 28],
    corrupt: (face, amount, random) => Float32Array.from(face, (value) => value + amount * random.normal()),
  },
  blur: {
    unit: 'standard deviation in pixels',
    amounts: [0.4, 0.7, 1, 1.4, 1.9],
    corrupt: (face, amount) => blurred(face, amount),
  },
  jpeg: { unit: 'quality', amounts: [50, 30, 20, 12, 7], corrupt: (face, amount) => compressed(face, amount) },
  dark: {
    unit: 'share of the light',
    amounts: [0.6, 0.45, 0.3, 0.2, 0.12],
    corrupt: (face, amount) => Float32Array.from(face, (value) => value * amount),
  },
  shift: {
    unit: 'pixels along each axis',
    amounts: [2, 3, 4, 6, 8],
    corrupt: (face, amount, random) => warped(face, { dx: either(amount, random), dy: either(amount, random) }),
  },
  scale: {
    unit: 'share of the size, more or less',
    amounts: [0.08, 0.12, 0.16, 0.22, 0.3],
    corrupt: (face, amount, random) => warped(face, { size: 1 + either(amount, random) }),
  },
  rotation: {
    unit: 'degrees',
    amounts: [5, 10, 15, 22, 30],
    corrupt: (face, amount, random) => warped(face, { angle: (either(amount, random) * Math.PI) / 180 }),
  },
  glasses: {
    unit: 'how dark the lenses are',
    amounts: [0, 0.25, 0.5, 0.75, 1],
    corrupt: (face, amount, random) => drawnOn(face, (pixels) => drawGlasses(pixels, amount, random)),
  },
  hand: {
    unit: 'share of the height that is covered from below',
    amounts: [0.1, 0.18, 0.26, 0.34, 0.42],
    corrupt: (face, amount, random) => drawnOn(face, (pixels) => drawHand(pixels, amount, random)),
  },
  sidelight: {
    unit: 'share of the light that one side lacks',
    amounts: [0.3, 0.5, 0.65, 0.8, 0.92],
    corrupt: (face, amount, random) => drawnOn(face, (pixels) => lightFromOneSide(pixels, amount, random)),
  },
};

/** A copy of the face, worse by `strength` 1 to 5, in whole grey values as a camera gives them. */
export function corrupted(face: Uint8Array, kind: string, strength: number, random: Random): Uint8Array {
  const { amounts, corrupt } = corruptions[kind] as Corruption;
  // Rounds, and cuts off what is below 0 or above 255.
  return Uint8Array.from(Uint8ClampedArray.from(corrupt(face, amounts[strength - 1] as number, random)));
}

/** A Gaussian along rows, then along columns; the border is repeated. */
function blurred(face: Uint8Array, deviation: number): Float32Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)));
  const total = weights.reduce((a, b) => a + b);
  const along = (from: ArrayLike<number>, step: number, across: number) => {
    const to = new Float32Array(facePixels);
    for (let line = 0; line < faceSize; line++)
      for (let at = 0; at < faceSize; at++) {
        let sum = 0;
        weights.forEach((weight, i) => {
          const place = Math.min(faceSize - 1, Math.max(0, at + i - reach));
          sum += weight * (from[line * across + place * step] as number);
        });
        to[line * across + at * step] = sum / total;
      }
    return to;
  };
  return along(along(face, 1, faceSize), faceSize, 1);
}

/** Quantisation of luminance in JPEG's Annex K, table K.1. */
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
] as const;
const side = 8;
const cosines = Array.from({ length: side * side }, (_, i) => {
  const [frequency, place] = [Math.floor(i / side), i % side];
  return Math.sqrt((frequency === 0 ? 1 : 2) / side) * Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * side));
});

/** What JPEG loses: each 8 × 8 block's cosines, rounded to steps that its quality sets (as libjpeg scales them). */
function compressed(face: Uint8Array, quality: number): Float32Array {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const steps = luminance.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
  const to = new Float32Array(facePixels);
  const block = new Float64Array(side * side);
  for (let top = 0; top < faceSize; top += side)
    for (let left = 0; left < faceSize; left += side) {
      for (let i = 0; i < block.length; i++)
        block[i] = (face[(top + Math.floor(i / side)) * faceSize + left + (i % side)] as number) - 128;
      const rounded = transformed(block, false).map(
        (value, i) => Math.round(value / (steps[i] as number)) * (steps[i] as number),
      );
      transformed(rounded, true).forEach((value, i) => {
        to[(top + Math.floor(i / side)) * faceSize + left + (i % side)] = value + 128;
      });
    }
  return to;
}

/** The two-dimensional cosine transform of a block, or its inverse. */
function transformed(block: ArrayLike<number>, inverse: boolean): number[] {
  const basis = (frequency: number, place: number) =>
    cosines[inverse ? place * side + frequency : frequency * side + place] as number;
  const result = new Array<number>(side * side).fill(0);
  const rows = new Float64Array(side * side);
  for (let y = 0; y < side; y++)
    for (let u = 0; u < side; u++)
      for (let x = 0; x < side; x++)
        rows[y * side + u] = (rows[y * side + u] as number) + (block[y * side + x] as number) * basis(u, x);
  for (let v = 0; v < side; v++)
    for (let u = 0; u < side; u++)
      for (let y = 0; y < side; y++)
        result[v * side + u] = (result[v * side + u] as number) + (rows[y * side + u] as number) * basis(v, y);
  return result;
}
