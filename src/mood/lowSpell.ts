/** Whether someone's own words stayed very low for two weeks. */
import type { JournalEntry } from './entries';
import { dayOf } from './records';
import { mean } from './statistics';

const spellDays = 14;
/** Days of it that have words; with fewer nothing is known. */
const leastDays = 7;
const veryLow = -0.5;

/** today: days since 1970-01-01 */
export function isLowSpell(entries: readonly JournalEntry[], today: number): boolean {
  const byDay = new Map<number, number[]>();
  for (const entry of entries) {
    const day = dayOf(entry);
    if (!entry.felt || day <= today - spellDays || day > today) continue;
    byDay.set(day, [...(byDay.get(day) ?? []), entry.felt.valence]);
  }
  return byDay.size >= leastDays && [...byDay.values()].every((values) => mean(values) <= veryLow);
}
