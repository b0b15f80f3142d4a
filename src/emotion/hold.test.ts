import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHold, createSmoother, type Emotion, emotions, holdMargin, mixture } from './index';

const of = (values: Partial<Record<Emotion, number>>) => Float32Array.from(emotions, (e) => values[e] ?? 0);
/** What is shown at 30 frames a second, as words. */
function shown(frames: readonly Float32Array[], hindered: (frame: number) => boolean = () => false) {
  const hold = createHold();
  return frames.map((probabilities, i) => {
    const { named, mostly } = hold.update(1, { probabilities, hindered: hindered(i) }, i / 30);
    return (mostly ? 'mostly ' : '') + named.join(' and ');
  });
}
const changes = (words: readonly string[]) => words.filter((word, i) => i > 0 && word !== words[i - 1]).length;

describe('what is named', () => {
  it('does not flip between two that are as strong', () => {
    const frames = Array.from({ length: 300 }, (_, i) =>
      of({ happy: 0.45 + 0.04 * Math.sin(i), neutral: 0.45 - 0.04 * Math.sin(i) }),
    );
    expect(new Set(frames.map((f) => mixture(f).join())).size).toBe(2);
    expect(changes(shown(frames))).toBe(0);
  });

  it('does not come and go with a probability near the threshold', () => {
    const frames = Array.from({ length: 300 }, (_, i) => of({ happy: 0.6, neutral: 0.3 + 0.04 * Math.sin(i) }));
    expect(changes(shown(frames))).toBe(0);
  });

  it('shows a real change within 0.6 s, smoothing included', () => {
    const smoother = createSmoother();
    const seen = (emotion: Emotion) => ({ probabilities: of({ [emotion]: 1 }), readable: 1 });
    const frames = Array.from(
      { length: 90 },
      (_, i) => smoother.update(1, seen(i < 30 ? 'happy' : 'sad'), i / 30).probabilities,
    );
    const words = shown(frames);
    const changed = words.findIndex((word) => /^(mostly )?sad/.test(word));
    expect((changed - 30) / 30).toBeLessThanOrEqual(0.6);
    expect(words.at(-1)).toBe('sad');
    expect(changes(words)).toBeLessThanOrEqual(2);
  });

  it('forgets a flicker of two frames', () => {
    const frames = Array.from({ length: 60 }, (_, i) => of((i + 10) % 20 < 2 ? { surprise: 0.9 } : { neutral: 0.9 }));
    expect(changes(shown(frames))).toBe(0);
  });

  it('is nothing at once when something is in the way, and comes back 0.2 s after that has gone', () => {
    const frames = Array.from({ length: 30 }, () => of({ happy: 0.9 }));
    const words = shown(frames, (frame) => frame >= 10 && frame < 20);
    expect(words.map((word) => word === '')).toEqual(frames.map((_, i) => i >= 10 && i < 26));
  });

  it('says which of two is most of it, and does not go to and fro where that is half', () => {
    const near = (share: number) =>
      shown(
        Array.from({ length: 300 }, (_, i) => {
          const neutral = share + 0.03 * Math.sin(i);
          return of({ neutral, happy: 0.35, sad: 0.65 - neutral });
        }),
      );
    expect(near(0.6).at(-1)).toBe('mostly neutral and happy');
    expect(near(0.42).at(-1)).toBe('neutral and happy');
    expect(changes(near(0.5))).toBe(0);
  });

  it('follows the threshold at once', () => {
    const hold = createHold();
    const seen = { probabilities: of({ happy: 0.5, neutral: 0.4 }), hindered: false };
    expect(hold.update(1, seen, 0, 0.3).named).toEqual(['happy', 'neutral']);
    expect(hold.update(1, seen, 0.03, 0.45).named).toEqual(['happy']);
    expect(hold.update(1, seen, 0.06, 0.9).named).toEqual([]);
  });

  it('always is what the probabilities say, but for the margin, once they have stayed the same for a second', () => {
    const vector = fc
      .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
      .map((raw) => Float32Array.from(raw, (v) => v / raw.reduce((a, b) => a + b)));
    fc.assert(
      fc.property(vector, vector, fc.double({ min: 0.1, max: 0.8, noNaN: true }), (first, then, threshold) => {
        const hold = createHold();
        let named: Emotion[] = [];
        for (let i = 0; i < 60; i++)
          named = hold.update(1, { probabilities: i < 10 ? first : then, hindered: false }, i / 30, threshold).named;
        const p = (emotion: Emotion) => then[emotions.indexOf(emotion)] as number;
        expect(new Set(named).size).toBe(named.length);
        for (const emotion of named) expect(p(emotion)).toBeGreaterThanOrEqual(threshold - holdMargin - 1e-6);
        for (const emotion of mixture(then, threshold + holdMargin)) expect(named).toContain(emotion);
        named.slice(1).forEach((emotion, i) => {
          expect(p(emotion)).toBeLessThanOrEqual(p(named[i] as Emotion) + holdMargin + 1e-6);
        });
      }),
    );
  });
});
