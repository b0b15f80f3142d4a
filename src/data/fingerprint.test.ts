import { expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { type Faces, facePixels, pick } from './faces';
import { fingerprintOf, shareFound, shareKnown, sketchOf } from './fingerprint';

const random = seededRandom(3);
const count = 5000;
const faces: Faces = {
  // Eight pixels that differ are enough to tell faces apart.
  pixels: new Uint8Array(count * facePixels).map((_, i) => (i % facePixels < 8 ? random.uniform() * 256 : 7)),
  labels: new Uint8Array(count).map((_, i) => i % 7),
  rows: new Uint32Array(count).map((_, i) => i),
};
const some = (from: number, to: number) =>
  pick(
    faces,
    Array.from({ length: to - from }, (_, i) => from + i),
  );

it('a fingerprint is the same for the same faces alone', () => {
  expect(fingerprintOf(some(0, 50))).toEqual(fingerprintOf(some(0, 50)));
  const label = some(0, 50);
  label.labels[7] = (label.labels[7] as number) + 1;
  const pixel = some(0, 50);
  pixel.pixels[9] = (pixel.pixels[9] as number) ^ 1;
  const all = [some(0, 50), some(0, 49), some(1, 51), label, pixel].map((f) => fingerprintOf(f).sha256);
  expect(new Set(all).size).toBe(all.length);
});

it.each([
  [100, 1],
  // Of 4,000 faces a quarter is in the sketch, so what it tells of 800 is known to about 2 in 100.
  [4000, 0.06],
])('a sketch of %i faces tells what share of others is among them', (trained, near) => {
  const sketch = sketchOf(some(0, trained));
  expect(JSON.stringify(sketch).length).toBeLessThan(7000);
  expect(shareKnown(some(0, trained), sketch)).toBe(1);
  expect(shareKnown(some(trained, 5000), sketch)).toBe(0);
  expect(shareFound(sketch, [some(0, 10), some(5, 5000)])).toBe(1);
  expect(shareFound(sketch, [some(trained, 5000)])).toBe(0);
  const half = pick(faces, [
    ...Array.from({ length: trained / 5 }, (_, i) => i),
    ...Array.from({ length: trained / 5 }, (_, i) => 4999 - i),
  ]);
  const share = shareKnown(half, sketch);
  expect(Math.abs(share - 0.5)).toBeLessThan(near === 1 ? 1e-9 : near);
});
