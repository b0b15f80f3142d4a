/** What says that a recording's result is whole, and what it came from. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { makeFolder, WriteError } from '../../files/node';
import { type ResultFolder, resultFolder, type Unit, workName } from '../../queue/node';

const doneSchema = v.object({
  id: v.string(),
  source: v.string(),
  path: v.string(),
  result: v.string(),
  bytes: v.number(),
  sha256: v.string(),
  frames: v.number(),
  /** Why the recording could not be read, or not to its end. */
  error: v.optional(v.string()),
  host: v.string(),
  finished: v.string(),
});
export type DoneRecord = v.InferOutput<typeof doneSchema>;

const doneFolder = `${workName}/done`;
const doneFile = (recording: string) => `${doneFolder}/${recording}.json`;

/** What is known of a recording that is done; undefined where it is not, or its result was taken away or cut short. */
export async function doneRecord(folder: ResultFolder, recording: string): Promise<DoneRecord | undefined> {
  const text = await folder.read(doneFile(recording));
  const record = text === undefined ? undefined : recordOf(text);
  return record && (await folder.sizeOf(record.result)) === record.bytes ? record : undefined;
}

function recordOf(text: string): DoneRecord | undefined {
  try {
    return v.parse(doneSchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Puts a result in its place and then notes that it is there. */
export async function finish(
  unit: Unit,
  out: string,
  { path, frames, error }: { path: string; frames: number; error?: string | undefined },
) {
  const target = join(out, unit.result);
  await makeFolder(dirname(target));
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  await rename(path, target).catch((reason) => {
    throw new WriteError(target, reason);
  });
  const record: DoneRecord = {
    ...{ id: unit.recording, source: unit.name, path: unit.path, result: unit.result },
    ...{ bytes, sha256: hash.digest('hex'), frames },
    ...(error !== undefined && { error }),
    ...{ host: hostname(), finished: new Date().toISOString() },
  };
  await (await resultFolder(out)).write(doneFile(unit.recording), `${JSON.stringify(record)}\n`);
}

/** So many records are looked at, at once. */
const atOnce = 16;

/** `manifest.jsonl` beside the results: a line a recording, by name, of the results that are there now. */
export async function writeManifest(out: string, version: string) {
  const folder = await resultFolder(out);
  const files = (await folder.names(doneFolder)).filter((file) => file.endsWith('.json'));
  const records: DoneRecord[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let file = files.pop(); file !== undefined; file = files.pop()) {
        const record = await doneRecord(folder, file.slice(0, -'.json'.length));
        if (record) records.push(record);
      }
    }),
  );
  // Of several readings with other options the newest is what lies there.
  const newest = new Map<string, DoneRecord>();
  for (const record of records.sort((a, b) => (a.finished < b.finished ? -1 : 1))) newest.set(record.result, record);
  const lines = [...newest.values()]
    .sort((a, b) => (a.source < b.source ? -1 : 1))
    .map((record) => `${JSON.stringify({ ...record, feeling: version })}\n`);
  await folder.write('manifest.jsonl', lines.join(''), { secret: true });
}
