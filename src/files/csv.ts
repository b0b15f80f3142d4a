/** Comma-separated values (RFC 4180) that neither a spreadsheet nor a terminal acts upon. */
import { plainText } from './plainText';

/** A number with so many decimals. */
export interface Decimal {
  value: number;
  digits: number;
}

export const decimal = (value: number, digits: number): Decimal => ({ value, digits });

/** Text that comes back as it was, control characters too: a copy that people rely on loses nothing. */
export interface ExactText {
  exactly: string;
}

export const exactly = (text: string): ExactText => ({ exactly: text });

export type CsvCell = string | number | Decimal | ExactText | null | undefined;

export interface CsvStyle {
  separator: ',' | ';';
  decimalPoint: '.' | ',';
}

const standard: CsvStyle = { separator: ',', decimalPoint: '.' };

/** What a spreadsheet takes for a formula, in full width too, behind any apostrophes. */
const formula = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const plainNumber = /^[-+]?\d+(\.\d+)?$/;

/**
 * One line, without its end. `undefined` and `null` are empty cells. Text loses its escape sequences; text that would be
 * a formula gets an apostrophe before it (OWASP, "CSV Injection"), which `fromCsvText` takes away again.
 *
 * ```ts
 * csvLine(['=1+1', -2.5, 'a "b", c']) // `'=1+1,-2.5,"a ""b"", c"`
 * ```
 */
export const csvLine = (cells: readonly CsvCell[], style: CsvStyle = standard): string =>
  cells.map((cell) => csvCell(cell, style)).join(style.separator);

function csvCell(cell: CsvCell, { separator, decimalPoint }: CsvStyle): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', decimalPoint);
  if (typeof cell === 'object' && 'value' in cell) return cell.value.toFixed(cell.digits).replace('.', decimalPoint);
  const isExact = typeof cell === 'object';
  const plain = isExact ? cell.exactly : plainText(cell);
  const text = formula.test(plain) && (isExact || !plainNumber.test(plain)) ? `'${plain}` : plain;
  return /["\n\r]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A cell's text as it was before `csvLine` kept it from being a formula. */
export const fromCsvText = (cell: string): string => (/^'/.test(cell) && formula.test(cell) ? cell.slice(1) : cell);
