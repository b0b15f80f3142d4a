import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emotions } from '../emotion';
import { type Faces, facePixels, limitFaces } from '.';

const faces = (counts: readonly number[]): Faces => {
  const labels = Uint8Array.from(counts.flatMap((n, c) => Array<number>(n).fill(c)));
  const rows = Uint32Array.from(labels.keys());
  return { labels, rows, pixels: new Uint8Array(labels.length * facePixels) };
};
const countsOf = ({ labels }: Faces) => emotions.map((_, c) => labels.filter((label) => label === c).length);

it('keeps each class in its share, even where the data lists class after class', () => {
  expect(countsOf(limitFaces(faces([400, 100, 100, 200, 100, 50, 50]), 100))).toEqual([40, 10, 10, 20, 10, 5, 5]);
  // A tenth of a face is one.
  expect(countsOf(limitFaces(faces([990, 10, 0, 0, 0, 0, 0]), 10))).toEqual([9, 1, 0, 0, 0, 0, 0]);
});

it('gives so many faces, in their order, none twice', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 7, maxLength: 7 }),
      fc.integer({ min: 7, max: 60 }),
      (counts, most) => {
        const all = faces(counts);
        const some = limitFaces(all, most);
        expect(some.labels.length).toBe(Math.min(most, all.labels.length));
        expect([...new Set(some.rows)].sort((a, b) => a - b)).toEqual([...some.rows]);
        for (const [c, n] of countsOf(some).entries()) {
          expect(n).toBeLessThanOrEqual(counts[c] as number);
          if ((counts[c] as number) > 0) expect(n).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 50 },
  );
});
