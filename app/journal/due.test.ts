import { describe, expect, it } from 'vitest';
import { isDue } from './due';

const weekdaysOnly = { time: '20:00', weekdays: [1, 2, 3, 4, 5] };
const at = (clock: string) => `${clock}:00.000+01:00`;

describe('a reminder', () => {
  it('is due once, on its weekdays', () => {
    // 2026-03-02 is a Monday.
    expect(isDue(weekdaysOnly, at('2026-03-02T19:59'), at('2026-03-02T20:00'))).toBe(true);
    expect(isDue(weekdaysOnly, at('2026-03-02T20:00'), at('2026-03-02T20:01'))).toBe(false);
    expect(isDue(weekdaysOnly, at('2026-03-02T19:58'), at('2026-03-02T19:59'))).toBe(false);
    expect(isDue(weekdaysOnly, at('2026-03-01T19:59'), at('2026-03-01T20:00'))).toBe(false);
    expect(isDue({ ...weekdaysOnly, weekdays: [] }, at('2026-03-02T19:59'), at('2026-03-02T20:00'))).toBe(false);
  });

  it('of a device that slept is told when it wakes, for that day', () => {
    expect(isDue(weekdaysOnly, at('2026-02-27T09:00'), at('2026-03-02T22:00'))).toBe(true);
    expect(isDue(weekdaysOnly, at('2026-03-02T09:00'), at('2026-03-02T22:00'))).toBe(true);
    expect(isDue(weekdaysOnly, at('2026-02-27T09:00'), at('2026-03-02T07:00'))).toBe(false);
  });
});
