/** Tables of text, read without code made at run time, which the page's Content-Security-Policy forbids. */
import { csvParseRows } from 'd3-dsv';
import { MoodFileError } from './errors';

export interface Table {
  columns: string[];
  rows: ReadonlyMap<string, string>[];
}

/** Throws a MoodFileError where there are more rows than `most`. */
export function readTable(text: string, most: number): Table {
  const [columns = [], ...cells] = csvParseRows(text.replace(/^\uFEFF/, ''));
  if (cells.length > most)
    throw new MoodFileError(
      `${cells.length.toLocaleString('en')} rows where at most ${most.toLocaleString('en')} are read`,
    );
  const rows = cells
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ''])));
  return { columns, rows };
}
