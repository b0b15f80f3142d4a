/**
 * A data file that is not as it should be; the message names the file, the line and what would be right.
 *
 * @example
 * import { DataError, readFaces } from 'feeling/train';
 * try {
 *   await readFaces('empty.csv');
 * } catch (error) {
 *   error instanceof DataError; // → true
 * }
 */
export class DataError extends Error {
  override name = 'DataError';
}

export const atLine = (file: string, line: number, problem: string) =>
  new DataError(`${file}, line ${line.toLocaleString('en')}: ${problem}`);
