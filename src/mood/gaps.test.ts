import { describe, expect, it } from 'vitest';
import { simulate } from '../../simulate/people';
import { watchDays } from './downswing';
import { gapFactor, noWriting, type Writing, withWrittenDay } from './gaps';

const writtenEvery = (days: number, until: number): Writing => {
  let writing = noWriting;
  for (let day = 0; day < until; day += days) writing = withWrittenDay(writing, day);
  return writing;
};

describe('days without an entry', () => {
  it('say a little of somebody who writes every day, and a holiday no more than three of them', () => {
    const daily = writtenEvery(1, 60);
    expect(gapFactor(daily, { missing: 1, day: 61 })).toBeCloseTo(1.25);
    expect(gapFactor(daily, { missing: 3, day: 63 })).toBeCloseTo(1.25 ** 3);
    expect(gapFactor(daily, { missing: 21, day: 81 })).toBeCloseTo(1.25 ** 3);
  });

  it('say less of somebody who often misses some, and nothing before anything was written', () => {
    expect(gapFactor(writtenEvery(5, 60), { missing: 1, day: 61 })).toBeCloseTo(1.05);
    expect(gapFactor(noWriting, { missing: 4, day: 4 })).toBe(1);
  });

  it('let a fall be noticed days sooner where people write less in it', () => {
    const life = { entriesADay: 1, missing: 0.2, autocorrelation: 0, missingInFall: 0.6 };
    const delays = Array.from({ length: 40 }, (_, i) => {
      const day = 90 + (i % 14);
      const days = simulate({ ...life, seed: 9100 + i, days: day + 60, fall: { day, size: 1, over: 0 } });
      const noticed = [true, false].map((missingDaysCount) =>
        watchDays(days, { missingDaysCount }).alarms.map((alarm) => alarm.day - day + 1),
      );
      // Whoever was in an alarm already tells nothing of this fall.
      if (noticed.some((alarms) => alarms.some((delay) => delay < 1 && delay >= -29))) return [];
      return [noticed.map((alarms) => alarms.find((delay) => delay >= 1) ?? 60) as [number, number]];
    }).flat();
    expect(delays.length).toBeGreaterThanOrEqual(25);
    const sooner = delays.reduce((sum, [counted, not]) => sum + not - counted, 0) / delays.length;
    expect(sooner).toBeGreaterThan(3);
  });
});
