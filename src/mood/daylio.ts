/** What Daylio exports: full_date, date, weekday, time, mood, activities, note_title, note; moods are in the person's words. */
import { type JournalEntry, longest } from './entries';
import { MoodFileError } from './errors';
import { plainNote } from './formattedNote';
import { isTime } from './isoTime';
import type { Table } from './table';
import { readClock, type TimeReader, timeReader } from './writtenTime';

/** Where a mood lies, −1 (awful) … 1 (rad), by its name. */
export type MoodPlaces = Readonly<Record<string, number>>;

/** Daylio's usual five moods, best first, and where they lie. */
export const daylioMoods = { rad: 1, good: 0.5, meh: 0, bad: -0.5, awful: -1 } as const satisfies MoodPlaces;

/** Moods with names of the person's own: only they know where these lie. */
export class UnknownMoodsError extends MoodFileError {
  /** moods as the file has them, the most frequent first */
  constructor(readonly moods: readonly string[]) {
    super(`it is not known where these moods lie: ${moods.map((mood) => `"${mood}"`).join(', ')}`);
  }
}

export const isDaylio = (columns: readonly string[]) => columns.includes('full_date') && columns.includes('mood');

/** How moods are compared: without regard to case and spaces around. */
const moodKey = (mood: string) => mood.trim().normalize('NFC').toLowerCase();

/**
 * A reader for each of the table's entries, which throws a MoodFileError that names the row and the value; row 1 is the header.
 *
 * places where moods lie that are not Daylio's usual five
 * onShortened is told of each row that has more than an entry can hold, when it is read
 * Throws an UnknownMoodsError that names every mood whose place is not known.
 */
export function daylioReaders(
  { rows }: Table,
  places: MoodPlaces = {},
  onShortened: (row: number) => void = () => {},
): (() => JournalEntry)[] {
  const known = new Map(Object.entries({ ...daylioMoods, ...places }).map(([mood, place]) => [moodKey(mood), place]));
  requireKnown(rows, known);
  const time = timeReader(rows.map((row) => row.get('full_date') ?? ''));
  return rows.map((row, i) => () => {
    const { entry, isShortened } = fromRow(row, i + 2, known, time);
    if (isShortened) onShortened(i + 2);
    return entry;
  });
}

function requireKnown(rows: Table['rows'], known: ReadonlyMap<string, number>) {
  const unknown = new Map<string, { mood: string; rows: number }>();
  for (const row of rows) {
    const mood = (row.get('mood') ?? '').trim();
    const key = moodKey(mood);
    if (key === '' || known.has(key)) continue;
    unknown.set(key, { mood, rows: (unknown.get(key)?.rows ?? 0) + 1 });
  }
  if (unknown.size === 0) return;
  throw new UnknownMoodsError([...unknown.values()].sort((a, b) => b.rows - a.rows).map(({ mood }) => mood));
}

function fromRow(
  row: ReadonlyMap<string, string>,
  line: number,
  known: ReadonlyMap<string, number>,
  dayReader: TimeReader,
): { entry: JournalEntry; isShortened: boolean } {
  const cell = (name: string) => row.get(name) ?? '';
  const mood = moodKey(cell('mood'));
  const valence = known.get(mood);
  if (valence === undefined)
    throw new MoodFileError(`row ${line}: the mood is missing`, { what: 'missing', field: 'mood', row: line });
  const time = timeOf(cell('full_date'), cell('time'), line, dayReader);
  const written = [cell('note_title'), cell('note')].filter(Boolean).join('\n').slice(0, longest.note);
  const note = [cell('note_title'), plainNote(cell('note'))].filter(Boolean).join('\n');
  const whole = cell('activities')
    .split('|')
    .map((tag) => tag.replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean);
  const activities = whole.map((tag) => tag.slice(0, longest.tag).trim()).slice(0, longest.tags);
  // Of what is written there: what was imported by an earlier version, which left it as it is, has the same name.
  const id = `daylio-${time}-${fingerprint(mood, written, ...activities)}`;
  const tags = [...new Set(activities.map(withoutHalf))];
  return {
    entry: { id, time, felt: { valence, words: [] }, tags, note: withoutHalf(note.slice(0, longest.note)) },
    isShortened:
      note.length > longest.note || whole.length > longest.tags || whole.some((tag) => tag.length > longest.tag),
  };
}

/** Without the half of a character that was cut in two. */
const withoutHalf = (text: string) => text.replace(/[\uD800-\uDBFF]$/, '');

function timeOf(day: string, clock: string, line: number, dayReader: TimeReader): string {
  const date = dayReader(day)?.slice(0, 10);
  if (date === undefined)
    throw new MoodFileError(`row ${line}: full_date must be a day like 2026-03-01 (got "${day}")`, {
      what: 'value',
      row: line,
      field: 'full_date',
      got: `"${day}"`,
      right: '2026-03-01',
    });
  const time = clock.trim() === '' ? undefined : readClock(clock);
  const whole = time === undefined ? date : `${date}T${time}`;
  if ((time === undefined && clock.trim() !== '') || !isTime(whole))
    throw new MoodFileError(`row ${line}: time must be like 18:19 or 6:19 PM (got "${clock}")`, {
      what: 'value',
      row: line,
      field: 'time',
      got: `"${clock}"`,
      right: '18:19',
    });
  return whole;
}

/** Daylio's rows have no name of their own: the same content gets the same one, so a second import adds nothing (FNV-1a). */
function fingerprint(...parts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(parts))
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193) >>> 0;
  return hash.toString(36);
}
