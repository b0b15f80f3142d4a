/** The built `feeling` command, as tests run it. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../src/model/node';

export const cli = join(packageRoot(), 'dist', 'cli.js');

export interface Surroundings {
  cwd?: string;
  /** In place of feeling's own. */
  cache?: string;
}

/** Runs the command to its end, in such surroundings. */
export const feelingIn =
  ({ cwd, cache }: Surroundings = {}) =>
  (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      ...(cwd !== undefined && { cwd }),
      ...(cache !== undefined && { env: { ...process.env, FEELING_CACHE: cache } }),
    });
    return { status, stdout, stderr };
  };

/** A process that a test has started, which does not outlive it: one that is left behind takes what later tests need. */
export function untilTestEnds<P extends ChildProcess>(process: P): P {
  onTestFinished(() => void process.kill('SIGKILL'));
  return process;
}

/** How a process ended, and all that it has written. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Listens to a process from its start; what it is not asked to write to a pipe stays empty. */
export function heard(child: ChildProcess): { ended: Promise<Ended>; stderr(): string } {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (data) => {
    stdout += data;
  });
  child.stderr?.on('data', (data) => {
    stderr += data;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
  return { ended, stderr: () => stderr };
}
