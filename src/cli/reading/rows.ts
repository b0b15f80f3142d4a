/** Readings as lines of a file or of the terminal: JSON, or comma-separated values. */
import type { Row } from './analysis';
import type { CsvLines } from './csv';

/** JSON lines, or CSV of some style. */
export type LineFormat = 'json' | CsvLines;

/** A frame's lines. */
export const linesOf = (row: Row, format: LineFormat): string[] =>
  format === 'json' ? [jsonLine(row)] : format.rows(row);

/** The line of a file that could not be read, or not to its end. */
export const failureLine = ({ source, error }: { source: string; error: string }, format: LineFormat): string =>
  format === 'json' ? jsonLine({ source, error }) : format.failure(source, error);

export const isFailureLine = (line: string, format: LineFormat): boolean =>
  format === 'json' ? /^\{"source":"(?:[^"\\]|\\.)*","error":/.test(line) : format.isFailure(line);

/** JSON, with what a terminal would act upon, or a reader take for a line's end, as escapes; a parser reads the same. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
