import { describe, expect, it } from 'vitest';
import { tQuantile } from '../statistics';
import type { JournalEntry } from './entries';
import { dateOf, dayOf, weekdayOf } from './records';
import {
  dayPartDifferences,
  dayParts,
  dayValues,
  difference,
  habitOf,
  levels,
  tagDifferences,
  valencesOn,
  weekdayDifferences,
} from './trends';

const start = dayOf({ time: '2026-01-01' });
let count = 0;
const said = (day: number, valence: number, tags: string[] = [], clock = '09:00'): JournalEntry => ({
  id: `e${count++}`,
  time: `${dateOf(start + day)}T${clock}`,
  felt: { valence, words: [] },
  tags,
  note: '',
});

describe('trends', () => {
  it('a day is the mean of its words; a day with looks alone does not count', () => {
    const { felt, ...look } = said(1, 0);
    const days = dayValues([said(0, 0.5), said(0, -0.1, ['walk'], '20:00'), look]);
    expect(felt).toBeDefined();
    expect(days).toMatchObject([{ day: start, mean: 0.2, lowest: -0.1, highest: 0.5, entries: 2 }]);
    expect(days[0]?.tags).toEqual(new Set(['walk']));
  });

  it('one day by the hour', () => {
    const entries = [said(0, 0.5, [], '09:30'), said(1, 0.1), said(0, -0.2, [], '21:00')];
    expect(valencesOn(entries, start)).toEqual([
      { hour: 9.5, valence: 0.5 },
      { hour: 21, valence: -0.2 },
    ]);
  });

  it('counts days in a row up to today, or to yesterday while today is open', () => {
    const on = (...offsets: number[]) => offsets.map((day) => ({ day: start + day }));
    expect(habitOf(on(0, 1, 2, 3, 7, 8), start + 8)).toEqual({ lately: 6, row: 2, longest: 4 });
    expect(habitOf(on(0, 1, 2, 3, 7, 8), start + 9)).toMatchObject({ row: 2 });
    expect(habitOf(on(0, 1, 2, 3, 7, 8), start + 10)).toMatchObject({ row: 0, longest: 4 });
    expect(habitOf(on(0, 1, 40), start + 40)).toMatchObject({ lately: 1, row: 1 });
    expect(habitOf([], start)).toEqual({ lately: 0, row: 0, longest: 0 });
  });

  it('the interval is Welch’s: a textbook’s example', () => {
    // Two groups of R's `sleep` data: t.test(extra ~ group) gives −3.3655 to 0.2055 around −1.58, df 17.776.
    const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = difference(one, two);
    expect(found?.value).toBeCloseTo(-1.58, 5);
    expect(found?.margin).toBeCloseTo((3.3654832 + 0.2054832) / 2, 2);
  });

  it('points of Student’s t are those of tables', () => {
    for (const [freedom, point] of [
      [3, 3.182],
      [5, 2.571],
      [10, 2.228],
      [30, 2.042],
      [1000, 1.962],
    ] as const)
      expect(Math.abs(tQuantile(freedom) / point - 1)).toBeLessThan(0.01);
  });

  it('the lowest weekday is found, and nothing is said of too few days', () => {
    const days = dayValues(
      Array.from({ length: 56 }, (_, d) =>
        said(d, (weekdayOf(start + d) === 3 ? -0.2 : 0.2) + 0.05 * Math.sin(d * 2.4)),
      ),
    );
    const weekdays = weekdayDifferences(days);
    expect(weekdays[3]?.value).toBeCloseTo(-0.4, 1);
    expect(weekdays[3]?.days).toBe(8);
    expect(Math.abs(weekdays[3]?.value ?? 0)).toBeGreaterThan(weekdays[3]?.margin ?? 9);
    expect(weekdayDifferences(days.slice(0, 20))).toEqual(Array(7).fill(undefined));
  });

  it('tags: days with a walk against days without', () => {
    const days = dayValues(
      Array.from({ length: 40 }, (_, d) =>
        said(d, (d % 2 ? 0.3 : 0) + 0.05 * Math.sin(d * 2.4), d % 2 ? ['walk'] : d % 8 ? [] : ['work']),
      ),
    );
    const [first, second] = tagDifferences(days);
    expect(first).toMatchObject({ tag: 'walk', days: 20 });
    expect(first?.value).toBeCloseTo(0.3, 1);
    expect(second?.tag).toBe('work');
  });

  it('parts of the day are compared within days, so that a bad week does not make bad mornings', () => {
    const entries = Array.from({ length: 10 }, (_, d) => [
      said(d, d < 5 ? -0.5 : 0.5, [], '07:00'),
      said(d, (d < 5 ? -0.5 : 0.5) + 0.2 + 0.01 * d, [], '23:30'),
    ]).flat();
    const found = dayPartDifferences(entries);
    expect(found[dayParts.indexOf(5)]?.value).toBeCloseTo(-0.245, 5);
    expect(found[dayParts.indexOf(22)]?.value).toBeCloseTo(0.245, 5);
    expect(found[dayParts.indexOf(11)]).toBeUndefined();
  });

  it('a level is the days around, over gaps too', () => {
    const days = dayValues([said(0, 0), said(1, 0.3), said(2, 0.6), said(30, -1)]);
    expect(levels(days, 7).map(({ mean }) => Number(mean.toFixed(3)))).toEqual([0.3, 0.3, 0.3, -1]);
    expect(levels(days, 7)[1]?.spread).toBeCloseTo(0.3, 5);
  });
});
