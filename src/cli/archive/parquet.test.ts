import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../tools/temporary';
import { emotions } from '../../emotion';
import { parquetSchema, toParquet } from './parquet';

const folder = temporaryFolder();

it('rows become Parquet that others read, exactly, with nulls where there is nothing', async () => {
  const probabilities = Object.fromEntries(emotions.map((emotion, i) => [emotion, i === 3 ? 0.7 : 0.05]));
  const frame = { source: 'ä, "b".mp4', frame: 0, time: 1 / 3, width: 640, height: 480 };
  const reading = {
    ...{ id: 2, box: { x: 1.25, y: -2, width: 30, height: 31 }, score: 0.9, emotions: probabilities },
    ...{ readable: 1, named: ['happy', 'surprise'], unsure: null, valence: 0.1 },
  };
  const lines = [
    { ...frame, readings: [reading, { ...reading, id: 3, named: [], unsure: 'dark' }] },
    { ...frame, frame: 1, readings: [] },
    { source: 'ä, "b".mp4', error: 'is cut off' },
  ];
  const path = join(folder, 'rows');
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await toParquet(path, join(folder, 'rows.parquet'));
  const bytes = await readFile(join(folder, 'rows.parquet'));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const rows = await parquetReadObjects({ file });
  expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(parquetSchema));
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatchObject({
    ...frame,
    id: 2,
    x: 1.25,
    y: -2,
    happy: 0.7,
    named: 'happy and surprise',
    error: null,
  });
  expect(rows[1]).toMatchObject({ id: 3, named: 'not sure', unsure: 'dark' });
  expect(rows[2]).toMatchObject({ frame: 1, id: null, happy: null, named: null });
  expect(rows[3]).toMatchObject({ source: 'ä, "b".mp4', frame: null, error: 'is cut off' });
});
