/** The built `feeling` command, as tests run it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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
