/** Rows of results as `--out` wrote them: JSON lines, CSV of either style, or Parquet. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { dsvFormat } from 'd3-dsv';
import type { AsyncBuffer } from 'hyparquet';
import * as v from 'valibot';
import { type Emotion, emotions } from '../../emotion';
import { type CsvStyle, fromCsvText } from '../../files';
import { bytesAt, fileReason } from '../../files/node';
import { part } from '../../media/node';
import { ruleOf } from '../../options';
import { byteOrderMark } from '../reading/spreadsheet';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const readingSchema = v.object({
  id: v.number(),
  emotions: v.object(Object.fromEntries(emotions.map((e) => [e, share])) as Record<Emotion, typeof share>),
  named: v.array(v.picklist(emotions)),
  valence: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
});
const rowSchema = v.object({
  source: v.string(),
  frame: v.pipe(v.number(), v.integer(), v.minValue(0)),
  time: v.pipe(v.number(), v.finite()),
  readings: v.array(readingSchema),
});
const failureSchema = v.object({ source: v.string(), error: v.string() });

/** A frame and what was read in it. */
export type ResultRow = v.InferOutput<typeof rowSchema>;
/** A frame's row, or what was wrong with a recording. */
export type ResultLine = ResultRow | v.InferOutput<typeof failureSchema>;

export const resultEndings: readonly string[] = ['.jsonl', '.csv', '.parquet'];

/** Yields a file's rows in their order. Throws an Error that names the file, and the row that cannot be read. */
export async function* rowsOfFile(path: string): AsyncGenerator<ResultLine> {
  const ending = extname(path).toLowerCase();
  try {
    if (ending === '.jsonl') yield* jsonRows(path);
    else if (ending === '.csv') yield* framesOf(csvCells(path), path);
    else if (ending === '.parquet') yield* framesOf(parquetCells(path), path);
    else throw new Error(`${path}: is no file of results (they end in ${resultEndings.join(', ')})`);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw code !== undefined && syscall !== undefined
      ? new Error(`${path}: cannot be read (${fileReason(error)})`)
      : error;
  }
}

/** What is wrong with a row, in words. */
function checked(value: unknown, place: string): ResultLine {
  const isFailure = typeof value === 'object' && value !== null && 'error' in value;
  const parsed = v.safeParse(isFailure ? failureSchema : rowSchema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${place}: is no row of feeling analyze (${v.getDotPath(issue) ?? 'the row'}: ${ruleOf(issue)})`);
}

async function* jsonRows(path: string): AsyncGenerator<ResultLine> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    const place = `${path}, line ${number}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new Error(`${place}: is no JSON; a run that was interrupted is finished with --resume`);
    }
    yield checked(value, place);
  }
}

/** A row a face: its cells by their columns. */
interface Face {
  place: string;
  cells: Record<string, unknown>;
}

/** Faces of the same frame follow one another. */
async function* framesOf(faces: AsyncGenerator<Face>, path: string): AsyncGenerator<ResultLine> {
  let frame:
    | { place: string; value: { source: unknown; frame: unknown; time: unknown; readings: unknown[] } }
    | undefined;
  let any = false;
  for await (const { place, cells } of faces) {
    any = true;
    const { source, frame: number, time, error } = cells;
    if (frame && (frame.value.source !== source || frame.value.frame !== number || error)) {
      yield checked(frame.value, frame.place);
      frame = undefined;
    }
    if (error) yield checked({ source, error }, place);
    else {
      frame ??= { place, value: { source, frame: number, time, readings: [] } };
      if (cells['id'] !== null && cells['id'] !== undefined) frame.value.readings.push(readingOf(cells));
    }
  }
  if (frame) yield checked(frame.value, frame.place);
  if (!any) throw new Error(`${path}: has no rows`);
}

function readingOf(cells: Record<string, unknown>) {
  const words = cells['named'];
  return {
    id: cells['id'],
    emotions: Object.fromEntries(emotions.map((e) => [e, cells[e]])),
    named: typeof words === 'string' && words !== 'not sure' ? words.split(' and ') : [],
    valence: cells['valence'],
  };
}

const textColumns = new Set(['source', 'named', 'unsure', 'error']);

/** What stands between line feeds: a carriage return may belong to a file's name. */
async function* linesIn(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function* csvCells(path: string): AsyncGenerator<Face> {
  let columns: string[] | undefined;
  let style: CsvStyle = { separator: ',', decimalPoint: '.' };
  let record = '';
  let number = 0;
  let begin = 1;
  for await (const line of linesIn(path)) {
    number++;
    record = record === '' ? line : `${record}\n${line}`;
    // A line's end inside quotes belongs to the text.
    if ((record.split('"').length - 1) % 2 === 1) continue;
    record = record.replace(/\r$/, '');
    if (!columns) {
      if (record.startsWith(byteOrderMark)) record = record.slice(byteOrderMark.length);
      if (record.startsWith('source;')) style = { separator: ';', decimalPoint: ',' };
    }
    const cells = dsvFormat(style.separator).parseRows(record)[0] ?? [];
    const place = `${path}, line ${begin}`;
    [record, begin] = ['', number + 1];
    if (!columns) {
      columns = cells;
      if (!['source', 'frame', 'time', 'error'].every((name) => cells.includes(name)))
        throw new Error(
          `${place}: is no table of feeling analyze (its first line names the columns source, frame, time …)`,
        );
      continue;
    }
    if (cells.length !== columns.length)
      throw new Error(`${place}: must have ${columns.length} cells (got ${cells.length})`);
    const valueIn = (name: string, cell: string) => {
      if (cell === '') return null;
      return textColumns.has(name) ? fromCsvText(cell) : Number(cell.replace(style.decimalPoint, '.'));
    };
    yield {
      place,
      cells: Object.fromEntries(columns.map((name, i) => [name, valueIn(name, cells[i] ?? '')])),
    };
  }
  if (record !== '') throw new Error(`${path}, line ${begin}: a quote is not closed`);
}

async function* parquetCells(path: string): AsyncGenerator<Face> {
  const { parquetMetadataAsync, parquetReadObjects } = await part(
    'hyparquet',
    'reading Parquet',
    () => import('hyparquet'),
  );
  const handle = await open(path);
  try {
    const file: AsyncBuffer = {
      byteLength: (await handle.stat()).size,
      async slice(from, to) {
        const end = to ?? file.byteLength;
        return (await bytesAt(handle, from, Math.max(0, end - from))).buffer;
      },
    };
    const broken = (error: Error) => {
      throw new Error(`${path}: cannot be read as Parquet (${error.message.split('\n')[0]})`);
    };
    const metadata = await parquetMetadataAsync(file).catch(broken);
    let from = 0;
    for (const { num_rows: count } of metadata.row_groups) {
      const to = from + Number(count);
      const rows = await parquetReadObjects({ file, metadata, rowStart: from, rowEnd: to }).catch(broken);
      for (const [i, cells] of rows.entries()) yield { place: `${path}, row ${from + i + 1}`, cells };
      from = to;
    }
  } finally {
    await handle.close();
  }
}
