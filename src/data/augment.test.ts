import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { type Augmentation, augment, cameraAugmentation, facePixels, noAugmentation } from '.';

const face = Uint8Array.from({ length: facePixels }, (_, i) => (i * 31) % 256);

function augmented(options: Augmentation, seed = 1) {
  const to = new Float32Array(facePixels);
  augment(face, to, seededRandom(seed), options);
  return to;
}

it('changes nothing when nothing is asked for', () => {
  const to = augmented(noAugmentation);
  for (let i = 0; i < facePixels; i++) expect(Math.abs(to[i]! - face[i]!)).toBeLessThan(0.01);
});

it('mirrors each row', () => {
  const to = augmented({ ...noAugmentation, flip: 1 });
  for (let y = 0; y < 48; y++)
    for (let x = 0; x < 48; x++) expect(to[y * 48 + x]).toBeCloseTo(face[y * 48 + 47 - x]!, 2);
});

it('gives the same picture for the same seed, another for another', () => {
  expect(augmented(cameraAugmentation, 4)).toEqual(augmented(cameraAugmentation, 4));
  expect(augmented(cameraAugmentation, 4)).not.toEqual(augmented(cameraAugmentation, 5));
});

it('draws on the face what comes before it, so that it turns and moves with it', () => {
  const drawn = augmented({ ...noAugmentation, glasses: 1, hand: 1, sidelight: 1 });
  const changed = drawn.filter((v, i) => Math.abs(v - face[i]!) > 1).length;
  expect(changed).toBeGreaterThan(facePixels / 2);
  expect(face[0]).toBe(0);
});

it('stays within grey values whatever happens', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) =>
      augmented(
        { ...cameraAugmentation, erasing: 1, blur: 1, noise: 1, glasses: 1, hand: 1, sidelight: 1 },
        seed,
      ).every((v) => v >= 0 && v <= 255),
    ),
    { numRuns: 50 },
  );
});

it('changes all channels of a larger face alike', () => {
  const size = 20;
  const plane = Uint8Array.from({ length: size * size }, (_, i) => (i * 37) % 256);
  const from = new Uint8Array(3 * plane.length);
  for (let c = 0; c < 3; c++) from.set(plane, c * plane.length);
  const to = new Float32Array(from.length);
  const options = { ...cameraAugmentation, erasing: 1, blur: 1, noise: 0 };
  augment(from, to, seededRandom(4), options, { channels: 3, size });
  const [red, green, blue] = [0, 1, 2].map((c) => to.slice(c * plane.length, (c + 1) * plane.length));
  expect(green).toEqual(red);
  expect(blue).toEqual(red);
  expect([...(red as Float32Array)]).not.toEqual([...plane]);
});
