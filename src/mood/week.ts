/** A week looked back on: what its days were like, and what was in them. */
import { mean } from '../statistics';
import type { JournalEntry } from './entries';
import { dayOf, usualDayBegin } from './records';
import { type DayValue, dayValues, wordCounts } from './trends';

export interface Week {
  /** Days with the person's words, earliest first. */
  days: readonly DayValue[];
  mean: number;
  /** Mean of the seven days before; undefined where there were too few. */
  before: number | undefined;
  best: DayValue;
  /** Words and tags that came up more than once, the most frequent first. */
  words: readonly string[];
  tags: readonly string[];
}

const length = 7;
/** Days with words before a week is spoken of. */
const leastDays = 3;

/** The seven days that end on such a day; undefined where there is too little to tell. */
export function weekOf(entries: readonly JournalEntry[], last: number, dayBegins = usualDayBegin): Week | undefined {
  const between = (first: number, end: number) =>
    entries.filter((entry) => {
      const day = dayOf(entry, dayBegins);
      return day >= first && day <= end;
    });
  const inside = between(last - length + 1, last);
  const days = dayValues(inside, dayBegins);
  if (days.length < leastDays) return undefined;
  const earlier = dayValues(between(last - 2 * length + 1, last - length), dayBegins);
  const tags = new Map<string, number>();
  for (const entry of inside) for (const tag of entry.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  return {
    days,
    mean: mean(days.map((day) => day.mean)),
    before: earlier.length < leastDays ? undefined : mean(earlier.map((day) => day.mean)),
    best: days.reduce((best, day) => (day.mean > best.mean ? day : best)),
    words: wordCounts(inside)
      .filter(({ times }) => times > 1)
      .map(({ word }) => word),
    tags: [...tags]
      .filter(([, times]) => times > 1)
      .sort(([, a], [, b]) => b - a)
      .map(([tag]) => tag),
  };
}
