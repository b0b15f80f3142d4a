/** What Daylio exports: full_date, date, weekday, time, mood, activities, note_title, note. */
import { type JournalEntry, longest } from './entries';
import { MoodFileError } from './errors';
import { checkedTime } from './isoTime';

/** Daylio's usual five moods, best first, and where they lie. */
const moods: Readonly<Record<string, number>> = { rad: 1, good: 0.5, meh: 0, bad: -0.5, awful: -1 };

export const isDaylio = (columns: readonly string[]) => columns.includes('full_date') && columns.includes('mood');

/** One row; `line` is its number in the file, for messages. */
export function fromDaylio(row: ReadonlyMap<string, string>, line: number): JournalEntry {
  const cell = (name: string) => row.get(name) ?? '';
  const mood = cell('mood').trim().toLowerCase();
  const valence = Object.hasOwn(moods, mood) ? moods[mood] : undefined;
  if (valence === undefined)
    throw new MoodFileError(`row ${line}: mood is "${cell('mood')}" where ${Object.keys(moods).join(', ')} are known`);
  const time = checkedTime(`${cell('full_date')}T${clock(cell('time'))}`, line);
  const note = [cell('note_title'), cell('note')].filter(Boolean).join('\n').slice(0, longest.note);
  const tags = cell('activities')
    .split('|')
    .map((tag) => tag.replaceAll(/\s+/g, ' ').slice(0, longest.tag).trim())
    .filter(Boolean)
    .slice(0, longest.tags);
  return { id: `daylio-${time}-${fingerprint(mood, note, ...tags)}`, time, felt: { valence, words: [] }, tags, note };
}

/** "8:05 PM" and "20:05" → "20:05" */
function clock(time: string): string {
  const [, hours = '', minutes = '', half] = time.trim().match(/^(\d{1,2}):(\d{2})\s*([ap]m)?$/i) ?? [];
  if (hours === '') return time;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours);
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** Daylio's rows have no name of their own: the same content gets the same one, so a second import adds nothing (FNV-1a). */
function fingerprint(...parts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(parts))
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193) >>> 0;
  return hash.toString(36);
}
