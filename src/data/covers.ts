/**
 * What comes between a face and its camera, drawn: glasses, a hand before the mouth, light from one side.
 *
 * Places are those of an aligned face, FER2013's and our own: the eyes a third of the side apart, four tenths down.
 */
import type { Random } from '../graph';
import { type FaceForm, finerThanUsual, planesOf, usualForm } from './faces';

const eyes = { left: 0.32, right: 0.68, height: 0.4 };

/**
 * Draws glasses: two rims with a bridge and temples, lenses as dark as `tint` says (0 clear, 1 opaque), and a reflection
 * in some of them. Rims and opaque lenses are grey, 0 to 70 and 10 to 60.
 *
 * pixels [channels, size, size], 48 × 48 grey if no form is given, 0 … 255, changed in place
 */
export function drawGlasses(pixels: Float32Array, tint: number, random: Random, form: FaceForm = usualForm) {
  const { size } = form;
  const frame = random.between(0, 70);
  const lens = random.between(10, 60);
  const [rx, ry] = [random.between(0.12, 0.165) * size, random.between(0.08, 0.135) * size];
  // From a rounded rectangle to an ellipse.
  const power = random.between(2, 5);
  const rim = random.between(0.6, 1.6) * finerThanUsual(form);
  const [dx, dy] = [random.between(-0.02, 0.02) * size, random.between(-0.02, 0.03) * size];
  const glare = random.uniform() < 0.3 ? random.between(20, 90) : 0;
  const cy = eyes.height * size + dy;
  const centres = [eyes.left * size + dx, eyes.right * size + dx] as const;
  const planes = planesOf(pixels, form);
  const [first, end] = [Math.max(0, Math.floor(cy - ry - 1 - rim)), Math.min(size, cy + ry + 2 + rim)];
  for (let y = first; y < end; y++)
    for (let x = 0; x < size; x++) {
      const cx = x < size / 2 + dx ? centres[0] : centres[1];
      const radius = (Math.abs((x - cx) / rx) ** power + Math.abs((y - cy) / ry) ** power) ** (1 / power);
      const inside = clamp((1 - radius) * rx + 0.5);
      const onRim = clamp(rim / 2 + 0.5 - Math.abs(radius - 1) * Math.min(rx, ry));
      const bar = radius > 1 ? clamp(rim / 2 + 0.5 - Math.abs(y - cy + ry * 0.3)) : 0;
      const shine = inside * glare * clamp(1 - Math.abs(x - cx + y - cy) / (rx * 0.5));
      const at = y * size + x;
      for (const plane of planes) {
        const through = mix(plane[at] as number, lens, inside * tint);
        plane[at] = Math.min(255, mix(through + shine, frame, Math.max(onRim, bar)));
      }
    }
}

/**
 * Covers the face from below, as a hand before the mouth or a mask does, up to `share` of its height where it is highest;
 * the edge is rounded and of the face's own colour, a little lighter or darker.
 *
 * pixels [channels, size, size], 48 × 48 grey if no form is given, 0 … 255, changed in place
 */
export function drawHand(pixels: Float32Array, share: number, random: Random, form: FaceForm = usualForm) {
  const { size } = form;
  const finer = finerThanUsual(form);
  const lighter = random.between(-30, 50);
  const top = (1 - share) * size;
  const middle = random.between(0.35, 0.65) * size;
  const bend = random.between(0.002, 0.012) / finer;
  const [fingers, phase, depth] = [random.between(0.5, 0.9) / finer, random.between(0, 6), random.between(4, 22)];
  for (const plane of planesOf(pixels, form)) {
    const skin = clampGrey(plane.reduce((sum, v) => sum + v, 0) / plane.length + lighter);
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const edge = top + bend * (x - middle) ** 2;
        const at = y * size + x;
        const shaded = clampGrey(skin - depth * (1 + Math.sin(x * fingers + phase)) * 0.5);
        plane[at] = mix(plane[at] as number, shaded, clamp(y - edge + 0.5));
      }
  }
}

/**
 * Light from one side: the other side keeps 1 − `amount` of it.
 *
 * pixels [channels, size, size], 48 × 48 grey if no form is given, 0 … 255, changed in place
 */
export function lightFromOneSide(pixels: Float32Array, amount: number, random: Random, form: FaceForm = usualForm) {
  const { size } = form;
  const angle = random.between(0, 2 * Math.PI);
  const middle = (size - 1) / 2;
  const [ux, uy] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const planes = planesOf(pixels, form);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const way = clamp(0.5 + (x - middle) * ux + (y - middle) * uy);
      const at = y * size + x;
      for (const plane of planes) plane[at] = (plane[at] as number) * (1 - amount * way);
    }
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const clampGrey = (value: number) => Math.min(255, Math.max(0, value));
const mix = (from: number, to: number, share: number) => from + share * (to - from);
