import { expect, it } from 'vitest';
import type { Classifier } from '../model';
import { coveredViews, evidenceFor, evidenceSide } from './evidence';

/** Is sure of a smile by how bright the left half of the mouth's region is: rows 32 to 48, columns 0 to 24. */
const read: Classifier['read'] = async (faces) =>
  faces.map((face) => {
    let sum = 0;
    for (let y = 32; y < 48; y++) for (let x = 0; x < 24; x++) sum += face[y * 48 + x] as number;
    const happy = sum / (16 * 24) / 255;
    return { probabilities: Float32Array.of(0, 0, 0, happy, 0, 0, 1 - happy), readable: 1 };
  });
const width = 100;
const frame = { data: new Uint8Array(width * width * 4), width, height: width, time: 0 };
/** Eyes so that the network's square is the whole frame: 100 pixels of side, its eyes at 0.4 of the height. */
const face = {
  box: { x: 10, y: 20, width: 100 / 1.21, height: 100 / 1.21 },
  landmarks: {
    rightEye: { x: 50 - 50 / 2.75, y: 40 },
    leftEye: { x: 50 + 50 / 2.75, y: 40 },
    noseTip: { x: 50, y: 55 },
  },
};

it('is where covering costs the emotion most, and nowhere else', async () => {
  // White where the reader looks, black elsewhere.
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++)
      frame.data.fill(y >= 67 && x < 50 ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 4);
  const { drops, face: seen } = await evidenceFor(coveredViews(frame, face), 'happy', read);
  expect(seen).toHaveLength(48 * 48);
  const at = (row: number, column: number) => drops[row * evidenceSide + column] as number;
  const most = Math.max(...drops);
  expect(most).toBeGreaterThan(1);
  // The lowest row's patch covers rows 32 to 48 and columns 0 to 16: two thirds of what is looked at.
  expect(at(5, 0)).toBe(most);
  // Rows 0 to 16, and columns 32 to 48, are not looked at.
  for (let i = 0; i < evidenceSide; i++) {
    expect(at(0, i)).toBeCloseTo(0, 5);
    expect(at(i, 5)).toBeCloseTo(0, 5);
  }
});
