/** Records out of a file: a journal, a table of `time,valence`, or what Daylio exports. */
import { recordsOf } from './entries';
import { MoodFileError } from './errors';
import { checkedTime } from './isoTime';
import { entriesOf, isJournalTable, isJson, readJournal } from './journalFile';
import { byTime, type MoodRecord } from './records';
import { readTable } from './table';

/** Records of many sensors have more rows than any journal. */
const mostRows = 1_000_000;

/**
 * Reads a journal (JSON or CSV, as the page exports it), Daylio's export, or any CSV with the columns `time` (ISO 8601,
 * the person's wall clock) and `valence` (−1 … 1), and perhaps `source` (`word` or `camera`).
 *
 * Throws a MoodFileError that names the first entry or row that is not as it should be.
 */
export function readRecords(text: string): MoodRecord[] {
  if (isJson(text)) return recordsOf(readJournal(text));
  const table = readTable(text, mostRows);
  const { columns, rows } = table;
  if (isJournalTable(columns)) return recordsOf(entriesOf(table)).sort(byTime);
  if (!columns.includes('time') || !columns.includes('valence'))
    throw new MoodFileError(
      `the columns are ${columns.join(', ') || 'none'} where time and valence are needed, or full_date and mood as Daylio has them`,
    );
  // Row 1 is the header.
  return rows.map((row, i) => fromRow(row, i + 2)).sort(byTime);
}

function fromRow(row: ReadonlyMap<string, string>, line: number): MoodRecord {
  const [time = '', valence = '', source = 'word'] = ['time', 'valence', 'source'].map((name) => row.get(name));
  const value = Number(valence);
  if (valence.trim() === '' || !(value >= -1 && value <= 1))
    throw new MoodFileError(`row ${line}: valence is "${valence}" where a number from −1 to 1 is needed`);
  if (source !== 'word' && source !== 'camera')
    throw new MoodFileError(`row ${line}: source is "${source}" where word or camera is allowed`);
  return { time: checkedTime(time, line), valence: value, source };
}
