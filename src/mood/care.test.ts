import { describe, expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { expectedExcess } from '../statistics';
import { type Activity, activities, beliefIn, careStateOf, liftOf, offers, type Try } from './care';

const tries = (activity: Activity, state: Try['state'], ...lifts: number[]): Try[] =>
  lifts.map((lift) => ({ activity, state, lift }));
const random = () => {
  const source = seededRandom(5);
  return () => source.normal();
};

describe('care', () => {
  it('tells states apart by pleasantness and energy: angry is not sad', () => {
    expect(careStateOf({ valence: -0.6, energy: 0.7 })).toBe('tense');
    expect(careStateOf({ valence: -0.6, energy: -0.4 })).toBe('low');
    expect(careStateOf({ valence: 0.2, energy: 0.9 })).toBe('fine');
    expect(careStateOf({ valence: -0.2 })).toBe('low');
  });

  it('believes as Bayes says, worked by hand', () => {
    // Prior 0.15 with variance 2 · 0.0225 = 0.045, one lift of 0.65 with noise 0.0625: gain 0.045 / 0.1075 = 0.4186.
    const one = tries('walk', 'low', 0.65);
    expect(beliefIn(one, 'walk', 'low').mean).toBeCloseTo(0.15 + 0.4186 * 0.5, 4);
    expect(beliefIn(one, 'walk', 'low').deviation).toBeCloseTo(Math.sqrt(0.045 * (1 - 0.4186)), 4);
    // Half of it is shared with the other states: gain 0.0225 / 0.1075 = 0.2093.
    expect(beliefIn(one, 'walk', 'tense').mean).toBeCloseTo(0.15 + 0.2093 * 0.5, 4);
    expect(beliefIn(one, 'call', 'low').mean).toBe(0.15);
    const many = tries('walk', 'low', ...Array(200).fill(0.4));
    expect(beliefIn(many, 'walk', 'low').mean).toBeCloseTo(0.4, 2);
  });

  it('offers three at most, what helped first; never what was refused, winding down only in the evening', () => {
    const known = activities.flatMap((a) =>
      tries(a, 'low', ...Array(50).fill(a === 'call' ? 0.6 : a === 'walk' ? 0.4 : 0)),
    );
    const at = (time: string, never?: ReadonlySet<Activity>) =>
      offers(known, { state: 'low', time, normal: random(), ...(never && { never }) });
    expect(at('2026-03-01T12:00')).toHaveLength(3);
    expect(at('2026-03-01T12:00').slice(0, 2)).toEqual(['call', 'walk']);
    expect(at('2026-03-01T12:00', new Set(['call']))[0]).toBe('walk');
    const normal = random();
    const offered = (time: string) =>
      new Set(Array.from({ length: 200 }, () => offers([], { state: 'low', time, normal })).flat());
    expect(offered('2026-03-01T12:00')).toEqual(new Set(activities.filter((a) => a !== 'windDown')));
    expect(offered('2026-03-01T22:00')).toEqual(new Set(activities));
  });

  it('offers what is unknown to a new person, and what is known to lift once there were many tries', () => {
    const time = '2026-03-01T12:00';
    const first = (known: readonly Try[]) => offers(known, { state: 'low', time, normal: random() })[0];
    // A walk lifts by as much as anything was expected to: the others teach more.
    const walked = tries('walk', 'low', 0.15, 0.15, 0.15, 0.15);
    expect(first(walked)).not.toBe('walk');
    // A little more is known of a call than of the others, in another state: that teaches of this one, too.
    const called = [...walked, ...tries('call', 'tense', 0.15)];
    expect(first(called)).not.toBe('call');
    const many = tries('walk', 'low', ...Array(100).fill(0.2));
    expect(first(many)).toBe('walk');
  });

  it('expects of a maximum with 0 what tables of the normal loss function say', () => {
    for (const [z, expected] of [
      [0, 0.39894],
      [-1, 0.08332],
      [-2, 0.00849],
      [1, 1.08332],
    ] as const)
      expect(expectedExcess(z)).toBeCloseTo(expected, 5);
  });

  it('says what lifted, with its interval, once there are three tries', () => {
    expect(liftOf(tries('walk', 'low', 0.5, 0.7), 'walk')).toBeUndefined();
    const lift = liftOf([...tries('walk', 'low', 0.4, 0.6), ...tries('walk', 'tense', 0.8)], 'walk');
    expect(lift?.value).toBeCloseTo(0.6, 10);
    // Standard error 0.2 / √3, t of 2 degrees 4.303; the expansion is a few percent low there.
    expect(lift?.margin).toBeGreaterThan(0.46);
    expect(lift?.margin).toBeLessThan(0.51);
    expect(lift?.times).toBe(3);
  });
});
