import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSmoother, emotions, mixture, valence } from './index';

describe('mixture', () => {
  //                    angry disgust fear happy sad  surprise neutral
  const torn = Float32Array.of(0.35, 0.02, 0.03, 0.01, 0.4, 0.04, 0.15);

  it('names every emotion from the threshold on, strongest first', () => {
    expect(mixture(torn, 0.3)).toEqual(['sad', 'angry']);
    expect(mixture(torn, 0.1)).toEqual(['sad', 'angry', 'neutral']);
    expect(mixture([0.3, 0.7, 0, 0, 0, 0, 0], 0.3)).toEqual(['disgust', 'angry']);
  });

  it('is empty, that is "not sure", when none reaches it', () => {
    expect(mixture(torn, 0.5)).toEqual([]);
  });
});

describe('valence', () => {
  it('is the pleasure of the word for a sure reading', () => {
    const sure = (emotion: string) => emotions.map((e) => (e === emotion ? 1 : 0));
    expect(valence(sure('happy'))).toBeCloseTo(0.81);
    expect(valence(sure('sad'))).toBeCloseTo(-0.63);
    expect(valence(sure('neutral'))).toBe(0);
  });

  it('stays within −1 and 1 for any distribution', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }), (raw) => {
        const sum = raw.reduce((a, b) => a + b);
        return Math.abs(valence(raw.map((v) => v / sum))) <= 1;
      }),
    );
  });
});

describe('smoothing', () => {
  const calm = { probabilities: Float32Array.of(0, 0, 0, 0, 0, 0, 1), readable: 1 };
  const glad = { probabilities: Float32Array.of(0, 0, 0, 1, 0, 0, 0), readable: 0.5 };

  it('starts with what is seen, and shows 63 % of a change after its time constant', () => {
    const smoother = createSmoother(0.5);
    expect(smoother.update(1, calm, 0)).toEqual(calm);
    const later = smoother.update(1, glad, 0.5);
    expect(later.probabilities[3]).toBeCloseTo(1 - Math.exp(-1), 5);
    expect(later.probabilities[6]).toBeCloseTo(Math.exp(-1), 5);
    expect(later.readable).toBeCloseTo(0.5 + 0.5 * Math.exp(-1), 5);
  });

  it('does not depend on how often it looks', () => {
    const often = createSmoother(0.5);
    const seldom = createSmoother(0.5);
    often.update(1, calm, 0);
    seldom.update(1, calm, 0);
    for (let t = 0.1; t < 0.95; t += 0.1) often.update(1, glad, t);
    const [a, b] = [often, seldom].map((smoother) => smoother.update(1, glad, 1).probabilities[3] as number);
    expect(a).toBeCloseTo(b as number, 5);
  });

  it('keeps faces apart and forgets those that left', () => {
    const smoother = createSmoother(0.5);
    smoother.update(1, calm, 0);
    expect(smoother.update(2, glad, 0)).toEqual(glad);
    smoother.keep(new Set([2]));
    expect(smoother.update(1, glad, 0.1)).toEqual(glad);
  });

  it('without smoothing shows the newest, also of two at the same time', () => {
    const smoother = createSmoother(0);
    smoother.update(1, calm, 1);
    expect(smoother.update(1, glad, 1)).toEqual(glad);
    expect(smoother.update(1, calm, 2)).toEqual(calm);
  });
});
