/** Readings as comma-separated values, a row a face. */

import { emotions } from '../emotion';
import { csvLine, decimal } from '../files';
import type { Row } from './analysis';
import { wordsOf } from './summary';

const columns = [
  ...['source', 'frame', 'time', 'width', 'height'],
  ...['id', 'x', 'y', 'box_width', 'box_height', 'score'],
  ...emotions,
  ...['readable', 'named', 'unsure', 'valence'],
  'error',
];

export const csvHeader = csvLine(columns);

const frameColumns = 5;
const noFace = columns.slice(frameColumns).map(() => undefined);

/** A frame without a face gives one row whose other columns are empty. */
export function csvRows({ source, frame, time, width, height, readings }: Row): string[] {
  const ofFrame = [source, frame, decimal(time, 4), width, height];
  if (readings.length === 0) return [csvLine([...ofFrame, ...noFace])];
  return readings.map((reading) => {
    const { id, box, score, readable, unsure, valence } = reading;
    return csvLine([
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
}

/** A file that cannot be read has a row with its error. */
export const csvFailure = (source: string, error: string): string =>
  csvLine([source, ...columns.slice(1, -1).map(() => undefined), error]);
