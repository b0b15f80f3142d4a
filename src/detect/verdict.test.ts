import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emotions } from '../emotion';
import { verdict } from './checkedVerdict';
import { hindrances } from './hindrance';

const torn = {
  emotions: { angry: 0.35, disgust: 0.02, fear: 0.03, happy: 0.01, sad: 0.4, surprise: 0.04, neutral: 0.15 },
  readable: 0.9,
};

describe('verdict', () => {
  it('names every emotion from the threshold on, strongest first', () => {
    expect(verdict(torn)).toEqual({ named: ['sad', 'angry'] });
    expect(verdict(torn, { threshold: 0.4 })).toEqual({ named: ['sad'] });
  });

  it.each<[object, string]>([
    [{ threshold: 5 }, 'threshold must be between 0 and 1 (got 5)'],
    [{ threshold: Number.NaN }, 'threshold must be between 0 and 1 (got NaN)'],
    [{ threshold: '0.5' }, 'threshold must be between 0 and 1 (got "0.5")'],
    [{ treshold: 0.5 }, 'verdict has no option "treshold"; did you mean "threshold"?'],
    [{ conditions: { hindrance: 'night' } }, 'conditions must be an object whose hindrance is one of far, dark,'],
  ])('with the options %j says what is allowed', (options, message) => {
    expect(() => verdict(torn, options)).toThrow(message);
  });

  it.each([undefined, null, 3, {}, [], { emotions: null }, { emotions: {} }, { emotions: torn.emotions }])(
    'of %j says what it needs',
    (reading) => {
      expect(() => verdict(reading as never)).toThrow(
        /^verdict needs a reading as detect or watch gave it, or its \{ emotions, readable \} \(got /,
      );
    },
  );

  it('says which of the reasons makes it unsure', () => {
    expect(verdict(torn, { threshold: 0.5 })).toEqual({ named: [], unsure: 'threshold' });
    expect(verdict({ ...torn, readable: 0.49 })).toEqual({ named: [], unsure: 'unreadable' });
    expect(verdict(torn, { conditions: { hindrance: 'dark' } })).toEqual({ named: [], unsure: 'dark' });
  });

  it('gives what can be changed in front of the camera before what the network says', () => {
    const hidden = { ...torn, readable: 0.1 };
    expect(verdict(hidden, { threshold: 0.9, conditions: { hindrance: 'turned' } }).unsure).toBe('turned');
    expect(verdict(hidden, { threshold: 0.9 }).unsure).toBe('unreadable');
  });

  it('of a reading that was hindered stays hindered at any threshold, unless conditions say otherwise', () => {
    const dark = { ...torn, unsure: 'dark' as const };
    expect(verdict(dark, { threshold: 0.01 })).toEqual({ named: [], unsure: 'dark' });
    expect(verdict(dark, { conditions: { hindrance: undefined } })).toEqual({ named: ['sad', 'angry'] });
    expect(verdict({ ...torn, unsure: 'threshold' as const })).toEqual({ named: ['sad', 'angry'] });
  });

  it('names something or says why, never both and never neither', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const reading = fc.record({
      emotions: fc.record(
        Object.fromEntries(emotions.map((e) => [e, share])) as Record<(typeof emotions)[number], typeof share>,
      ),
      readable: share,
    });
    const threshold = fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true });
    const hindrance = fc.option(fc.constantFrom(...hindrances), { nil: undefined });
    fc.assert(
      fc.property(reading, threshold, hindrance, (read, from, inTheWay) => {
        const { named, unsure } = verdict(read, { threshold: from, conditions: { hindrance: inTheWay } });
        return named.length > 0 === (unsure === undefined) && named.every((e) => read.emotions[e] >= from);
      }),
    );
  });
});
