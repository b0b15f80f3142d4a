import { describe, expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { drawGlasses, drawHand, lightFromOneSide } from './covers';

const side = 48;
const grey = (value = 150) => new Float32Array(side * side).fill(value);
const mean = (pixels: Float32Array, rows: readonly [number, number], columns: readonly [number, number]) => {
  let [sum, count] = [0, 0];
  for (let y = rows[0]; y < rows[1]; y++)
    for (let x = columns[0]; x < columns[1]; x++) {
      sum += pixels[y * side + x] as number;
      count++;
    }
  return sum / count;
};

describe('what comes between a face and its camera', () => {
  it('dark glasses hide the eyes and leave the mouth', () => {
    for (let seed = 0; seed < 20; seed++) {
      const face = grey();
      drawGlasses(face, 1, seededRandom(seed));
      // Eyes of an aligned face: 48 · (0.5 ± 0.5 / 2.75) = 15 and 33, 48 · 0.4 = 19 from above.
      for (const eye of [15, 33]) expect(mean(face, [18, 21], [eye - 1, eye + 2])).toBeLessThan(110);
      expect(mean(face, [30, 48], [0, side])).toBe(150);
    }
  });

  it('clear glasses leave the eyes, behind rims', () => {
    const face = grey();
    // Without a reflection.
    drawGlasses(face, 0, seededRandom(1));
    const changed = face.filter((v) => Math.abs(v - 150) > 20).length;
    expect(changed).toBeGreaterThan(40);
    expect(changed).toBeLessThan(500);
  });

  it('a hand covers its share from below', () => {
    const face = grey(60);
    face.fill(200, 0, (side * side) / 2);
    const before = face.slice();
    drawHand(face, 0.25, seededRandom(2));
    expect(face.subarray(0, side * 30)).toEqual(before.subarray(0, side * 30));
    expect(Array.from(face.subarray(side * 47)).every((v) => v !== 60)).toBe(true);
  });

  it('light from one side takes what it says from the other', () => {
    for (let seed = 0; seed < 10; seed++) {
      const face = grey(200);
      lightFromOneSide(face, 0.8, seededRandom(seed));
      // Half of it in the middle: 200 · (1 − 0.8 / 2).
      expect(mean(face, [23, 25], [23, 25])).toBeCloseTo(120, 3);
      expect(Math.min(...face)).toBeLessThan(80);
      expect(Math.max(...face)).toBeGreaterThan(170);
    }
  });
});
