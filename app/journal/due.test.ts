import { describe, expect, it } from 'vitest';
import { isDue } from './due';

const weekdaysOnly = { time: '20:00', weekdays: [1, 2, 3, 4, 5] };
const at = (clock: string) => `${clock}:00.000+01:00`;

describe('a reminder', () => {
  it('is due once, on its weekdays', () => {
    // 2026-03-02 is a Monday.
    expect(isDue(weekdaysOnly, at('2026-03-02T19:59'), at('2026-03-02T20:00'), 4)).toBe(true);
    expect(isDue(weekdaysOnly, at('2026-03-02T20:00'), at('2026-03-02T20:01'), 4)).toBe(false);
    expect(isDue(weekdaysOnly, at('2026-03-02T19:58'), at('2026-03-02T19:59'), 4)).toBe(false);
    expect(isDue(weekdaysOnly, at('2026-03-01T19:59'), at('2026-03-01T20:00'), 4)).toBe(false);
    expect(isDue({ ...weekdaysOnly, weekdays: [] }, at('2026-03-02T19:59'), at('2026-03-02T20:00'), 4)).toBe(false);
  });

  it('of a device that slept is told when it wakes, for that day', () => {
    expect(isDue(weekdaysOnly, at('2026-02-27T09:00'), at('2026-03-02T22:00'), 4)).toBe(true);
    expect(isDue(weekdaysOnly, at('2026-03-02T09:00'), at('2026-03-02T22:00'), 4)).toBe(true);
    expect(isDue(weekdaysOnly, at('2026-02-27T09:00'), at('2026-03-02T07:00'), 4)).toBe(false);
  });

  it('of an evening that goes on after midnight is told then, and no more once that day is over', () => {
    const late = { ...weekdaysOnly, time: '23:30' };
    // From Friday evening until the small hours of Saturday.
    expect(isDue(late, at('2026-03-06T22:00'), at('2026-03-07T00:40'), 4)).toBe(true);
    expect(isDue(late, at('2026-03-06T22:00'), at('2026-03-07T00:40'), 0)).toBe(false);
    expect(isDue(late, at('2026-03-06T22:00'), at('2026-03-07T04:00'), 4)).toBe(false);
    expect(isDue({ ...late, time: '01:00' }, at('2026-03-06T00:30'), at('2026-03-06T09:00'), 4)).toBe(false);
    expect(isDue({ ...late, time: '01:00' }, at('2026-03-06T00:59'), at('2026-03-06T01:00'), 4)).toBe(true);
  });
});
