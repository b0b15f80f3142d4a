/** The epochs of a training run, in its folder. */
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { csvLine } from '../../files';
import { writeWhole } from '../../files/node';
import { CheckpointError, type EpochResult, eventOf, eventsHeader } from '../../train';
import { runFiles } from './runFiles';

/** The epochs of a run; none where it has no `history.jsonl`, or is no run's folder. */
export async function readHistory(run: string): Promise<EpochResult[]> {
  const file = runFiles(run).history;
  if (!existsSync(file)) return [];
  return (await readFile(file, 'utf8'))
    .split('\n')
    .flatMap((line, i) => (line === '' ? [] : [epochOf(line, `${file}, line ${i + 1}`)]));
}

/** A loss that is no number is null in JSON. */
const epoch = v.objectWithRest(
  { epoch: v.number(), learningRate: v.number(), seconds: v.number() },
  v.nullable(v.number()),
);

function epochOf(line: string, where: string): EpochResult {
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), epoch), line);
  if (said.success) return said.output as EpochResult;
  throw new CheckpointError(
    `${where}: damaged (${said.issues[0].message}); go on with feeling train --resume, which writes it anew`,
  );
}

/** A line of JSON an epoch, and the same for spreadsheets. */
export async function writeHistory(run: string, history: readonly EpochResult[]) {
  const { history: file, spreadsheet } = runFiles(run);
  await writeWhole(file, history.map((result) => `${JSON.stringify(result)}\n`).join(''));
  const columns = [...new Set(history.flatMap((result) => Object.keys(result)))];
  const rows = history.map((result) => csvLine(columns.map((column) => result[column])));
  await writeWhole(spreadsheet, [csvLine(columns), ...rows].map((line) => `${line}\n`).join(''));
}

const now = () => Date.now() / 1000;

/** Begins TensorBoard's file with the epochs so far. */
export const beginEvents = (run: string, history: readonly EpochResult[]) =>
  writeWhole(
    runFiles(run).events,
    Buffer.concat([eventsHeader(now()), ...history.map((result) => eventOf(result, now()))]),
  );

/** TensorBoard, which has the file open, reads what is added. */
export const addEvent = (run: string, result: EpochResult) => appendFile(runFiles(run).events, eventOf(result, now()));
