import { expect, it } from 'vitest';
import type { Reading } from '../../src/detect';
import { emotions } from '../../src/emotion';
import { layers, type Moment, minuteOf, mostly, remember, unsureStretches } from './history';

const seen = (emotion: string, id = 1, p = 1) =>
  ({ id, emotions: Object.fromEntries(emotions.map((e) => [e, e === emotion ? p : (1 - p) / 6])) }) as Reading;

it('keeps four moments a second for a minute', () => {
  let history: readonly Moment[] = [];
  for (let t = 0; t < 100; t += 0.03125) history = remember(history, t, [seen('happy')]);
  expect(history.at(-1)!.time - history[0]!.time).toBeLessThanOrEqual(60);
  expect(history.length).toBeGreaterThan(230);
  expect(history.length).toBeLessThan(243);
});

it('keeps faces apart: one is gone while the other stays', () => {
  let history = remember([], 0, [seen('happy', 1), seen('sad', 2)]);
  history = remember(history, 30, [seen('sad', 2)]);
  const places = (face: number) => minuteOf(history, face).map(({ x, probabilities }) => [x, probabilities?.[3]]);
  expect(places(1)).toEqual([
    [0.5, 1],
    [1, undefined],
  ]);
  expect(places(2)).toEqual([
    [0.5, 0],
    [1, 0],
  ]);
});

it('stacks the layers to the full height and leaves gaps where no face was', () => {
  const { angry, happy } = layers([
    { x: 0, probabilities: [0.5, 0, 0, 0.5, 0, 0, 0], isSure: true },
    { x: 0.5, probabilities: undefined, isSure: false },
    { x: 1, probabilities: [0, 0, 0, 1, 0, 0, 0], isSure: true },
  ]);
  expect(angry).toEqual([[{ x: 0, top: 0.5, bottom: 1 }], [{ x: 1, top: 1, bottom: 1 }]]);
  expect(happy).toEqual([[{ x: 0, top: 0, bottom: 0.5 }], [{ x: 1, top: 0, bottom: 1 }]]);
});

it('says what was there most of the time, or nothing', () => {
  const moments = (...names: string[]) =>
    minuteOf(
      names.reduce<readonly Moment[]>((h, name, i) => remember(h, i, [seen(name)]), []),
      1,
    );
  expect(mostly(moments('happy', 'happy', 'sad'))).toBe('happy');
  expect(mostly(moments('happy', 'sad'))).toBeUndefined();
  expect(mostly([])).toBeUndefined();
});

it('knows when nobody could be sure, and does not say what was there then', () => {
  // Happy for two seconds, then in the dark for four, as happy.
  let history: readonly Moment[] = [];
  for (let t = 0; t <= 6; t++) history = remember(history, t, [seen('happy')], () => t < 2);
  const samples = minuteOf(history, 1);
  expect(mostly(samples)).toBe('unsure');
  expect(mostly(samples.slice(0, 3))).toBe('happy');
  expect(unsureStretches(samples)).toEqual([{ from: 1 - 4 / 60, to: 1 }]);
  expect(unsureStretches(minuteOf(history, 2))).toEqual([]);
});
