import { expect, it } from 'vitest';
import { type Faces, facePixels } from '../data';
import { poseOf } from '../face';
import { cutAnew, findFaces, turnsOf } from './index';

/** A face with a bright left half, one that is not found, and one with a bright lower half. */
const pixels = new Uint8Array(3 * facePixels);
for (let i = 0; i < facePixels; i++) {
  pixels[i] = i % 48 < 24 ? 200 : 50;
  pixels[2 * facePixels + i] = i < facePixels / 2 ? 50 : 200;
}
const faces = { pixels, labels: Uint8Array.of(1, 2, 3), rows: Uint32Array.of(5, 6, 7) };

/** Frames are 216 pixels wide, the face three times as large in their middle: from 36 to 180. */
const landmarks = {
  rightEye: { x: 108 - 26.2, y: 36 + 57.6 },
  leftEye: { x: 108 + 26.2, y: 36 + 57.6 },
  noseTip: { x: 108, y: 120 },
  mouth: { x: 108, y: 140 },
  rightEar: { x: 60, y: 100 },
  leftEar: { x: 156, y: 100 },
};
const box = { x: 48, y: 60, width: 119, height: 119 };
const finding = (calls: number[]) => ({
  detect: async () => {
    calls.push(0);
    return calls.length === 2 ? [] : [{ box, landmarks, score: 0.5 }];
  },
});

it('cuts the faces that are found as a photo would be cut', async () => {
  const { asTheyAre, cut } = cutAnew(faces, await findFaces(faces, finding([])));
  expect([...cut.labels]).toEqual([1, 3]);
  expect([...asTheyAre.rows]).toEqual([5, 7]);
  // Eyes 52.4 apart make a side of 2.75 · 52.4 = 144, the box one of 1.21 · 119 = 144, so that the cut is the face again.
  const far = cut.pixels.filter((v, i) => Math.abs(v - asTheyAre.pixels[i]!) > 10).length;
  expect(far).toBeLessThan(2 * 48 * 2);
});

it('tells how far each is turned where it is found', async () => {
  const turns = turnsOf(await findFaces(faces, finding([])));
  expect(turns[1]).toBeNaN();
  expect(turns[0]).toBeCloseTo(poseOf(landmarks).turn, 5);
});

it('cuts faces in the colours and the size that a network reads, too', async () => {
  // 64 × 64: twice as large in the frame, with a border of 16 that is 32 there. The left half is red, the right one blue.
  const size = 64;
  const one = Uint8Array.from({ length: 3 * size * size }, (_, i) => {
    const [isLeft, channel] = [i % size < size / 2, Math.floor(i / size ** 2)];
    return channel === (isLeft ? 0 : 2) ? 200 : 40;
  });
  const coloured: Faces = {
    pixels: pixels.slice(0, facePixels),
    labels: Uint8Array.of(1),
    rows: Uint32Array.of(5),
    detail: { channels: 3, size, pixels: one },
  };
  const from = (at: { x: number; y: number }) => ({
    x: ((at.x - 36) / 144) * 128 + 32,
    y: ((at.y - 36) / 144) * 128 + 32,
  });
  const found = Object.fromEntries(Object.entries(landmarks).map(([name, at]) => [name, from(at)])) as typeof landmarks;
  const detector = {
    detect: async () => [
      {
        box: { ...from(box), width: (box.width / 144) * 128, height: (box.height / 144) * 128 },
        landmarks: found,
        score: 1,
      },
    ],
  };
  const { asTheyAre, cut } = cutAnew(coloured, await findFaces(coloured, detector));
  expect(asTheyAre.detail?.pixels).toEqual(one);
  expect(cut.detail).toMatchObject({ channels: 3, size });
  const far = cut.detail?.pixels.filter((v, i) => Math.abs(v - (one[i] as number)) > 10).length;
  expect(far).toBeLessThan(2 * size * 4);
  // Red of 200, 40, 40 is 0.299 · 200 + 0.701 · 40 = 88 in grey.
  expect(cut.pixels[48 * 24 + 10]).toBeCloseTo(88, -1);
});
