/**
 * Files that a job writes until its result is whole. Each attempt has one of its own, and goes on where the furthest one
 * before it was: a machine that was taken for lost and still writes disturbs nobody.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { makeFolder, writeWhole } from '../../files/node';
import { openResults, type ResultFile } from '../reading/results';

const progressSchema = v.object({
  bytes: v.number(),
  point: v.optional(v.object({ frames: v.number(), stamp: v.optional(v.string()) })),
});

export interface Attempt {
  path: string;
  results: ResultFile;
}

export interface AttemptOptions {
  /** Where all attempts of one recording are. */
  folder: string;
  /** The job's own among them. */
  name: string;
  /** What was written under another is of no use. */
  job: string;
  /** What the recording is now; what was read of another is of no use. */
  stamp?: string | undefined;
  header?: string;
  /** From the beginning, as what was read before led to a failure. */
  afresh?: boolean;
}

export async function openAttempt({
  folder,
  name,
  job,
  stamp,
  header,
  afresh = false,
}: AttemptOptions): Promise<Attempt> {
  await makeFolder(folder);
  const path = join(folder, `${name}-${randomBytes(6).toString('hex')}.rows`);
  const before = afresh ? undefined : await furthest(folder, name, stamp);
  if (before) {
    await copyFile(before.path, path);
    await writeWhole(`${path}.progress`, await readFile(`${before.path}.progress`), { secret: true });
  }
  const options = {
    ...{ sources: [name], settings: { job }, resume: true, isFailure: () => false },
    ...(header && { header }),
  };
  return { path, results: await openResults(path, options) };
}

/** Frames of a job that some attempt has kept. */
export const reachedBy = async (folder: string, name: string): Promise<number> =>
  (await furthest(folder, name))?.frames ?? 0;

/** The attempt that came furthest, of those that are not whole. */
async function furthest(
  folder: string,
  name: string,
  stamp?: string,
): Promise<{ path: string; frames: number } | undefined> {
  let best: { path: string; frames: number } | undefined;
  for (const file of await readdir(folder).catch(() => [])) {
    if (!file.startsWith(`${name}-`) || !file.endsWith('.rows.progress')) continue;
    const path = join(folder, file.slice(0, -'.progress'.length));
    try {
      const { bytes, point } = v.parse(progressSchema, JSON.parse(await readFile(`${path}.progress`, 'utf8')));
      const whole = (await stat(path)).size >= bytes;
      const isSame = stamp === undefined || (point?.stamp ?? stamp) === stamp;
      if (point && whole && isSame && point.frames > (best?.frames ?? 0)) best = { path, frames: point.frames };
    } catch {
      // Damaged, or gone meanwhile: another attempt, or none.
    }
  }
  return best;
}

/** What all attempts at a recording left. */
export const clear = (folder: string) => rm(folder, { recursive: true, force: true });
