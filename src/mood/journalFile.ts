/**
 * Journals as files, in and out: JSON that holds everything, a table for spreadsheets that does, too, and Daylio's export.
 *
 * JSON: `{"feeling":"journal","version":1,"entries":[…]}`, an entry as in `entries.ts`; where faces are known, `people` too,
 * each `{"id","name","corrections":[{"id","correction"}]}`; where tags have groups, `tagGroups`, each `{"name","tags"}`.
 * Tables hold entries alone.
 * CSV: id, time, valence, energy, words, tags, note, tried, tried_valence, tried_energy, seen_seconds, seen_valence,
 * seen_unsure, seen_light and a column for each emotion that was seen; words and tags are parted by " | ". A cell without a value is empty.
 * A text that a spreadsheet would take for a formula has an apostrophe before it, which is taken off again when it is read.
 */
import * as v from 'valibot';
import { emotions } from '../emotion';
import { csvLine, exactly, fromCsvText } from '../files';
import { type Correction, correctionSchema } from '../personal';
import { daylioReaders, isDaylio, type MoodPlaces } from './daylio';
import { entrySchema, inOrder, type JournalEntry } from './entries';
import { MoodFileError } from './errors';
import { faultOf, issueInWords } from './issueInWords';
import { noJournal } from './noJournal';
import { readNumber, readTable, type Table } from './table';
import { type TagGroup, tagGroupsIn } from './tagGroups';

/** Twenty entries a day for ten years are 73,000. */
export const mostEntries = 200_000;

const wholeFile = v.strictObject({
  feeling: v.literal('journal'),
  version: v.literal(1),
  entries: v.pipe(v.array(v.unknown()), v.maxLength(mostEntries)),
  people: v.optional(v.array(v.unknown())),
  tagGroups: v.optional(v.array(v.unknown())),
});

/** A person whose face is known, and what they said of it. */
export interface JournalPerson {
  id: string;
  name: string;
  corrections: { id: string; correction: Correction }[];
}

const personSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  corrections: v.array(v.unknown()),
});
const personCorrection = v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/)), correction: correctionSchema });

/** The people of a journal's JSON, if there are any, without damaged ones. */
export function readPeople(text: string): JournalPerson[] {
  return (wholeOf(text)?.people ?? []).flatMap((given) => {
    const person = v.safeParse(personSchema, given);
    if (!person.success) return [];
    const { id, name, corrections } = person.output;
    const good = corrections.map((correction) => v.safeParse(personCorrection, correction));
    return [{ id, name, corrections: good.flatMap((read) => (read.success ? [read.output] : [])) }];
  });
}

/** The groups of the tags in a journal's JSON, if there are any, without damaged ones. */
export const readTagGroups = (text: string): TagGroup[] => tagGroupsIn(wholeOf(text)?.tagGroups ?? []);

function wholeOf(text: string): v.InferOutput<typeof wholeFile> | undefined {
  if (!isJson(text)) return undefined;
  try {
    const file = v.safeParse(wholeFile, JSON.parse(text.replace(/^\uFEFF/, '')));
    return file.success ? file.output : undefined;
  } catch {
    return undefined;
  }
}

export const writeJson = (
  entries: readonly JournalEntry[],
  people: readonly JournalPerson[] = [],
  tagGroups: readonly TagGroup[] = [],
): string =>
  `${JSON.stringify(
    {
      feeling: 'journal',
      version: 1,
      entries: inOrder(entries),
      ...(people.length > 0 && { people }),
      ...(tagGroups.length > 0 && { tagGroups }),
    },
    null,
    1,
  )}\n`;

const columns = [
  ...['id', 'time', 'valence', 'energy', 'words', 'tags', 'note'],
  ...['tried', 'tried_valence', 'tried_energy'],
  ...['seen_seconds', 'seen_valence', 'seen_unsure', 'seen_light', ...emotions.map((e) => `seen_${e}`)],
];

export function writeCsv(entries: readonly JournalEntry[]): string {
  const rows = inOrder(entries).map(({ id, time, felt, tags, note, tried, seen }) => [
    ...[exactly(id), time, felt?.valence, felt?.energy],
    ...[felt?.words.join(' | ') ?? '', tags.join(' | '), note].map(exactly),
    ...[tried?.activity, tried?.from.valence, tried?.from.energy],
    ...[seen?.seconds, seen?.valence, seen?.unsure, seen?.light, ...emotions.map((e) => seen?.emotions[e])],
  ]);
  return [columns, ...rows].map((row) => `${csvLine(row)}\n`).join('');
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
  const { entries, refused } = readEntries(text, moods);
  if (refused[0]) throw refused[0];
  return entries;
}

/** What a file holds, and what of it could not be read. */
export interface ReadEntries {
  /** Earliest first. */
  entries: JournalEntry[];
  /** One for each entry or row that is not as it should be, which names it. */
  refused: MoodFileError[];
  /** Rows of another maker's file of which an entry cannot hold all; row 1 is the header. */
  shortened: number[];
}

/**
 * Entries out of a file's text, one by one: those that are as they should be, and why the others are not.
 *
 * Throws a MoodFileError where nothing of it can be read as a journal, among them an UnknownMoodsError and a
 * NoJournalError, which tells what it is instead.
 */
export function readEntries(text: string, moods?: MoodPlaces): ReadEntries {
  if (isJson(text)) return { ...gathered(fromJson(text)), shortened: [] };
  const table = readTable(text, mostEntries);
  if (!isJournalTable(table.columns)) throw noJournal(text, table.columns);
  const shortened: number[] = [];
  return { ...gathered(readersOf(table, moods, (row) => shortened.push(row))), shortened };
}

/** Each reader gives its entry, or throws a MoodFileError. */
function gathered(readers: readonly (() => JournalEntry)[]): Omit<ReadEntries, 'shortened'> {
  const entries: JournalEntry[] = [];
  const refused: MoodFileError[] = [];
  for (const read of readers) {
    try {
      entries.push(read());
    } catch (error) {
      if (!(error instanceof MoodFileError)) throw error;
      refused.push(error);
    }
  }
  return { entries: inOrder(entries), refused };
}

export const isJson = (text: string) => /^\uFEFF?\s*[{[]/.test(text);

/** Row 1 is the header. */
export const entriesOf = (table: Table, moods?: MoodPlaces): JournalEntry[] =>
  readersOf(table, moods).map((read) => read());

const readersOf = (
  table: Table,
  moods: MoodPlaces | undefined,
  onShortened?: (row: number) => void,
): (() => JournalEntry)[] =>
  isDaylio(table.columns)
    ? daylioReaders(table, moods, onShortened)
    : table.rows.map((row, i) => () => fromRow(row, i + 2));

/** Keys that reach an object's prototype where someone copies carelessly. */
const reaching = new Set(['__proto__', 'constructor', 'prototype']);

function fromJson(text: string): (() => JournalEntry)[] {
  const plain = text.replace(/^\uFEFF/, '');
  let content: unknown;
  try {
    content = JSON.parse(plain);
  } catch {
    return fromCutOff(plain);
  }
  const file = v.safeParse(wholeFile, content);
  if (!file.success) throw new MoodFileError(issueInWords(file.issues[0]), faultOf(file.issues[0]));
  return file.output.entries.map((entry, i) => () => checked(entry, { entry: i + 1 }));
}

/** What is whole of a file that ends too early, as after a full disk. */
function fromCutOff(text: string): (() => JournalEntry)[] {
  const start = /^\s*\{\s*"feeling"\s*:\s*"journal"\s*,\s*"version"\s*:\s*1\s*,\s*"entries"\s*:\s*\[/.exec(text);
  const entries = start ? objectsIn(text, start[0].length) : [];
  if (entries.length === 0)
    throw new MoodFileError('it begins like JSON and is none; it may have been cut off', { what: 'cutOff' });
  return [
    ...entries.map((entry, i) => () => checked(entry, { entry: i + 1 })),
    () => {
      throw new MoodFileError(`after entry ${entries.length} the file is cut off or damaged`, {
        what: 'cutOff',
        entry: entries.length,
      });
    },
  ];
}

/** The objects of a list that begins at `start`, up to the first that is not whole. */
function objectsIn(text: string, start: number): unknown[] {
  const found: unknown[] = [];
  let [from, depth, isInString] = [start, 0, false];
  for (let at = start; at < text.length && found.length < mostEntries; at++) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' && depth++ === 0) from = at;
    else if (character === '}' && --depth === 0) {
      try {
        found.push(JSON.parse(text.slice(from, at + 1)));
      } catch {
        return found;
      }
    } else if (character === ']' && depth === 0) return found;
  }
  return found;
}

function fromRow(row: ReadonlyMap<string, string>, line: number): JournalEntry {
  const cell = (name: string) => row.get(name) ?? '';
  const number = (name: string) => (cell(name).trim() === '' ? undefined : readNumber(cell(name)));
  const list = (name: string) => (cell(name) === '' ? [] : fromCsvText(cell(name)).split(' | '));
  const [valence, energy, seconds] = [number('valence'), number('energy'), number('seen_seconds')];
  const entry = {
    id: fromCsvText(cell('id')),
    time: cell('time'),
    ...(valence !== undefined && {
      felt: { valence, ...(energy !== undefined && { energy }), words: list('words') },
    }),
    tags: list('tags'),
    note: fromCsvText(cell('note')),
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
  return checked(entry, { row: line });
}

function checked(entry: unknown, at: { entry: number } | { row: number }): JournalEntry {
  const where = 'row' in at ? `row ${at.row}` : `entry ${at.entry}`;
  const reached = reachingKey(entry);
  if (reached !== undefined)
    throw new MoodFileError(`${where}: there is an entry "${reached}", which no journal has`, {
      what: 'unknown',
      field: reached,
      ...at,
    });
  const result = v.safeParse(entrySchema, entry);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new MoodFileError(`${where}: ${issueInWords(issue)}`, { ...faultOf(issue), ...at });
}

function reachingKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    const found = reaching.has(key) ? key : reachingKey((value as Record<string, unknown>)[key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
