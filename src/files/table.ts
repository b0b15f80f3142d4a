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
  /** What is wrong where there is text behind the last column. */
  misfit: string | undefined;
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
      ? [
          {
            line: i + 2,
            cell: (column: string) => cells[columns.indexOf(column)] ?? '',
            misfit: misfitOf(columns, cells),
          },
        ]
      : [],
  );
  return { columns, column: (name) => columns.find((column) => column.toLowerCase() === name), rows };
}

/** What is wrong with a row that has text behind the last column, as "0,5" without quotes makes it; undefined where it fits. */
export function misfitOf(columns: readonly string[], cells: readonly string[]): string | undefined {
  const width = cells.findLastIndex((cell) => cell !== '') + 1;
  if (width <= columns.length) return undefined;
  return `has ${width} cells for ${columns.length} columns; a number or text with a comma in it must be in quotes`;
}

function delimiterOf(text: string): string {
  const header = (text.match(/^[^\r\n]*/)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length - 1;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}
