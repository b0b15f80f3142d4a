import { expect, it } from 'vitest';
import type { Stream } from '../../src/detect';
import { createRuns } from './runs';

const stream = () => ({}) as Stream;

it('a video that is read meanwhile leaves the camera its people, and has its own', async () => {
  const runs = createRuns();
  const opened: unknown[] = [];
  const open = async (source: unknown) => {
    opened.push(source);
    return stream();
  };
  const numbers: number[] = [];
  for (const [id, source] of (['camera', 7, 'camera', 7, 'camera'] as const).entries())
    numbers.push((await runs.of(source, id, open)).number);
  expect(numbers).toEqual([0, 1, 0, 1, 0]);
  expect(opened).toEqual(['camera', 7]);
  expect(runs.withNumber(1)?.source).toBe(7);
  // Another video: nobody asks for the first any more.
  expect((await runs.of(8, 5, open)).number).toBe(5);
  expect(runs.withNumber(1)).toBeUndefined();
  expect((await runs.of('camera', 6, open)).number).toBe(0);
});

it('all that is read goes on with another stream', async () => {
  const runs = createRuns();
  const [camera, video] = [await runs.of('camera', 0, async () => stream()), await runs.of(1, 1, async () => stream())];
  const [forCamera, forVideo] = [stream(), stream()];
  await runs.renew(async ({ source }) => (source === 'camera' ? forCamera : forVideo));
  expect(camera.stream).toBe(forCamera);
  expect(video.stream).toBe(forVideo);
});
