/** Where the processes of one worker keep their copies of recordings that are in an object store. */
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pattern = /^feeling-copies-(\d+)-[\da-f]+$/;

/** The folder is made when it is needed. What workers left that were killed goes. */
export function folderOfCopies(): { path: string; remove(): void } {
  for (const name of namesIn(tmpdir())) {
    const owner = Number(pattern.exec(name)?.[1]);
    if (owner > 0 && !isAlive(owner)) remove(join(tmpdir(), name));
  }
  const path = join(tmpdir(), `feeling-copies-${process.pid}-${randomBytes(6).toString('hex')}`);
  return { path, remove: () => remove(path) };
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** One that belongs to somebody else stays. */
function remove(path: string) {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
