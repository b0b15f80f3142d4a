import { expect, it } from 'vitest';
import { beatsThreads, fasterOf, measureTask } from './speeds';

it('a card is taken where it is faster by a tenth at least', () => {
  expect(fasterOf({ cpu: 10, webgpu: 8.9 })).toBe('webgpu');
  expect(fasterOf({ cpu: 10, webgpu: 9.1 })).toBe('cpu');
});

it('a card has to be faster than all threads of the processor together', () => {
  const speeds = {
    measuredOn: 'a card',
    find: { cpu: 4, webgpu: 2 },
    search: { cpu: 60, webgpu: 15 },
    readFew: { cpu: 8, webgpu: 2 },
    readMany: { cpu: 20, webgpu: 3 },
  };
  // 12 ms of a frame become 4, and 68 of a photo 17.
  expect(beatsThreads(speeds, 1)).toBe(true);
  expect(beatsThreads(speeds, 2)).toBe(true);
  expect(beatsThreads(speeds, 3)).toBe(false);
});

it('what is slower on a card than on the processor stays there beside the card', () => {
  const speeds = {
    measuredOn: 'a card',
    find: { cpu: 1, webgpu: 5 },
    search: { cpu: 1, webgpu: 5 },
    readFew: { cpu: 20, webgpu: 2 },
    readMany: { cpu: 60, webgpu: 2 },
  };
  expect(beatsThreads(speeds, 4)).toBe(true);
});

it('a task is timed on both devices', async () => {
  let now = 0;
  const taking = (milliseconds: number) => async () => {
    now += milliseconds;
  };
  const times = await measureTask(
    { cpu: taking(7), webgpu: taking(900) },
    (task) => task(),
    () => now,
  );
  expect(times).toEqual({ cpu: 7, webgpu: 900 });
});
