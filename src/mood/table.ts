/** Tables of text, read without code made at run time, which the page's Content-Security-Policy forbids. */
import { dsvFormat } from 'd3-dsv';
import { MoodFileError } from './errors';

export interface Table {
  columns: string[];
  rows: ReadonlyMap<string, string>[];
}

/**
 * Cells are separated by commas, semicolons or tabs, whichever the header has most of, as spreadsheets of other countries
 * write them.
 *
 * Throws a MoodFileError where there are more rows than `most`.
 */
export function readTable(text: string, most: number): Table {
  const plain = text.replace(/^\uFEFF/, '');
  const [header = [], ...cells] = dsvFormat(delimiterOf(plain)).parseRows(plain);
  const columns = header.map((column) => column.trim());
  if (cells.length > most)
    throw new MoodFileError(
      `must have at most ${most.toLocaleString('en')} rows (got ${cells.length.toLocaleString('en')})`,
      { what: 'long', right: String(most) },
    );
  const rows = cells
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ''])));
  return { columns, rows };
}

function delimiterOf(text: string): string {
  const header = (text.match(/^[^\r\n]*/)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length - 1;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** A number as a spreadsheet writes it, with a decimal point or comma and either minus; NaN where it is none. */
export function readNumber(text: string): number {
  const plain = text.trim().replace('−', '-');
  if (plain === '') return Number.NaN;
  return Number(/^[-+]?\d*,\d+$/.test(plain) ? plain.replace(',', '.') : plain);
}
