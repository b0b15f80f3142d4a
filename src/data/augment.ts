/** Faces as a camera could have seen them: turned, moved, nearer or further, mirrored, in other light, half covered. */
import type { Random } from '../graph';
import { facePixels, faceSize } from './faces';

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
  /** Probability that the picture is blurred as by a cheap camera, and of noise. */
  blur: number;
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
  blur: 0.1,
  noise: 0.1,
  mixup: 0,
};

/** What Keras's ImageDataGenerator did in the project's first recipe: ±40°, a fifth of shift, shear and zoom, mirrored. */
export const kerasAugmentation: Augmentation = {
  rotation: 40,
  zoom: 0.2,
  shift: 0.2,
  shear: 0.2,
  flip: 0.5,
  brightness: 0,
  contrast: 0,
  erasing: 0,
  blur: 0,
  noise: 0,
  mixup: 0,
};

/** Writes an augmented copy of `from` (48 × 48 grey values) to `to`. What comes from outside repeats the border. */
export function augment(from: Uint8Array, to: Float32Array, random: Random, options: Augmentation) {
  const either = (most: number) => random.between(-most, most);
  warp(from, to, {
    angle: (either(options.rotation) * Math.PI) / 180,
    size: 1 + either(options.zoom),
    dx: either(options.shift) * faceSize,
    dy: either(options.shift) * faceSize,
    shear: either(options.shear),
    mirrored: random.uniform() < options.flip,
  });
  if (random.uniform() < options.blur) blur(to, random.between(0.3, 1));
  const gain = 1 + either(options.contrast);
  const lift = either(options.brightness);
  const noise = random.uniform() < options.noise ? random.between(2, 12) : 0;
  for (let i = 0; i < facePixels; i++) {
    const value = ((to[i] as number) - 128) * gain + 128 + lift + (noise > 0 ? noise * random.normal() : 0);
    to[i] = Math.min(255, Math.max(0, value));
  }
  if (random.uniform() < options.erasing) erase(to, random);
}

interface Warp {
  angle: number;
  size: number;
  dx: number;
  dy: number;
  shear: number;
  mirrored: boolean;
}

/** Samples `from` bilinearly at the places that an affine map about the centre gives. */
function warp(from: Uint8Array, to: Float32Array, { angle, size, dx, dy, shear, mirrored }: Warp) {
  const centre = (faceSize - 1) / 2;
  const cos = Math.cos(angle) / size;
  const sin = Math.sin(angle) / size;
  const last = faceSize - 1;
  const side = mirrored ? -1 : 1;
  for (let y = 0; y < faceSize; y++) {
    for (let x = 0; x < faceSize; x++) {
      const v = y - centre - dy;
      const u = x - centre - dx + shear * v;
      const sx = Math.min(last, Math.max(0, centre + side * (cos * u - sin * v)));
      const sy = Math.min(last, Math.max(0, centre + sin * u + cos * v));
      const left = Math.min(last - 1, Math.floor(sx));
      const top = Math.min(last - 1, Math.floor(sy));
      const fx = sx - left;
      const fy = sy - top;
      const at = top * faceSize + left;
      const upper = (from[at] as number) * (1 - fx) + (from[at + 1] as number) * fx;
      const lower = (from[at + faceSize] as number) * (1 - fx) + (from[at + faceSize + 1] as number) * fx;
      to[y * faceSize + x] = upper * (1 - fy) + lower * fy;
    }
  }
}

/** Mixes every pixel with the mean of its four neighbours; `amount` 1 is all neighbours. */
function blur(pixels: Float32Array, amount: number) {
  const source = Float32Array.from(pixels);
  const last = faceSize - 1;
  for (let y = 0; y < faceSize; y++) {
    for (let x = 0; x < faceSize; x++) {
      const at = (row: number, column: number) => source[row * faceSize + column] as number;
      const around =
        (at(Math.max(0, y - 1), x) +
          at(Math.min(last, y + 1), x) +
          at(y, Math.max(0, x - 1)) +
          at(y, Math.min(last, x + 1))) /
        4;
      pixels[y * faceSize + x] = at(y, x) * (1 - amount) + around * amount;
    }
  }
}

/** Covers a rectangle of 2 to 15 % of the picture with one grey value. */
function erase(pixels: Float32Array, random: Random) {
  const area = random.between(0.02, 0.15) * facePixels;
  const ratio = Math.exp(random.between(Math.log(0.4), Math.log(2.5)));
  const height = Math.min(faceSize, Math.round(Math.sqrt(area * ratio)));
  const width = Math.min(faceSize, Math.round(Math.sqrt(area / ratio)));
  const top = Math.floor(random.uniform() * (faceSize - height + 1));
  const left = Math.floor(random.uniform() * (faceSize - width + 1));
  const grey = random.between(0, 255);
  for (let y = top; y < top + height; y++) pixels.fill(grey, y * faceSize + left, y * faceSize + left + width);
}
