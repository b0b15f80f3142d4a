/** Tables of text, read without code made at run time, which the page's Content-Security-Policy forbids. */
import { dsvFormat } from 'd3-dsv';

export interface Table {
  /** Without spaces around them. */
  columns: string[];
  /** The column of that name in small letters, as it is written here; undefined where there is none. */
  column(name: string): string | undefined;
  rows: TableRow[];
}

export interface TableRow {
  /** The first is the header's; a cell of several lines counts as one. */
  line: number;
  /** Text of a column's cell; empty where there is none. */
  cell(column: string): string;
}

/**
 * Rows of cells, which are separated by commas, semicolons or tabs, whichever the first row has most of, as spreadsheets of
 * other countries write them.
 */
export function parseCells(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '');
  return dsvFormat(delimiterOf(plain)).parseRows(plain);
}

/** The same with the names of columns in the first row. Rows without any text are left out. */
export function parseTable(text: string): Table {
  const [header = [], ...body] = parseCells(text);
  const columns = header.map((column) => column.trim());
  const rows = body.flatMap((cells, i) =>
    cells.some((cell) => cell !== '')
      ? [{ line: i + 2, cell: (column: string) => cells[columns.indexOf(column)] ?? '' }]
      : [],
  );
  return { columns, column: (name) => columns.find((column) => column.toLowerCase() === name), rows };
}

function delimiterOf(text: string): string {
  const header = (text.match(/^[^\r\n]*/)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length - 1;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
