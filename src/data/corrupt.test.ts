import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { corrupted, corruptions } from './corrupt';

const side = 48;
/** Smooth, with an edge: as much as a face has to lose. */
const face = Uint8Array.from({ length: side * side }, (_, i) => {
  const [x, y] = [i % side, Math.floor(i / side)];
  return 128 + 60 * Math.sin(x / 5) * Math.cos(y / 7) + (x > 24 ? 40 : 0);
});
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.sqrt(Array.from(a, (value, i) => (value - (b[i] as number)) ** 2).reduce((x, y) => x + y) / a.length);

describe('faces made worse', () => {
  it.each(Object.keys(corruptions))('%s is worse with each strength, and the same for the same seed', (kind) => {
    const made = [1, 2, 3, 4, 5].map((strength) => corrupted(face, kind, strength, seededRandom(3)));
    expect(corrupted(face, kind, 3, seededRandom(3))).toEqual(made[2]);
    const far = made.map((copy) => distance(copy, face));
    expect(far[0]).toBeGreaterThan(0.2);
    expect(far.toSorted((a, b) => a - b)).toEqual(far);
  });

  it('noise has the deviation that it says', () => {
    const grey = new Uint8Array(side * side).fill(128);
    expect(distance(corrupted(grey, 'noise', 3, seededRandom(1)), grey)).toBeCloseTo(14, 0);
  });

  it('JPEG loses what libjpeg loses', async () => {
    const jpeg = await sharp(face, { raw: { width: side, height: side, channels: 1 } })
      .jpeg({ quality: 20, chromaSubsampling: '4:4:4', mozjpeg: false })
      .toBuffer();
    const theirs = new Uint8Array(await sharp(jpeg).greyscale().raw().toBuffer());
    const ours = corrupted(face, 'jpeg', 3, seededRandom(1));
    expect(distance(ours, theirs)).toBeLessThan(0.5 * distance(theirs, face));
  });
});
