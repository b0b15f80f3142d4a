/** Readings as comma-separated values (RFC 4180), a row a face. */
import { emotions } from '../emotion';
import type { Row } from './analysis';
import { wordsOf } from './summary';

export const csvHeader = [
  'source',
  'frame',
  'time',
  'width',
  'height',
  'id',
  'x',
  'y',
  'box_width',
  'box_height',
  'score',
  ...emotions,
  'readable',
  'named',
  'unsure',
  'valence',
].join(',');

const frameColumns = 5;
const noFace = csvHeader
  .split(',')
  .slice(frameColumns)
  .map(() => '');

/** A frame without a face gives one row whose other columns are empty. */
export function csvRows({ source, frame, time, width, height, readings }: Row): string[] {
  const ofFrame = [quoted(source), frame, time.toFixed(4), width, height];
  if (readings.length === 0) return [[...ofFrame, ...noFace].join(',')];
  return readings.map((reading) => {
    const { id, box, score, readable, unsure, valence } = reading;
    return [
      ...ofFrame,
      id,
      ...[box.x, box.y, box.width, box.height].map((v) => v.toFixed(1)),
      score.toFixed(3),
      ...emotions.map((e) => reading.emotions[e].toFixed(4)),
      readable.toFixed(4),
      quoted(wordsOf(reading)),
      unsure ?? '',
      valence.toFixed(4),
    ].join(',');
  });
}

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
