import { expect, it } from 'vitest';
import type { Frame } from '../media';
import type { Look } from './blazeface';
import type { Face } from './face';
import { createWatchfulFinder } from './tiles';

const frameAt = (time: number): Frame => ({ data: new Uint8Array(4 * 100 * 100), width: 100, height: 100, time });
const faceAt = (x: number, side: number): Face => {
  const point = (dx: number, dy: number) => ({ x: x + dx * side, y: 10 + dy * side });
  return {
    box: { x, y: 10, width: side, height: side },
    score: 0.95,
    landmarks: {
      rightEye: point(0.3, 0.35),
      leftEye: point(0.7, 0.35),
      noseTip: point(0.5, 0.55),
      mouth: point(0.5, 0.75),
    } as Face['landmarks'],
  };
};
/** How many faces it finds in each of 150 frames, 30 a second, and how often it looked for those far away. */
async function found(farFaces: (time: number) => Face[] | Error) {
  let looks = 0;
  const near: Look = async () => [faceAt(10, 40)];
  const far: Look = async (frame) => {
    looks++;
    const seen = farFaces(frame.time);
    if (seen instanceof Error) throw seen;
    return seen;
  };
  const finder = createWatchfulFinder(near, far);
  const counts: number[] = [];
  for (let i = 0; i < 150; i++) counts.push((await finder.detect(frameAt(10 + i / 30))).length);
  return { counts, looks };
}

it('looks for faces far away once a second while there are none, the first time after a second', async () => {
  const { counts, looks } = await found(() => []);
  expect(new Set(counts)).toEqual(new Set([1]));
  expect(looks).toBe(4);
});

it('finds whoever comes in the distance within a second, stays with them, and the near face is one all the time', async () => {
  const { counts } = await found((time) => [faceAt(10, 40), ...(time > 11.5 ? [faceAt(70, 12)] : [])]);
  const first = counts.indexOf(2);
  expect(first / 30).toBeGreaterThan(1.5);
  expect(first / 30).toBeLessThanOrEqual(2.51);
  expect(new Set(counts.slice(first))).toEqual(new Set([2]));
});

it('goes on with near faces where the other network cannot be loaded, and does not ask for it every second', async () => {
  const { counts, looks } = await found(() => new Error('offline'));
  expect(new Set(counts)).toEqual(new Set([1]));
  expect(looks).toBe(1);
});
