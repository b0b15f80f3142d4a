/** The photos and videos in an object store that a command line names: objects, and what folders hold. */
import { extname } from 'node:path';
import { objectStore } from '../../queue/node';
import { isObjectAddress, isOtherAddress, objectAddress, withoutSlash } from '../../store/node';
import { counted, UsageError } from '../output';
import { recordingEndings } from '../reading/recordingEndings';
import type { FoundSources } from '../reading/sources';

/**
 * Adds what is at this address, sorted by name.
 *
 * without a folder whose objects are left out, as what this command writes is there
 */
export async function findObjects(
  address: string,
  without: string | undefined,
  { sources, notes, problems }: Pick<FoundSources, 'sources' | 'notes' | 'problems'>,
) {
  const excluded = without === undefined ? undefined : `${withoutSlash(without)}/`;
  const names: string[] = [];
  let others = 0;
  let odd = 0;
  for await (const { address: name } of (await objectStore()).list(address)) {
    const isThis = name === withoutSlash(address);
    const { key } = objectAddress(name);
    if (excluded !== undefined && name.startsWith(excluded)) continue;
    // Some tools mark a folder with an empty object.
    if (key.endsWith('/')) continue;
    if (!isThis && !recordingEndings.has(extname(key).toLowerCase())) others++;
    else if (key.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      odd++;
      problems.push(`${name}: has an empty part, "." or ".." in its name, so that its result has no place`);
    } else names.push(name);
  }
  if (names.length === 0 && odd === 0)
    problems.push(`${address}: nothing there can be read${others > 0 ? ` (there are ${others} other objects)` : ''}`);
  else if (others > 0) notes.push(`${address}: left out ${counted(others, 'other object')}`);
  for (const name of names.sort()) sources.push({ name });
}

/** Throws a UsageError for an address that cannot be read, or of a store that is not supported. */
export function checkAddresses(paths: readonly string[]) {
  for (const path of paths) {
    if (isOtherAddress(path))
      throw new UsageError(
        `${path.replace(/\/\/[^/]*@/, '//***@')}: of object stores only S3-compatible ones are read (s3://bucket/folder); mount it as a folder`,
      );
    if (!isObjectAddress(path)) continue;
    try {
      objectAddress(path);
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  }
}
