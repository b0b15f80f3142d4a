import { expect, it } from 'vitest';
import { type Faces, facePixels, notFaceKinds } from '../data';
import { type Predictions, refusals } from './index';

/** Four faces: nobody, one, six and ten of ten people called them none. */
const counts = new Uint8Array(40);
[0, 1, 6, 10].forEach((none, i) => {
  counts[i * 10 + 9] = none;
  counts[i * 10] = 10 - none;
});
const faces: Faces = {
  pixels: new Uint8Array(4 * facePixels).fill(90),
  labels: new Uint8Array(4),
  rows: new Uint32Array(4),
  votes: { counts, shares: new Float32Array(32), majority: new Int8Array(4) },
};
const telling = (...readable: number[]): Predictions => ({
  fer2013: new Float32Array(readable.length * 7),
  emotions: new Float32Array(readable.length * 7),
  face: Float32Array.from(readable.flatMap((p) => [1 - p, p])),
});

it('counts what is refused among faces, what people called none, and what is made to be none', async () => {
  const told = await refusals(faces, telling(0.4, 0.2, 0.6, 0.1), async (made) =>
    // Refuses the first of each kind.
    telling(...Array.from(made.labels, (_, i) => (i === 0 ? 0.1 : 0.9))),
  );
  expect(told).toEqual([
    { what: 'faces', n: 1, refused: 1 },
    { what: 'voted no face', n: 2, refused: 1 },
    ...notFaceKinds.map((what) => ({ what, n: 4, refused: 1 })),
  ]);
});

it('says nothing of a network that does not tell', async () => {
  const { face: _, ...silent } = telling(1, 1, 1, 1);
  expect(await refusals(faces, silent, async () => silent)).toEqual([]);
});
