import { signal } from '@preact/signals';
import { afterEach, expect, it, vi } from 'vitest';
import { drawnPart, settled } from '../../tools/drawnPart';
import type { LiveReading } from '../reading/messages';
import { MirrorGame } from './MirrorGame';
import type { Live } from './session';

const { show, press, find, all } = drawnPart();
afterEach(() => vi.restoreAllMocks());

const smiling = () =>
  ({
    id: 1,
    box: { x: 0, y: 0, width: 100, height: 100 },
    emotions: { angry: 0, disgust: 0, fear: 0, happy: 0.9, sad: 0, surprise: 0, neutral: 0.1 },
    readable: 1,
  }) as unknown as LiveReading;

/** A game before a camera whose frames come when the test says so. */
async function game() {
  const readings = signal<LiveReading[]>([]);
  await show(MirrorGame, { live: { readings } as unknown as Live, video: () => null, close() {} });
  return {
    asked: () => find('.game').getAttribute('data-game'),
    async frame(seconds: number, seen: LiveReading[]) {
      vi.spyOn(performance, 'now').mockReturnValue(seconds * 1000);
      readings.value = seen;
      await settled();
    },
  };
}

it('a smile counts once it was held, not where the face was away meanwhile', async () => {
  const { asked, frame } = await game();
  await frame(1, [smiling()]);
  await frame(1.1, []);
  await frame(9, [smiling()]);
  expect(asked()).toBe('happy');
  await frame(9.7, [smiling()]);
  expect(asked()).toBe('surprise');
});

it('where all were left out there is no picture to save', async () => {
  await game();
  for (let i = 0; i < 7; i++) await press('.game .controls button');
  expect(find('.game').getAttribute('data-game')).toBe('done');
  expect(all('.game .controls button').map((button) => button.textContent)).toEqual(['Play again', 'Close']);
});
