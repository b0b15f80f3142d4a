/** How the camera's readings and the person's own words go together. */
import type { JournalEntry } from './entries';

export interface Agreement {
  /** Entries that have both. */
  both: number;
  /** Those of them in which the two are far apart. */
  apart: number;
}

/** So far apart, of the 2 from one end to the other, is a difference and no nuance. */
const farApart = 0.7;

export function agreementOf(entries: readonly JournalEntry[]): Agreement {
  const pairs = entries.flatMap(({ felt, seen }) => (felt && seen ? [Math.abs(felt.valence - seen.valence)] : []));
  return { both: pairs.length, apart: pairs.filter((distance) => distance >= farApart).length };
}
