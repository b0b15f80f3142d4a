/** Weeks, months and years of the calendar, one after another. */
import { dateOf, weekdayOf } from '../../src/mood';

export const spans = ['week', 'month', 'year'] as const;
export type Span = (typeof spans)[number];

export interface Period {
  /** Days since 1970-01-01, both within it. */
  first: number;
  last: number;
}

const dayAt = (year: number, month: number) => Math.floor(Date.UTC(year, month, 1) / 86_400_000);

/** The period that a day is in, or one so many before (negative) or after it. Weeks begin on Mondays. */
export function periodAt(span: Span, day: number, away = 0): Period {
  if (span === 'week') {
    const first = day - ((weekdayOf(day) + 6) % 7) + 7 * away;
    return { first, last: first + 6 };
  }
  const [year = 0, month = 1] = dateOf(day).split('-').map(Number);
  if (span === 'year') return { first: dayAt(year + away, 0), last: dayAt(year + away + 1, 0) - 1 };
  return { first: dayAt(year, month - 1 + away), last: dayAt(year, month + away) - 1 };
}
