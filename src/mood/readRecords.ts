/** Records out of a file: a journal, a table of `time,valence`, or what Daylio exports. */
import { described } from '../options';
import type { MoodPlaces } from './daylio';
import { recordsOf } from './entries';
import { MoodFileError } from './errors';
import { checkedTime } from './isoTime';
import { entriesOf, isJournalTable, isJson, readJournal } from './journalFile';
import { foundInstead, NoJournalError, shownColumns } from './noJournal';
import { byTime, type MoodRecord } from './records';
import { readNumber, readTable } from './table';
import { type TimeReader, timeReader } from './writtenTime';

/** Records of many sensors have more rows than any journal. */
const mostRows = 1_000_000;

/**
 * Reads a journal (JSON or CSV, as the page exports it), Daylio's export, or any CSV with the columns `time` (the person's
 * wall clock, ISO 8601 or as spreadsheets write it) and `valence` (−1 … 1), and perhaps `source` (`word` or `camera`).
 *
 * moods where moods of Daylio lie that have names of the person's own
 * Throws an UnknownMoodsError where such a mood is not among them, a MoodFileError that names the first entry or row that
 * is not as it should be.
 */
export function readRecords(text: string, moods?: MoodPlaces): MoodRecord[] {
  if (isJson(text)) return recordsOf(readJournal(text));
  const table = readTable(text, mostRows);
  const { columns, rows } = table;
  if (isJournalTable(columns)) return recordsOf(entriesOf(table, moods)).sort(byTime);
  const column = (name: string) => columns.find((other) => other.toLowerCase() === name);
  const [time, valence, source] = [column('time'), column('valence'), column('source')];
  if (time === undefined || valence === undefined) throw noRecords(text, columns);
  const readTime = timeReader(rows.map((row) => row.get(time) ?? ''));
  const written = (row: ReadonlyMap<string, string>): Written => ({
    time: row.get(time) ?? '',
    valence: row.get(valence) ?? '',
    source: source === undefined ? 'word' : (row.get(source) ?? ''),
  });
  // Row 1 is the header.
  return rows.map((row, i) => recordOf(written(row), i + 2, readTime)).sort(byTime);
}

function noRecords(text: string, columns: readonly string[]): MoodFileError {
  const found = foundInstead(text);
  if (found) return new NoJournalError(found);
  return new MoodFileError(
    `the columns must include time and valence, or full_date and mood as Daylio has them (got ${shownColumns(columns)})`,
  );
}

/** A row's cells. */
type Written = Record<'time' | 'valence' | 'source', string>;

function recordOf({ time, valence, source }: Written, line: number, readTime: TimeReader): MoodRecord {
  const value = readNumber(valence);
  if (!(value >= -1 && value <= 1))
    throw new MoodFileError(`row ${line}: valence must be a number from −1 to 1 (got ${described(valence)})`);
  if (source !== 'word' && source !== 'camera')
    throw new MoodFileError(`row ${line}: source must be word or camera (got ${described(source)})`);
  return { time: readTime(time) ?? checkedTime(time, line), valence: value, source };
}
