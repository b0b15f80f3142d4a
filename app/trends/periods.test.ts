import { describe, expect, it } from 'vitest';
import { dateOf, dayOf } from '../../src/mood';
import { periodAt, type Span } from './periods';

const between = (span: Span, date: string, away = 0) => {
  const { first, last } = periodAt(span, dayOf({ time: date }), away);
  return `${dateOf(first)} ${dateOf(last)}`;
};

describe('a period', () => {
  it('is one of the calendar', () => {
    expect(between('month', '2026-02-14')).toBe('2026-02-01 2026-02-28');
    expect(between('month', '2028-02-29')).toBe('2028-02-01 2028-02-29');
    // 2026-03-01 is a Sunday.
    expect(between('week', '2026-03-01')).toBe('2026-02-23 2026-03-01');
    expect(between('week', '2026-03-02')).toBe('2026-03-02 2026-03-08');
    expect(between('year', '2026-12-31')).toBe('2026-01-01 2026-12-31');
  });

  it('is followed by the next, over the turn of the year, too', () => {
    expect(between('month', '2026-01-31', -1)).toBe('2025-12-01 2025-12-31');
    expect(between('month', '2026-12-31', 1)).toBe('2027-01-01 2027-01-31');
    expect(between('week', '2026-01-01', -1)).toBe('2025-12-22 2025-12-28');
    expect(between('year', '2026-06-01', -2)).toBe('2024-01-01 2024-12-31');
  });
});
