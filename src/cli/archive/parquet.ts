/** Readings as Apache Parquet, a row a face as in CSV, for DuckDB, pandas and R. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { BasicType } from 'hyparquet-writer';
import { emotions } from '../../emotion';
import { openWhole } from '../../files/node';
import { part } from '../../media/node';
import type { Row } from '../reading/analysis';
import { wordsOf } from '../reading/summary';

/** The columns and their types; all but `source` are null where there is nothing to say. */
export const parquetSchema: Readonly<Record<string, BasicType>> = {
  ...{ source: 'STRING', frame: 'INT32', time: 'DOUBLE', width: 'INT32', height: 'INT32' },
  ...{ id: 'INT32', x: 'DOUBLE', y: 'DOUBLE', box_width: 'DOUBLE', box_height: 'DOUBLE', score: 'DOUBLE' },
  ...Object.fromEntries(emotions.map((emotion) => [emotion, 'DOUBLE' as const])),
  ...{ readable: 'DOUBLE', named: 'STRING', unsure: 'STRING', valence: 'DOUBLE', error: 'STRING' },
};

export const loadParquet = () => part('hyparquet-writer', 'Parquet', () => import('hyparquet-writer'));

/** Cells of one row by their columns. */
type Cells = Record<string, string | number | null>;

/** A frame's rows; a frame without a face has one, and so has a recording's error. */
function rowsOf(line: Row | { source: string; error: string }): Cells[] {
  if ('error' in line) return [{ source: line.source, error: line.error }];
  const { source, frame, time, width, height, readings } = line;
  const ofFrame = { source, frame, time, width, height };
  if (readings.length === 0) return [ofFrame];
  return readings.map((reading) => ({
    ...{ ...ofFrame, id: reading.id, x: reading.box.x, y: reading.box.y },
    ...{ box_width: reading.box.width, box_height: reading.box.height, score: reading.score },
    ...Object.fromEntries(emotions.map((emotion) => [emotion, reading.emotions[emotion]])),
    ...{ readable: reading.readable, named: wordsOf(reading), unsure: reading.unsure, valence: reading.valence },
  }));
}

/** Writes a file of JSON lines anew as Parquet, whole or not at all. Memory grows with the recording: 0.2 KB a row. */
export async function toParquet(lines: string, target: string) {
  const { parquetWriteBuffer } = await loadParquet();
  const columns = Object.entries(parquetSchema).map(([name, type]) => ({ name, type, data: [] as Cells[string][] }));
  for await (const line of createInterface({ input: createReadStream(lines), crlfDelay: Number.POSITIVE_INFINITY }))
    for (const cells of rowsOf(JSON.parse(line))) for (const { name, data } of columns) data.push(cells[name] ?? null);
  const file = await openWhole(target, { secret: true });
  try {
    await file.write(new Uint8Array(parquetWriteBuffer({ columnData: columns })));
    await file.finish();
  } finally {
    await file.discard();
  }
}
