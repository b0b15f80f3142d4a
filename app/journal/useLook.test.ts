import '../../tools/barePage';
import { signal } from '@preact/signals';
import { parseHTML } from 'linkedom';
import { h, render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emotions } from '../../src/emotion';
import type { Look } from '../../src/mood';
import type { Live } from '../live/session';
import type { LiveState } from '../live/state';
import type { LiveReading } from '../reading/messages';
import { useLook } from './useLook';

const { window, document } = parseHTML('<!doctype html><html><body></body></html>');

beforeEach(() => {
  Object.assign(globalThis, { document, window });
  vi.useFakeTimers();
});
afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
});

const happy = {
  emotions: Object.fromEntries(emotions.map((emotion) => [emotion, emotion === 'happy' ? 1 : 0])),
  ...{ valence: 0.5, light: 120 },
} as unknown as LiveReading;

function look(patience: number) {
  const state = signal<LiveState>('starting');
  const readings = signal<readonly LiveReading[]>([]);
  const live = { state, readings, cameraOn: signal(true), use: () => () => {} } as unknown as Live;
  const done = vi.fn<(seen: Look | undefined) => void>();
  const Looking = () => {
    useLook(live, { use: undefined, patience, endsWithCamera: true, done });
    return null;
  };
  render(h(Looking, {}), document.body);
  /** So many seconds, with a reading each so many of them. */
  const pass = async (seconds: number, pace = 1) => {
    for (let second = 1; second <= seconds; second++) {
      if (state.value === 'reading' && second % pace === 0) readings.value = [{ ...happy }];
      await vi.advanceTimersByTimeAsync(1000);
    }
  };
  return { state, done, pass };
}

it('a look waits for networks that load slowly, and a slow device looks longer', async () => {
  const { state, done, pass } = look(45);
  await pass(120);
  expect(done).not.toHaveBeenCalled();
  state.value = 'reading';
  await pass(16, 3);
  expect(done).not.toHaveBeenCalled();
  await pass(25, 3);
  expect(done).toHaveBeenCalledTimes(1);
  expect(done.mock.calls[0]?.[0]).toMatchObject({ emotions: { happy: 1 }, valence: 0.5 });
});

it('a look ends without a face when its patience is over', async () => {
  const { state, done, pass } = look(45);
  state.value = 'no-face';
  await pass(44);
  expect(done).not.toHaveBeenCalled();
  await pass(2);
  expect(done).toHaveBeenCalledExactlyOnceWith(undefined);
});
