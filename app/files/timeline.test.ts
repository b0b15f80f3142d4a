import { expect, it } from 'vitest';
import { emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';
import { mainFace, sampleAt, timelineOf } from './timeline';

const reading = (id: number, happy: number) =>
  ({ id, emotions: Object.fromEntries(emotions.map((e) => [e, e === 'happy' ? happy : 0])) }) as LiveReading;
const samples = [
  { time: 0, readings: [reading(1, 0.2), reading(2, 0.9)] },
  { time: 2, readings: [reading(2, 0.8)] },
  { time: 4, readings: [] },
].map((sample) => ({ ...sample, size: { width: 4, height: 3 } }));

it('follows the face that is there most', () => {
  expect(mainFace(samples)).toBe(2);
  expect(mainFace([])).toBeUndefined();
  expect(timelineOf(samples, 2, 8).map(({ x, probabilities }) => [x, probabilities?.[3]])).toEqual([
    [0, 0.9],
    [0.25, 0.8],
    [0.5, undefined],
  ]);
});

it('shows what was read last before a time', () => {
  expect(sampleAt(samples, 1.9)?.time).toBe(0);
  expect(sampleAt(samples, 2)?.time).toBe(2);
  expect(sampleAt(samples, 99)?.time).toBe(4);
});
