/** What tells a recording from another that is put in its place under the same name. */
import { stat } from 'node:fs/promises';
import { bytesOf } from '../../files/node';
import { isObjectAddress } from '../../store/node';
import type { Source } from './sources';

/**
 * Length and second of the last change; of a copy, which is younger than what it was made of, the length alone. Undefined
 * where that is not to be known.
 */
export async function stampOf(path: string | Buffer, { isCopy }: { isCopy: boolean }): Promise<string | undefined> {
  const info = await stat(path).catch(() => undefined);
  if (!info) return undefined;
  // Not every way to a shared folder tells parts of a second alike.
  return isCopy ? `${info.size}` : `${info.size} ${Math.floor(info.mtimeMs / 1000)}`;
}

/** The same of what a command line names; of what is in an object store one knows once it was downloaded. */
export const stampOfSource = async (source: Source): Promise<string | undefined> =>
  isObjectAddress(source.name) ? undefined : stampOf(bytesOf(source), { isCopy: false });

/** Those that were changed behind a time, in milliseconds since 1970. */
export async function changedSince(sources: readonly Source[], time: number): Promise<Source[]> {
  const changed: Source[] = [];
  for (const source of sources) {
    if (isObjectAddress(source.name)) continue;
    const info = await stat(bytesOf(source)).catch(() => undefined);
    if (info && info.mtimeMs > time) changed.push(source);
  }
  return changed;
}
