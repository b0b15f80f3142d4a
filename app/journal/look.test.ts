import { describe, expect, it } from 'vitest';
import { emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';
import { wordsNear } from './feelingWords';
import { averageOf } from './look';

const reading = (happy: number, hindrance?: LiveReading['hindrance']): LiveReading => ({
  id: 1,
  box: { x: 0, y: 0, width: 100, height: 100 },
  score: 0.9,
  landmarks: {} as LiveReading['landmarks'],
  readable: 1,
  emotions: Object.fromEntries(
    emotions.map((e) => [e, e === 'happy' ? happy : e === 'neutral' ? 1 - happy : 0]),
  ) as LiveReading['emotions'],
  named: ['happy'],
  unsure: null,
  valence: happy,
  hindrance,
  light: 0.4,
  run: 0,
});

describe('a look of the camera', () => {
  it('keeps averages, and the share of the time in which nobody could be sure', () => {
    const seen = [...Array(15).fill(reading(0.8)), ...Array(5).fill(reading(0.4, 'dark'))];
    const look = averageOf(seen, 15, 0.3);
    expect(look).toMatchObject({ seconds: 15, valence: 0.7, unsure: 0.25, light: 0.4 });
    expect(look?.emotions.happy).toBe(0.7);
    expect(look?.emotions.neutral).toBe(0.3);
  });

  it('keeps nothing of a glimpse', () => {
    expect(averageOf(Array(9).fill(reading(0.8)), 15, 0.3)).toBeUndefined();
  });
});

describe('words for a place', () => {
  it.each([
    ['tense', -0.3, 0.8],
    ['calm', 0.5, -0.5],
    ['happy', 0.85, 0.4],
    ['down', -0.7, -0.6],
  ])('%s lies where it is said to', (word, valence, energy) => {
    expect(wordsNear({ valence, energy }, 3)).toContain(word);
  });
});
