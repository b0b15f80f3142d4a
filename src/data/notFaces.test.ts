import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { type Faces, facePixels, isNotAFace, makeNotAFace, notFaceKinds } from '.';

/** Bright above, dark below. */
const face = Uint8Array.from({ length: facePixels }, (_, i) => (i < facePixels / 2 ? 220 : 40));
const make = (kind: (typeof notFaceKinds)[number], seed = 3) => {
  const to = new Float32Array(facePixels);
  makeNotAFace(face, to, seededRandom(seed), kind);
  return to;
};
const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);

describe('a non-face', () => {
  it('is within grey values, and the same for the same seed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...notFaceKinds), fc.nat(), (kind, seed) => {
        const [made, again] = [make(kind, seed), make(kind, seed)];
        return made.every((v, i) => v >= 0 && v <= 255 && v === again[i]);
      }),
      { numRuns: 100 },
    );
  });

  it('of any kind is another one each time', () => {
    const made = [1, 2, 3, 4].map((seed) => {
      const to = new Float32Array(facePixels);
      makeNotAFace(face, to, seededRandom(seed));
      return sum(to);
    });
    expect(new Set(made).size).toBe(4);
  });

  it('a face cut apart or in pieces keeps its pixels', () => {
    // Nothing is added to and nothing left out of 220 and 40 in equal numbers; noise of up to 8 is.
    for (const kind of ['cut apart', 'in pieces'] as const)
      expect(Math.abs(sum(make(kind)) / facePixels - 130)).toBeLessThan(1);
  });

  it('in a data set is what most of ten people called none', () => {
    const counts = new Uint8Array(30);
    counts[9] = 10;
    counts[19] = 5;
    counts[14] = 5;
    counts[21] = 10;
    const votes = { counts, shares: new Float32Array(24), majority: new Int8Array(3) };
    const faces: Faces = {
      pixels: new Uint8Array(3 * facePixels),
      labels: new Uint8Array(3),
      rows: new Uint32Array(3),
    };
    expect([0, 1, 2].map((i) => isNotAFace({ ...faces, votes }, i))).toEqual([true, false, false]);
    expect(isNotAFace(faces, 0)).toBe(false);
  });
});
