import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../reading/engine';
import { createLive } from './session';

vi.hoisted(() => {
  // What the page's rooms ask a browser for as soon as they are loaded.
  globalThis.addEventListener = () => {};
  globalThis.removeEventListener = () => {};
  const root = { dataset: {} };
  const document = { visibilityState: 'visible', hidden: false, documentElement: root, addEventListener() {} };
  Object.assign(globalThis, { document });
});

/** How often a camera was opened. */
let opened = 0;

beforeEach(() => {
  opened = 0;
  vi.useFakeTimers();
  const stream = () => ({ getTracks: () => [], getVideoTracks: () => [] });
  const mediaDevices = {
    async getUserMedia() {
      opened++;
      return stream();
    },
    enumerateDevices: async () => [],
    addEventListener() {},
  };
  vi.stubGlobal('navigator', {
    mediaDevices,
    permissions: { query: async () => ({ state: 'granted' }) },
    languages: [],
  });
  vi.stubGlobal(
    'HTMLVideoElement',
    class {
      requestVideoFrameCallback() {}
    },
  );
  for (const name of ['VideoFrame', 'OffscreenCanvas']) vi.stubGlobal(name, class {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function openLive() {
  const live = createLive({ state: signal('ready'), reason: signal('') } as unknown as Engine);
  live.use('live');
  await vi.advanceTimersByTimeAsync(0);
  expect(live.cameraOn.value).toBe(true);
}

it('starts a camera anew that shows nothing, and gives it twice as long each time to wake', async () => {
  await openLive();
  await vi.advanceTimersByTimeAsync(7000);
  expect(opened).toBe(2);
  await vi.advanceTimersByTimeAsync(7000);
  expect(opened).toBe(2);
  await vi.advanceTimersByTimeAsync(5000);
  expect(opened).toBe(3);
});

it('leaves the camera as it is after a minute in which the page could not run', async () => {
  await openLive();
  const clock = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => clock() + 60_000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(opened).toBe(1);
});
