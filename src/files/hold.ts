/** Places that one process at a time may write: a run's folder, a file of rows. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeOf } from './place';

export interface Hold {
  release(): void;
}

/**
 * Takes a place for this process, until it is released or the process ends. Gives undefined where another process has it.
 * It counts on this machine.
 *
 * folder where it is written down which process has what. What a process left there that was killed counts for nothing; where
 * nothing can be written, nobody is kept away.
 */
export async function hold(path: string, folder: string): Promise<Hold | undefined> {
  const { path: place } = await placeOf(path);
  const file = join(folder, createHash('sha256').update(place).digest('hex').slice(0, 24));
  const mine = `${file}.${randomUUID()}`;
  const owner = `${process.pid} ${beginOf(process.pid)}`;
  const isTaken = async () => {
    // Its name and its content come at once.
    await writeFile(mine, owner);
    try {
      await link(mine, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    } finally {
      await rm(mine, { force: true });
    }
  };
  try {
    await mkdir(folder, { recursive: true });
    if (!(await isTaken())) {
      const other = await readFile(file, 'utf8').catch(() => undefined);
      if (other !== undefined) {
        if (isRunning(other)) return undefined;
        await rename(file, mine).catch(() => {});
        const moved = await readFile(mine, 'utf8').catch(() => undefined);
        // A third one was quicker: what was moved away is its own.
        if (moved !== undefined && moved !== other) {
          await link(mine, file).catch(() => {});
          await rm(mine, { force: true });
          return undefined;
        }
      }
      if (!(await isTaken())) return undefined;
    }
  } catch {
    return { release() {} };
  }
  const release = () => {
    process.off('exit', release);
    rmSync(file, { force: true });
  };
  process.on('exit', release);
  return { release };
}

function isRunning(owner: string): boolean {
  const [pid = '', begin = ''] = owner.split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // It is somebody else's where it may not be asked.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return beginOf(Number(pid)) === begin;
}

/** When a process began, as Linux tells it: numbers of processes are given again. Empty elsewhere. */
function beginOf(pid: number): string {
  try {
    // Behind the name, which may hold anything, `starttime` is the 20th field (proc(5)).
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
