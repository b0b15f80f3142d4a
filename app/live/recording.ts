/** Numbers of a stretch of live reading, row by row; no pictures. */
import { emotions } from '../../src/emotion';
import { csvLine, decimal } from '../../src/files';
import type { LiveReading } from '../reading/messages';

export interface Row {
  /** Seconds since the recording began. */
  time: number;
  face: number;
  /** In the order of `emotions`. */
  probabilities: number[];
  valence: number;
}

export interface Recording {
  /** When it began, and the same in ms of `performance.now()`. */
  begun: Date;
  since: number;
  rows: Row[];
  running: boolean;
  /** The person has it as a file. */
  saved: boolean;
}

/** Hours of faces at 30 frames a second, in all recordings that the page keeps. */
export const mostRows = 1_000_000;

export const isUnsaved = ({ saved, rows }: Recording) => !saved && rows.length > 0;

export const rowsOf = (readings: readonly LiveReading[], time: number): Row[] =>
  readings.map(({ id, valence, emotions: found }) => ({
    time,
    face: id,
    probabilities: emotions.map((e) => found[e]),
    valence,
  }));

export function toCsv(rows: readonly Row[]): string {
  const lines = rows.map(({ time, face, probabilities, valence }) =>
    csvLine([decimal(time, 3), face, ...probabilities.map((p) => decimal(p, 4)), decimal(valence, 4)]),
  );
  return `${[csvLine(['time', 'face', ...emotions, 'valence']), ...lines].join('\n')}\n`;
}

export const toJson = (rows: readonly Row[]): string =>
  `${JSON.stringify(
    rows.map(({ time, face, probabilities, valence }) => ({
      time,
      face,
      ...Object.fromEntries(emotions.map((e, i) => [e, probabilities[i]])),
      valence,
    })),
  )}\n`;
