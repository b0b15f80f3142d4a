import { dateOf, dayOn, type JournalEntry } from '../src/mood';

const days = 3650;

/** Entries of ten years that end yesterday, so many a day. */
export function longJournal(aDay: number): JournalEntry[] {
  const today = dayOn(new Date());
  return Array.from({ length: days }, (_, d) =>
    Array.from({ length: aDay }, (_, i) => ({
      id: `made-${d}-${i}`,
      time: `${dateOf(today - days + d)}T${String(3 + i).padStart(2, '0')}:10:00+00:00`,
      felt: { valence: Math.round((0.2 + 0.3 * Math.sin(d * 2.4 + i)) * 100) / 100, energy: 0, words: ['calm'] },
      tags: d % 3 ? ['work'] : ['people'],
      note: i === 0 ? 'A line about the day.' : '',
    })),
  ).flat();
}
