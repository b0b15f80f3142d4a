/** Records out of a table: `time,valence`, or what Daylio exports. */
import { csvParse } from 'd3-dsv';
import type { MoodRecord } from './records';

/** A table that cannot be read; the message names the row, the value and what would be right. */
export class MoodFileError extends Error {
  override name = 'MoodFileError';
}

/** More rows than ten years of twenty entries a day have. */
const mostRows = 1_000_000;
/** Daylio's usual five moods, best first, and where they lie. */
const daylioMoods: Readonly<Record<string, number>> = { rad: 1, good: 0.5, meh: 0, bad: -0.5, awful: -1 };
const isoTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads a CSV with the columns `time` (ISO 8601, the person's wall clock) and `valence` (−1 … 1), and perhaps `source`
 * (`word` or `camera`), or Daylio's export (`full_date`, `time`, `mood`).
 *
 * Throws a MoodFileError that names the first row that is not as it should be.
 */
export function readRecords(text: string): MoodRecord[] {
  const rows = csvParse(text.replace(/^\uFEFF/, ''));
  if (rows.length > mostRows)
    throw new MoodFileError(
      `${rows.length.toLocaleString('en')} rows where at most ${mostRows.toLocaleString('en')} are read`,
    );
  const { columns } = rows;
  const has = (...names: string[]) => names.every((name) => columns.includes(name));
  const read = has('full_date', 'mood') ? fromDaylio : has('time', 'valence') ? fromTable : undefined;
  if (!read)
    throw new MoodFileError(
      `the columns are ${columns.join(', ') || 'none'} where time and valence are needed, or full_date and mood as Daylio has them`,
    );
  // Row 1 is the header.
  const records = rows.map((row, i) => read(row, i + 2));
  return records.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

type Row = Readonly<Record<string, string>>;

function fromTable(row: Row, line: number): MoodRecord {
  const { time = '', valence = '', source = 'word' } = row;
  const value = Number(valence);
  if (valence.trim() === '' || !(value >= -1 && value <= 1))
    throw new MoodFileError(`row ${line}: valence is "${valence}" where a number from −1 to 1 is needed`);
  if (source !== 'word' && source !== 'camera')
    throw new MoodFileError(`row ${line}: source is "${source}" where word or camera is allowed`);
  return { time: checkedTime(time, line), valence: value, source };
}

function fromDaylio(row: Row, line: number): MoodRecord {
  const { full_date: date = '', time = '', mood = '' } = row;
  const valence = daylioMoods[mood.trim().toLowerCase()];
  if (valence === undefined)
    throw new MoodFileError(`row ${line}: mood is "${mood}" where ${Object.keys(daylioMoods).join(', ')} are known`);
  return { time: checkedTime(`${date}T${clock(time)}`, line), valence, source: 'word' };
}

/** "8:05 PM" and "20:05" → "20:05" */
function clock(time: string): string {
  const [, hours = '', minutes = '', half] = time.trim().match(/^(\d{1,2}):(\d{2})\s*([ap]m)?$/i) ?? [];
  if (hours === '') return time;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours);
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

function checkedTime(time: string, line: number): string {
  const parsed = new Date(time.slice(0, 10));
  if (!isoTime.test(time) || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== time.slice(0, 10))
    throw new MoodFileError(`row ${line}: time is "${time}" where something like 2026-03-01T08:30 is needed`);
  return time;
}
