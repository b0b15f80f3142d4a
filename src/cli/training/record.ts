/** Which data a run reads, kept in its folder so that it can go on by its folder alone. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { writeWhole } from '../../files/node';
import { CheckpointError } from '../../train';
import type { DataOptions } from '../labelled/dataOptions';
import { runFiles } from './runFiles';

/** The options of `feeling train` that say which faces. */
export interface DataRecord extends DataOptions {
  data: string;
  validateOn: string;
}

const text = v.optional(v.string());
const schema = v.strictObject({
  data: v.string(),
  votes: text,
  classes: text,
  without: v.optional(v.array(v.string()), []),
  splitShares: text,
  split: text,
  limit: text,
  seed: text,
  validateOn: v.string(),
});

const kept = Object.keys(schema.entries) as (keyof DataRecord)[];

/** Those of some options that say which faces, with paths that are right from everywhere. */
export function dataRecordOf(options: DataRecord): DataRecord {
  const { data, votes, ...others } = Object.fromEntries(
    kept.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ) as unknown as DataRecord;
  return { data: resolve(data), ...(votes !== undefined && { votes: resolve(votes) }), ...others };
}

export const writeDataRecord = (run: string, record: DataRecord) =>
  writeWhole(runFiles(run).data, `${JSON.stringify(record, null, 2)}\n`);

/**
 * The record of a run; undefined for runs of earlier releases.
 *
 * Throws a CheckpointError when it was changed into something else.
 */
export async function readDataRecord(run: string): Promise<DataRecord | undefined> {
  const file = runFiles(run).data;
  if (!existsSync(file)) return undefined;
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), await readFile(file, 'utf8'));
  if (!said.success)
    throw new CheckpointError(`${file}: damaged (${said.issues[0]?.message}); give --data and its options again`);
  return said.output as DataRecord;
}
