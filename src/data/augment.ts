/** Faces as a camera could have seen them: turned, moved, nearer or further, mirrored, in other light, half covered. */
import type { Random } from '../graph';
import { drawGlasses, drawHand, lightFromOneSide } from './covers';
import { type FaceForm, faceSize, planesOf, usualForm } from './faces';

export interface Augmentation {
  /** Largest rotation either way, in degrees. */
  rotation: number;
  /** Largest change of size, as a share: 0.12 is 0.88 to 1.12 times. */
  zoom: number;
  /** Largest shift either way, as a share of the side. */
  shift: number;
  /** Largest shear either way, as a tangent. */
  shear: number;
  /** Probability of mirroring. */
  flip: number;
  /** Largest change of brightness, in grey values. */
  brightness: number;
  /** Largest change of contrast, as a share. */
  contrast: number;
  /** Probability that a rectangle is covered (Zhong et al. 2017, arXiv:1708.04896). */
  erasing: number;
  /** Probability of drawn glasses. */
  glasses: number;
  /** Probability of a drawn hand before the mouth. */
  hand: number;
  /** Probability of light from one side. */
  sidelight: number;
  /** Probability that the picture is blurred as by a cheap camera. */
  blur: number;
  /** Probability of a camera's noise. */
  noise: number;
  /**
   * α of the Beta distribution of shares in which pairs of faces, and their labels, are blended (Zhang et al. 2018,
   * arXiv:1710.09412), 0 to 1; 0 for none. Batches do this, not `augment`.
   */
  mixup: number;
}

export const cameraAugmentation: Augmentation = {
  rotation: 15,
  zoom: 0.12,
  shift: 0.1,
  shear: 0.08,
  flip: 0.5,
  brightness: 25,
  contrast: 0.3,
  erasing: 0.25,
  glasses: 0,
  hand: 0,
  sidelight: 0,
  blur: 0.1,
  noise: 0.1,
  mixup: 0,
};

/** Faces as they are. */
export const noAugmentation: Augmentation = {
  rotation: 0,
  zoom: 0,
  shift: 0,
  shear: 0,
  flip: 0,
  brightness: 0,
  contrast: 0,
  erasing: 0,
  glasses: 0,
  hand: 0,
  sidelight: 0,
  blur: 0,
  noise: 0,
  mixup: 0,
};

/** What Keras's ImageDataGenerator did in the project's first recipe: ±40°, a fifth of shift, shear and zoom, mirrored. */
export const kerasAugmentation: Augmentation = {
  ...noAugmentation,
  rotation: 40,
  zoom: 0.2,
  shift: 0.2,
  shear: 0.2,
  flip: 0.5,
};

/**
 * Writes an augmented copy of `from` to `to`, [channels, size, size], 48 × 48 grey values if no form is given. What comes from
 * outside repeats the border.
 */
export function augment(
  from: Uint8Array,
  to: Float32Array,
  random: Random,
  options: Augmentation,
  form: FaceForm = usualForm,
) {
  const { size } = form;
  const either = (most: number) => random.between(-most, most);
  const source = planesOf(covered(from, random, options, form), form);
  const change = {
    angle: (either(options.rotation) * Math.PI) / 180,
    size: 1 + either(options.zoom),
    dx: either(options.shift) * size,
    dy: either(options.shift) * size,
    shear: either(options.shear),
    mirrored: random.uniform() < options.flip,
  };
  const planes = planesOf(to, form);
  for (const [c, plane] of planes.entries()) warp(source[c] as Uint8Array, plane, change, size);
  if (random.uniform() < options.blur) {
    const amount = random.between(0.3, 1);
    for (const plane of planes) blur(plane, amount, size);
  }
  const gain = 1 + either(options.contrast);
  const lift = either(options.brightness);
  const noise = random.uniform() < options.noise ? random.between(2, 12) : 0;
  for (let i = 0; i < to.length; i++) {
    const value = ((to[i] as number) - 128) * gain + 128 + lift + (noise > 0 ? noise * random.normal() : 0);
    to[i] = Math.min(255, Math.max(0, value));
  }
  if (random.uniform() < options.erasing) erase(planes, random, size);
}

/** The face with what is drawn on it, a copy if that is anything. */
function covered(
  face: Uint8Array,
  random: Random,
  { glasses, hand, sidelight }: Augmentation,
  form: FaceForm,
): Uint8Array {
  const [hasGlasses, hasHand, hasSidelight] = [glasses, hand, sidelight].map((p) => random.uniform() < p);
  if (!hasGlasses && !hasHand && !hasSidelight) return face;
  const copy = Float32Array.from(face);
  // Most glasses are clear.
  if (hasGlasses) drawGlasses(copy, random.uniform() ** 3, random, form);
  if (hasHand) drawHand(copy, random.between(0.1, 0.4), random, form);
  if (hasSidelight) lightFromOneSide(copy, random.between(0.3, 0.9), random, form);
  return Uint8Array.from(copy);
}

export interface Warp {
  angle: number;
  size: number;
  dx: number;
  dy: number;
  shear: number;
  mirrored: boolean;
}

/** Changes nothing. */
export const noWarp: Warp = { angle: 0, size: 1, dx: 0, dy: 0, shear: 0, mirrored: false };

/** Samples `from` bilinearly at the places that an affine map about the centre gives. */
export function warp(
  from: Uint8Array,
  to: Float32Array,
  { angle, size, dx, dy, shear, mirrored }: Warp,
  width = faceSize,
) {
  const centre = (width - 1) / 2;
  const cos = Math.cos(angle) / size;
  const sin = Math.sin(angle) / size;
  const last = width - 1;
  const side = mirrored ? -1 : 1;
  let at = 0;
  for (let y = 0; y < width; y++) {
    const v = y - centre - dy;
    const u = shear * v - centre - dx;
    // Where the row's first pixel comes from, and how far apart its pixels lie there.
    let sx = centre + side * (cos * u - sin * v);
    let sy = centre + sin * u + cos * v;
    for (let x = 0; x < width; x++) {
      const cx = Math.max(0, Math.min(last, sx));
      const cy = Math.max(0, Math.min(last, sy));
      // The last pixel is the right neighbour of the one before it.
      const left = cx >= last ? last - 1 : cx | 0;
      const top = cy >= last ? last - 1 : cy | 0;
      const fx = cx - left;
      const fy = cy - top;
      const corner = top * width + left;
      const upper = (from[corner] as number) * (1 - fx) + (from[corner + 1] as number) * fx;
      const lower = (from[corner + width] as number) * (1 - fx) + (from[corner + width + 1] as number) * fx;
      to[at++] = upper * (1 - fy) + lower * fy;
      sx += side * cos;
      sy += sin;
    }
  }
}

/** Mixes every pixel with the mean of its four neighbours; `amount` 1 is all neighbours. */
function blur(pixels: Float32Array, amount: number, size: number) {
  const source = Float32Array.from(pixels);
  const last = size - 1;
  const share = amount / 4;
  for (let y = 0; y < size; y++) {
    const row = y * size;
    const above = y > 0 ? row - size : row;
    const below = y < last ? row + size : row;
    for (let x = 0; x < size; x++) {
      const left = x > 0 ? x - 1 : x;
      const right = x < last ? x + 1 : x;
      const around =
        (source[above + x] as number) +
        (source[below + x] as number) +
        (source[row + left] as number) +
        (source[row + right] as number);
      pixels[row + x] = (source[row + x] as number) * (1 - amount) + around * share;
    }
  }
}

/** Covers a rectangle of 2 to 15 % of the picture with one grey value. */
function erase(planes: readonly Float32Array[], random: Random, size: number) {
  const area = random.between(0.02, 0.15) * size * size;
  const ratio = Math.exp(random.between(Math.log(0.4), Math.log(2.5)));
  const height = Math.min(size, Math.round(Math.sqrt(area * ratio)));
  const width = Math.min(size, Math.round(Math.sqrt(area / ratio)));
  const top = Math.floor(random.uniform() * (size - height + 1));
  const left = Math.floor(random.uniform() * (size - width + 1));
  const grey = random.between(0, 255);
  for (const pixels of planes)
    for (let y = top; y < top + height; y++) pixels.fill(grey, y * size + left, y * size + left + width);
}
