/** Readings as comma-separated values, a row a face. */

import { emotions } from '../../emotion';
import { type CsvStyle, csvLine, decimal, exactly } from '../../files';
import type { Row } from './analysis';
import { byteOrderMark } from './spreadsheet';
import { wordsOf } from './summary';

const columns = [
  ...['source', 'frame', 'time', 'width', 'height'],
  ...['id', 'x', 'y', 'box_width', 'box_height', 'score'],
  ...emotions,
  ...['readable', 'named', 'unsure', 'valence'],
  'error',
];

const frameColumns = 5;
/** Between a file and what is wrong with it. */
const nothing = columns.slice(1, -1).map(() => undefined);
const noFace = columns.slice(frameColumns).map(() => undefined);

/** Lines of one file. `source` is the file's name to the letter, so that it can be found again. */
export interface CsvLines {
  header: string;
  /** A frame without a face gives one row whose other columns are empty. */
  rows(row: Row): string[];
  /** A file that cannot be read has a row with its error. */
  failure(source: string, error: string): string;
  isFailure(line: string): boolean;
}

/** style that of RFC 4180 if not given; with one, the file begins with the mark by which spreadsheets know UTF-8 */
export function csvLines(style?: CsvStyle): CsvLines {
  const line: (cells: Parameters<typeof csvLine>[0]) => string = (cells) => csvLine(cells, style);
  const separator = style?.separator ?? ',';
  return {
    header: `${style ? byteOrderMark : ''}${line(columns)}`,
    rows({ source, frame, time, width, height, readings }) {
      const ofFrame = [exactly(source), frame, decimal(time, 4), width, height];
      if (readings.length === 0) return [line([...ofFrame, ...noFace])];
      return readings.map((reading) => {
        const { id, box, score, readable, unsure, valence } = reading;
        return line([
          ...ofFrame,
          id,
          ...[box.x, box.y, box.width, box.height].map((v) => decimal(v, 1)),
          decimal(score, 3),
          ...emotions.map((e) => decimal(reading.emotions[e], 4)),
          decimal(readable, 4),
          wordsOf(reading),
          unsure,
          decimal(valence, 4),
          undefined,
        ]);
      });
    },
    failure: (source, error) => line([exactly(source), ...nothing, error]),
    // Rows of frames have at least their numbers.
    isFailure: (text) => new RegExp(`${line(['', ...nothing, ''])}[^${separator}]`).test(text),
  };
}
