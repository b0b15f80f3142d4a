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
  /** fault for those who say it in another language than English, or to whom no option of a command is of help */
  constructor(
    message: string,
    readonly fault?: DataFault,
  ) {
    super(message);
  }
}

/** What is wrong with labelled faces. */
export interface DataFault {
  what:
    | 'empty'
    | 'damaged'
    | 'archive'
    /** The columns are others. */
    | 'header'
    /** A row has another number of pixels. */
    | 'pixelCount'
    /** A pixel is no number from 0 to 255. */
    | 'pixel'
    /** A row says a split that there is not. */
    | 'usage'
    | 'tooMany'
    | 'noPictures'
    /** Folders are neither splits nor classes. */
    | 'folders'
    /** None of its pictures can be read. */
    | 'unreadable'
    /** Classes are none of the seven emotions. */
    | 'classes'
    /** Classes are numbers, which mean something else in every data set. */
    | 'numbered'
    | 'noFaces';
  /** The file or folder. */
  where: string;
  line?: number;
  got?: string;
}

export const atLine = (file: string, line: number, problem: string, fault?: Omit<DataFault, 'where' | 'line'>) =>
  new DataError(`${file}, line ${line.toLocaleString('en')}: ${problem}`, fault && { ...fault, where: file, line });
