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
  'mixture',
  'unsure',
  'valence',
].join(',');

/** A frame without a face gives no row. */
export const csvRows = ({ source, frame, time, width, height, readings }: Row): string[] =>
  readings.map((reading) => {
    const { id, box, score, unsure, valence } = reading;
    return [
      quoted(source),
      frame,
      time.toFixed(4),
      width,
      height,
      id,
      ...[box.x, box.y, box.width, box.height].map((v) => v.toFixed(1)),
      score.toFixed(3),
      ...emotions.map((e) => reading.emotions[e].toFixed(4)),
      quoted(wordsOf(reading)),
      unsure,
      valence.toFixed(4),
    ].join(',');
  });

const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
