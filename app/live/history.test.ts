import { expect, it } from 'vitest';
import type { Reading } from '../../src/detect';
import { emotions } from '../../src/emotion';
import { layers, type Moment, mostly, remember } from './history';

const seen = (emotion: string, p = 1) =>
  ({ emotions: Object.fromEntries(emotions.map((e) => [e, e === emotion ? p : (1 - p) / 6])) }) as Reading;

it('keeps four moments a second for a minute', () => {
  let history: readonly Moment[] = [];
  for (let t = 0; t < 100; t += 0.03125) history = remember(history, t, [seen('happy')]);
  expect(history.at(-1)!.time - history[0]!.time).toBeLessThanOrEqual(60);
  expect(history.length).toBeGreaterThan(230);
  expect(history.length).toBeLessThan(243);
});

it('stacks the layers to the full height and leaves gaps where no face was', () => {
  const history = [
    { time: 0, probabilities: [0.5, 0, 0, 0.5, 0, 0, 0] },
    { time: 30, probabilities: undefined },
    { time: 60, probabilities: [0, 0, 0, 1, 0, 0, 0] },
  ];
  const { angry, happy } = layers(history);
  expect(angry).toEqual([[{ x: 0, top: 0.5, bottom: 1 }], [{ x: 1, top: 1, bottom: 1 }]]);
  expect(happy).toEqual([[{ x: 0, top: 0, bottom: 0.5 }], [{ x: 1, top: 0, bottom: 1 }]]);
});

it('says what was there most of the time, or nothing', () => {
  const moments = (...names: string[]) =>
    names.reduce<readonly Moment[]>((h, name, i) => remember(h, i, [seen(name)]), []);
  expect(mostly(moments('happy', 'happy', 'sad'))).toBe('happy');
  expect(mostly(moments('happy', 'sad'))).toBeUndefined();
  expect(mostly([])).toBeUndefined();
});
