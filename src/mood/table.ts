/** Tables of what people kept elsewhere. */
import { misfitOf, parseCells } from '../files';
import { MoodFileError } from './errors';

export interface Table {
  columns: string[];
  rows: ReadonlyMap<string, string>[];
}

/** Throws a MoodFileError where there are more rows than `most`, or more cells in a row than columns. */
export function readTable(text: string, most: number): Table {
  const [header = [], ...cells] = parseCells(text);
  const columns = header.map((column) => column.trim());
  if (cells.length > most)
    throw new MoodFileError(
      `must have at most ${most.toLocaleString('en')} rows (got ${cells.length.toLocaleString('en')})`,
      { what: 'long', right: String(most) },
    );
  for (const [i, row] of cells.entries()) {
    const misfit = misfitOf(columns, row);
    // Row 1 is the header.
    if (misfit) throw new MoodFileError(`row ${i + 2}: ${misfit}`, { what: 'cells', row: i + 2 });
  }
  const rows = cells
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ''])));
  return { columns, rows };
}

/** A number as a spreadsheet writes it, with a decimal point or comma and either minus; NaN where it is none. */
export function readNumber(text: string): number {
  const plain = text.trim().replace('−', '-');
  if (plain === '') return Number.NaN;
  return Number(/^[-+]?\d*,\d+$/.test(plain) ? plain.replace(',', '.') : plain);
}
