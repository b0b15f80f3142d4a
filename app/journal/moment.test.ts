import { describe, expect, it } from 'vitest';
import { dayOn } from '../../src/mood';
import { firstMinute, kindAfter, kindOf } from './moment';

const at = (time: string) => new Date(time);

describe('when an entry was', () => {
  it('begins with an hour ago, yesterday evening, or two days ago', () => {
    const now = at('2026-03-10T15:20');
    expect(firstMinute('now', now, 4)).toBe('');
    expect(firstMinute('earlier', now, 4)).toBe('2026-03-10T14:20');
    expect(firstMinute('yesterday', now, 4)).toBe('2026-03-09T20:00');
    expect(firstMinute('day', now, 4)).toBe('2026-03-08T20:00');
  });

  it('is of the day that is still going on after midnight', () => {
    const night = at('2026-03-11T01:30');
    expect(firstMinute('earlier', night, 4)).toBe('2026-03-11T00:30');
    expect(firstMinute('yesterday', night, 4)).toBe('2026-03-09T20:00');
    expect(kindOf('2026-03-10T22:00', night, 4)).toBe('earlier');
    expect(kindOf('2026-03-10T22:00', night, 0)).toBe('yesterday');
    // Never before the day began.
    expect(firstMinute('earlier', at('2026-03-11T04:20'), 4)).toBe('2026-03-11T04:00');
  });

  it('is of yesterday once a new day has begun', () => {
    const today = dayOn(at('2026-03-11T08:00'), 4);
    expect(kindAfter('earlier', '2026-03-10T14:20', today, 4)).toBe('yesterday');
    expect(kindAfter('yesterday', '2026-03-09T20:00', today, 4)).toBe('day');
    expect(kindAfter('day', '2026-03-10T14:20', today, 4)).toBe('day');
    expect(kindAfter('now', '', today, 4)).toBe('now');
  });

  it('is known again from its minute', () => {
    const now = at('2026-03-10T15:20');
    expect(
      ['', '2026-03-10T09:00', '2026-03-09T23:00', '2026-03-10T03:00', '2026-01-01T12:00'].map((m) =>
        kindOf(m, now, 4),
      ),
    ).toEqual(['now', 'earlier', 'yesterday', 'yesterday', 'day']);
  });
});
