/**
 * Faces made worse as cameras, cables and imperfect boxes do, in five strengths each, after ImageNet-C (Hendrycks and
 * Dietterich 2019, arXiv:1903.12261). Colours are made worse channel by channel: noise of its own for each, all else alike.
 */
import type { Random } from '../graph';
import { noWarp, type Warp, warp } from './augment';
import { drawGlasses, drawHand, lightFromOneSide } from './covers';
import { type FaceForm, finerThanUsual, planesOf, usualForm } from './faces';
import { compressed } from './jpeg';

type Corrupt = (face: Uint8Array, amount: number, random: Random, form: FaceForm) => Float32Array;

type Amounts = readonly [number, number, number, number, number];

interface Corruption {
  /** What the amounts are. */
  unit: string;
  /** From strength 1 to 5, for faces of 48 × 48. */
  amounts: Amounts;
  /** Where amounts are lengths, which grow with the picture: the smallest step between them, in pixels. */
  pixelStep?: number;
  corrupt: Corrupt;
}

const either = (amount: number, random: Random) => (random.uniform() < 0.5 ? amount : -amount);

/** What `change` makes of each channel. */
function eachPlane(face: Uint8Array, form: FaceForm, change: (from: Uint8Array, to: Float32Array) => void) {
  const to = new Float32Array(face.length);
  const planes = planesOf(to, form);
  for (const [c, plane] of planesOf(face, form).entries()) change(plane, planes[c] as Float32Array);
  return to;
}

const warped = (face: Uint8Array, form: FaceForm, change: Partial<Warp>): Float32Array =>
  eachPlane(face, form, (from, to) => warp(from, to, { ...noWarp, ...change }, form.size));

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
    pixelStep: 0.01,
    corrupt: (face, amount, _, form) => {
      const weights = gaussian(amount);
      return eachPlane(face, form, (from, to) => blur(from, to, weights, form.size));
    },
  },
  jpeg: {
    unit: 'quality',
    amounts: [50, 30, 20, 12, 7],
    corrupt: (face, amount, _, form) => compressed(face, amount, form),
  },
  dark: {
    unit: 'share of the light',
    amounts: [0.6, 0.45, 0.3, 0.2, 0.12],
    corrupt: (face, amount) => Float32Array.from(face, (value) => value * amount),
  },
  shift: {
    unit: 'pixels along each axis',
    amounts: [2, 3, 4, 6, 8],
    // Whole ones, so that nothing is blurred.
    pixelStep: 1,
    corrupt: (face, amount, random, form) =>
      warped(face, form, { dx: either(amount, random), dy: either(amount, random) }),
  },
  scale: {
    unit: 'share of the size, more or less',
    amounts: [0.08, 0.12, 0.16, 0.22, 0.3],
    corrupt: (face, amount, random, form) => warped(face, form, { size: 1 + either(amount, random) }),
  },
  rotation: {
    unit: 'degrees',
    amounts: [5, 10, 15, 22, 30],
    corrupt: (face, amount, random, form) => warped(face, form, { angle: (either(amount, random) * Math.PI) / 180 }),
  },
  glasses: {
    unit: 'how dark the lenses are',
    amounts: [0, 0.25, 0.5, 0.75, 1],
    corrupt: (face, amount, random, form) => drawnOn(face, (pixels) => drawGlasses(pixels, amount, random, form)),
  },
  hand: {
    unit: 'share of the height that is covered from below',
    amounts: [0.1, 0.18, 0.26, 0.34, 0.42],
    corrupt: (face, amount, random, form) => drawnOn(face, (pixels) => drawHand(pixels, amount, random, form)),
  },
  sidelight: {
    unit: 'share of the light that one side lacks',
    amounts: [0.3, 0.5, 0.65, 0.8, 0.92],
    corrupt: (face, amount, random, form) => drawnOn(face, (pixels) => lightFromOneSide(pixels, amount, random, form)),
  },
};

/**
 * The amounts of a corruption from strength 1 to 5, in its unit: those of lengths are larger for larger pictures, so that
 * they are the same share of a face.
 */
export function amountsFor(kind: string, form: FaceForm = usualForm): number[] {
  const { amounts, pixelStep } = corruptions[kind] as Corruption;
  if (pixelStep === undefined) return [...amounts];
  const perPixel = 1 / pixelStep;
  return amounts.map((amount) => Math.round(amount * finerThanUsual(form) * perPixel) / perPixel);
}

/**
 * A copy of the face, worse by `strength` 1 to 5, in whole values as a camera gives them.
 *
 * face [channels, size, size], 48 × 48 grey if no form is given, 0 … 255
 */
export function corrupted(
  face: Uint8Array,
  kind: string,
  strength: number,
  random: Random,
  form: FaceForm = usualForm,
): Uint8Array {
  const amount = amountsFor(kind, form)[strength - 1] as number;
  // Rounds, and cuts off what is below 0 or above 255.
  return new Uint8Array(
    Uint8ClampedArray.from((corruptions[kind] as Corruption).corrupt(face, amount, random, form)).buffer,
  );
}

/**
 * Weights of a Gaussian blur on pixels whose variance is that of the Gaussian. Sampled at whole pixels a Gaussian of less
 * than half a pixel has half of its variance: one that is a little wider is sampled, until it is right.
 */
function gaussian(deviation: number): Float64Array {
  const reach = Math.ceil(4 * deviation);
  const places = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const sampled = (width: number) => {
    const weights = places.map((place) => Math.exp(-(place ** 2) / (2 * width ** 2)));
    const total = weights.reduce((a, b) => a + b);
    return Float64Array.from(weights, (weight) => weight / total);
  };
  const variance = (weights: Float64Array) =>
    weights.reduce((sum, weight, i) => sum + weight * (places[i] as number) ** 2, 0);
  let [low, high] = [deviation, 2 * deviation];
  for (let halvings = 0; halvings < 30; halvings++) {
    const width = (low + high) / 2;
    if (variance(sampled(width)) < deviation ** 2) low = width;
    else high = width;
  }
  return sampled(high);
}

/** Along rows, then along columns; the border is repeated. */
function blur(face: Uint8Array, to: Float32Array, weights: Float64Array, size: number) {
  const reach = (weights.length - 1) / 2;
  const along = (from: ArrayLike<number>, into: Float32Array, step: number, across: number) => {
    for (let line = 0; line < size; line++)
      for (let at = 0; at < size; at++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) {
          const place = Math.min(size - 1, Math.max(0, at + i - reach));
          sum += (weights[i] as number) * (from[line * across + place * step] as number);
        }
        into[line * across + at * step] = sum;
      }
  };
  const rows = new Float32Array(to.length);
  along(face, rows, 1, size);
  along(rows, to, size, 1);
}
