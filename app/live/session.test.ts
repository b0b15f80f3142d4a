import '../../tools/barePage';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../reading/engine';
import { createLive } from './session';

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

it('reads from the video that shows the camera last, and from the one before it once that is gone', async () => {
  const reads: string[] = [];
  const times: number[] = [];
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal(
    'VideoFrame',
    class {
      close() {}
    },
  );
  const engine = {
    ...{ state: signal('ready'), reason: signal('') },
    read: async (_: unknown, seconds: number) => {
      reads.push(showing);
      times.push(seconds);
      return { readings: [], width: 1, height: 1 };
    },
  };
  const live = createLive(engine as unknown as Engine);
  live.use('live');
  await vi.advanceTimersByTimeAsync(0);
  let showing = '';
  /** ahead: ms by which its window's clock began later than the page's */
  const videoOf = (name: string, ahead = 0) => {
    let waiting: VideoFrameRequestCallback[] = [];
    const element = {
      readyState: 2,
      ownerDocument: { defaultView: { performance: { timeOrigin: performance.timeOrigin + ahead } } },
      play: async () => {},
      requestVideoFrameCallback: (callback: VideoFrameRequestCallback) => waiting.push(callback),
    };
    const shows = async () => {
      showing = name;
      const [callbacks] = [waiting];
      waiting = [];
      for (const callback of callbacks) callback(0, { mediaTime: 0 } as VideoFrameCallbackMetadata);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { element: element as unknown as HTMLVideoElement, shows };
  };
  const [page, sheet] = [videoOf('page'), videoOf('sheet', 9000)];
  live.attach(page.element);
  await page.shows();
  const release = live.attach(sheet.element);
  await page.shows();
  await sheet.shows();
  release();
  await sheet.shows();
  await page.shows();
  await page.shows();
  expect(reads).toEqual(['page', 'sheet', 'page', 'page']);
  // All by the page's clock.
  expect(times).toEqual([0, 9, 0, 0]);
});
