import { expect, it } from 'vitest';
import type { Hindrance } from '../../src/detect';
import { emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';
import { createSettler } from './settler';

const face = (hindrance?: Hindrance, happy = 1) =>
  ({
    id: 1,
    hindrance,
    readable: 1,
    emotions: Object.fromEntries(emotions.map((e) => [e, e === 'happy' ? happy : e === 'neutral' ? 1 - happy : 0])),
  }) as LiveReading;
/** What is shown at 30 frames a second, given what each frame has. */
const shown = (frames: (LiveReading | undefined)[]) => {
  const settle = createSettler();
  return frames.map((reading, i) => settle(reading ? [reading] : [], i / 30, 0.3)[0]);
};

it('shows a face a tenth of a second after it came, and at once again after a short gap', () => {
  const frames = Array<LiveReading | undefined>(30).fill(face());
  frames[20] = undefined;
  const seen = shown(frames).map((reading) => reading !== undefined);
  // 0.15 · ln 2 = 0.104 s: the fourth step of 1/30 s.
  expect(seen.indexOf(true)).toBe(4);
  expect(seen.slice(4).filter((there) => !there)).toHaveLength(1);
});

it('does not show what flickers up for two frames of ten', () => {
  const frames = Array.from({ length: 100 }, (_, i) => (i % 10 < 2 ? face() : undefined));
  expect(shown(frames).filter(Boolean)).toEqual([]);
});

it('believes a hindrance after 0.4 s, and forgets it as slowly', () => {
  const frames = Array.from({ length: 60 }, (_, i) =>
    face(i >= 10 && i < 40 ? 'dark' : i === 5 ? 'blurred' : undefined),
  );
  const dark = shown(frames).map((reading) => reading?.hindrance);
  // 12 frames later, or 13 where the sum of thirtieths falls short.
  expect([22, 23]).toContain(dark.indexOf('dark'));
  expect([51, 52]).toContain(dark.lastIndexOf('dark'));
  expect(dark).not.toContain('blurred');
});

it('says the same words while two emotions are as strong, and nothing while it is dark', () => {
  const frames = Array.from({ length: 90 }, (_, i) => face(i >= 60 ? 'dark' : undefined, 0.5 + 0.03 * Math.sin(i)));
  const words = shown(frames).flatMap((reading) => (reading ? [reading.held?.named.join(' and ')] : []));
  expect(new Set(words).size).toBe(2);
  expect(words.at(-1)).toBe('');
});
