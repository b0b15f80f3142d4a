/**
 * Journals as files, in and out: JSON that holds everything, a table for spreadsheets that does, too, and Daylio's export.
 *
 * JSON: `{"feeling":"journal","version":1,"entries":[…]}`, an entry as in `entries.ts`.
 * CSV: id, time, valence, energy, words, tags, note, tried, tried_valence, tried_energy, seen_seconds, seen_valence,
 * seen_unsure, seen_light and a column for each emotion that was seen; words and tags are parted by " | ". A cell without a value is empty.
 */
import { csvFormatRows } from 'd3-dsv';
import * as v from 'valibot';
import { emotions } from '../emotion';
import { fromDaylio, isDaylio, type MoodPlaces } from './daylio';
import { entrySchema, inOrder, type JournalEntry } from './entries';
import { MoodFileError } from './errors';
import { readNumber, readTable, type Table } from './table';

/** Twenty entries a day for ten years are 73,000. */
export const mostEntries = 200_000;

const wholeFile = v.strictObject({
  feeling: v.literal('journal'),
  version: v.literal(1),
  entries: v.pipe(v.array(v.unknown()), v.maxLength(mostEntries)),
});

export const writeJson = (entries: readonly JournalEntry[]): string =>
  `${JSON.stringify({ feeling: 'journal', version: 1, entries: inOrder(entries) }, null, 1)}\n`;

const columns = [
  ...['id', 'time', 'valence', 'energy', 'words', 'tags', 'note'],
  ...['tried', 'tried_valence', 'tried_energy'],
  ...['seen_seconds', 'seen_valence', 'seen_unsure', 'seen_light', ...emotions.map((e) => `seen_${e}`)],
];

export function writeCsv(entries: readonly JournalEntry[]): string {
  const cell = (value: number | undefined) => (value === undefined ? '' : String(value));
  const rows = inOrder(entries).map(({ id, time, felt, tags, note, tried, seen }) => [
    ...[id, time, cell(felt?.valence), cell(felt?.energy), felt?.words.join(' | ') ?? '', tags.join(' | '), note],
    ...[tried?.activity ?? '', cell(tried?.from.valence), cell(tried?.from.energy)],
    ...[seen?.seconds, seen?.valence, seen?.unsure, seen?.light, ...emotions.map((e) => seen?.emotions[e])].map(cell),
  ]);
  return `${csvFormatRows([columns, ...rows])}\n`;
}

/** Whether a table's columns are those of a journal, ours or Daylio's. */
export const isJournalTable = (names: readonly string[]) =>
  isDaylio(names) || columns.every((column) => names.includes(column));

/**
 * Entries out of a file's text, earliest first.
 *
 * Throws a MoodFileError that names the first entry or row that is not as it should be; then nothing of the file counts.
 *
 * moods where moods of Daylio lie that have names of the person's own; an UnknownMoodsError names those that are missing
 */
export function readJournal(text: string, moods?: MoodPlaces): JournalEntry[] {
  if (isJson(text)) return inOrder(fromJson(text));
  const table = readTable(text, mostEntries);
  if (!isJournalTable(table.columns))
    throw new MoodFileError(
      `the columns are ${table.columns.join(', ').slice(0, 200) || 'none'}, which are neither this journal's nor Daylio's`,
    );
  return inOrder(entriesOf(table, moods));
}

export const isJson = (text: string) => /^\uFEFF?\s*[{[]/.test(text);

/** Row 1 is the header. */
export const entriesOf = (table: Table, moods?: MoodPlaces): JournalEntry[] =>
  isDaylio(table.columns) ? fromDaylio(table, moods) : table.rows.map((row, i) => fromRow(row, i + 2));

/** Keys that reach an object's prototype where someone copies carelessly. */
const reaching = new Set(['__proto__', 'constructor', 'prototype']);

function fromJson(text: string): JournalEntry[] {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''), (key, value: unknown) => {
      if (reaching.has(key)) throw new MoodFileError(`it has an entry "${key}", which no journal has`);
      return value;
    });
  } catch (error) {
    if (error instanceof MoodFileError) throw error;
    throw new MoodFileError('it begins like JSON and is none; it may have been cut off');
  }
  const file = v.safeParse(wholeFile, content);
  if (!file.success) throw new MoodFileError(describe(file.issues[0]));
  return file.output.entries.map((entry, i) => checked(entry, `entry ${i + 1}`));
}

function fromRow(row: ReadonlyMap<string, string>, line: number): JournalEntry {
  const cell = (name: string) => row.get(name) ?? '';
  const number = (name: string) => (cell(name).trim() === '' ? undefined : readNumber(cell(name)));
  const list = (name: string) => (cell(name) === '' ? [] : cell(name).split(' | '));
  const [valence, energy, seconds] = [number('valence'), number('energy'), number('seen_seconds')];
  const entry = {
    id: cell('id'),
    time: cell('time'),
    ...(valence !== undefined && {
      felt: { valence, ...(energy !== undefined && { energy }), words: list('words') },
    }),
    tags: list('tags'),
    note: cell('note'),
    ...(cell('tried') !== '' && {
      tried: {
        activity: cell('tried'),
        from: { valence: number('tried_valence'), energy: number('tried_energy') },
      },
    }),
    ...(seconds !== undefined && {
      seen: {
        seconds,
        emotions: Object.fromEntries(emotions.map((e) => [e, number(`seen_${e}`)])),
        valence: number('seen_valence'),
        unsure: number('seen_unsure'),
        light: number('seen_light'),
      },
    }),
  };
  return checked(entry, `row ${line}`);
}

function checked(entry: unknown, where: string): JournalEntry {
  const result = v.safeParse(entrySchema, entry);
  if (result.success) return result.output;
  throw new MoodFileError(`${where}: ${describe(result.issues[0])}`);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = issue.path?.map(({ key }) => key).join('.') || 'the file';
  if (issue.expected === 'never') return `there is an entry "${place.slice(0, 60)}", which no journal has`;
  if (issue.type === 'max_length')
    return `${place} is longer than the ${Number(issue.requirement).toLocaleString('en')} allowed`;
  if (issue.type === 'check')
    return `${place} is ${issue.received.slice(0, 60)} where something like 2026-03-01T08:30 is needed`;
  return `${place} is ${issue.received.slice(0, 60)} where ${issue.expected ?? 'something else'} is allowed`;
}
