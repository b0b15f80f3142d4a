/** Processes that read, as many as a worker reads at once; one that dies takes its file with it and no other. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../model/node';
import type { Archive, Outcome, Reader, ReadOptions, Unit } from '../../queue/node';
import { reachedAnywhere } from './anywhere';
import { writeManifest } from './done';
import { folderOfCopies } from './folderOfCopies';
import type { FromReader, ToReader } from './unitReader';

/** Milliseconds after which a process that was told to stop is ended. */
const patience = 6_000;
/** Milliseconds without a single frame after which a process is taken for stuck. */
const stuckAfter = 10 * 60_000;

export interface Readers extends Reader {
  close(): void;
}

export function createReaders(version: string): Readers {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  const copies = folderOfCopies();

  const start = (): ChildProcess => {
    const child = fork(join(packageRoot(), 'dist', 'unitReader.js'), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    all.add(child);
    // One that waits may fail, too; its end is what counts.
    child.on('error', () => {});
    child.once('exit', () => {
      all.delete(child);
      if (idle.includes(child)) idle.splice(idle.indexOf(child), 1);
    });
    return child;
  };

  /** Has a process do something, and resolves with what it tells at the end. */
  const ask = async (
    message: ToReader,
    name: string,
    { signal, onFrames }: Partial<Pick<ReadOptions, 'signal' | 'onFrames'>> = {},
  ) => {
    const child = idle.pop() ?? start();
    let stuck: NodeJS.Timeout | undefined;
    let late: NodeJS.Timeout | undefined;
    let why: string | undefined;
    let onMessage = (_told: FromReader) => {};
    let onExit = (_code: number | null, _killedBy: NodeJS.Signals | null) => {};
    let onError = (_error: Error) => {};
    const end = (reason: string) => {
      why = reason;
      child.kill('SIGKILL');
    };
    const watch = () => {
      clearTimeout(stuck);
      stuck = setTimeout(() => end('it came no further for ten minutes'), stuckAfter);
    };
    const stop = () => {
      if (child.connected) child.send({ type: 'stop' } satisfies ToReader);
      late = setTimeout(() => end('stopped'), patience);
    };
    try {
      return await new Promise<Exclude<FromReader, { type: 'frames' }>>((resolve) => {
        onMessage = (told) => {
          watch();
          if (told.type === 'frames') onFrames?.(told.count);
          else resolve(told);
        };
        onExit = (code, killedBy) => {
          if (why === 'stopped') return resolve({ type: 'outcome', outcome: { type: 'stopped' } });
          const how = why ?? (killedBy ? `signal ${killedBy}` : `status ${code}`);
          resolve({
            type: 'error',
            message: `${name}: the process that read it ended (${how}); its memory may not suffice`,
          });
        };
        onError = (error) => resolve({ type: 'error', message: `${name}: ${error.message}` });
        child.on('message', onMessage).once('exit', onExit).once('error', onError);
        watch();
        signal?.addEventListener('abort', stop);
        child.send(message, (error) => {
          if (error) resolve({ type: 'error', message: `${name}: ${error.message}` });
        });
        if (signal?.aborted) stop();
      });
    } finally {
      clearTimeout(stuck);
      clearTimeout(late);
      signal?.removeEventListener('abort', stop);
      // The process reads the next file, too: nothing of this one stays with it.
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      if (child.connected && child.exitCode === null && !child.killed) idle.push(child);
    }
  };

  return {
    async read(unit: Unit, { out }: Archive, { settings, last, signal, onFrames }): Promise<Outcome> {
      const told = await ask({ type: 'read', unit, out, copies: copies.path, settings, last }, unit.name, {
        signal,
        onFrames,
      });
      if (told.type === 'outcome') return told.outcome;
      return { type: 'failed', error: told.type === 'error' ? told.message : `${unit.name}: no answer` };
    },
    reached: (unit, { out }) => reachedAnywhere(unit, out),
    async giveUp(unit, { out }, { settings, error }) {
      const told = await ask({ type: 'giveUp', unit, out, settings, error }, unit.name);
      if (told.type === 'error') throw new Error(told.message);
    },
    complete: ({ out }) => writeManifest(out, version),
    close() {
      for (const child of all) child.kill('SIGKILL');
      copies.remove();
    },
  };
}
