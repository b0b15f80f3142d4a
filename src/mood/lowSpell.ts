/** Whether someone's own words stayed very low for two weeks. */

import { mean } from '../statistics';
import type { JournalEntry } from './entries';
import { grouped } from './grouped';
import { dayOf, usualDayBegin } from './records';

const spellDays = 14;
/** Days of it that have words; with fewer nothing is known. */
const leastDays = 7;
const veryLow = -0.5;

/** today: days since 1970-01-01 */
export function isLowSpell(entries: readonly JournalEntry[], today: number, dayBegins = usualDayBegin): boolean {
  const lately = entries.flatMap((entry) => {
    const day = dayOf(entry, dayBegins);
    return entry.felt && day > today - spellDays && day <= today ? [{ day, valence: entry.felt.valence }] : [];
  });
  const byDay = grouped(lately, ({ day }) => day);
  return (
    byDay.size >= leastDays && [...byDay.values()].every((day) => mean(day.map(({ valence }) => valence)) <= veryLow)
  );
}
