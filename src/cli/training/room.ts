/** Whether there is room for a run in a folder: no earlier work that it would replace, and no other process. */
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Hold, hold } from '../../files/node';
import { heldFolder } from '../../model/node';
import { UsageError } from '../output';
import { keptCheckpoints, runFiles } from './runFiles';

/**
 * Throws a UsageError when a new run would replace what an earlier one came to, or somebody's file of a name that a run
 * writes. A run that ended before its first checkpoint came to nothing: it may start again.
 */
export function requireRoom(run: string) {
  const result = firstResult(run);
  if (result !== undefined)
    throw new UsageError(
      result === runFiles(run).checkpoint
        ? `${run}: there is a run here already; go on with --resume, or choose another folder with --out`
        : `${run}: there is the ${basename(result)} of an earlier run here; choose another folder with --out`,
    );
  const { report, ...begun } = runFiles(run);
  requireNone([report, ...(isBarelyBegun(run) ? [] : Object.values(begun))]);
}

/** Throws a UsageError when one of these files is there: it may be somebody's work. */
export function requireNone(files: readonly string[]) {
  const foreign = files.find((file) => existsSync(file));
  if (foreign !== undefined)
    throw new UsageError(`${foreign}: is there already and would be replaced; choose another folder with --out`);
}

/** Whether a run was begun here that ended before its first checkpoint, or has none yet. */
export const isBarelyBegun = (run: string) => size(runFiles(run).history) === 0 && firstResult(run) === undefined;

/** What only a run has that came to something; its checkpoint, where it has one. */
function firstResult(run: string): string | undefined {
  const { checkpoint, best, model, history } = runFiles(run);
  const made = [checkpoint, best, model, ...keptCheckpoints(run)].find((file) => existsSync(file));
  return made ?? (size(history) > 0 ? history : undefined);
}

/** Bytes of a file; −1 where there is none. */
const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? -1;

/** Takes a run's folder for this process. Throws a UsageError where another process trains there. */
export async function holdRun(run: string): Promise<Hold> {
  const held = await hold(run, heldFolder());
  if (held) return held;
  throw new UsageError(
    `${run}: another process is training here; wait until it ends, or choose another folder with --out`,
  );
}

/** Throws as `holdRun` does. */
export async function requireIdle(run: string) {
  (await holdRun(run)).release();
}
