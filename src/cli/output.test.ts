/** What waiting looks like on a terminal. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const { data } = await fakeFer(folder, 42);

// `script` of util-linux gives a command a terminal.
const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

it.skipIf(!hasTerminal)('a bar switches nothing off that would stay so when the program is stopped', () => {
  const command = [process.execPath, cli, 'predict', data, '--split', 'Training', '--out', join(folder, 'p.csv')];
  const { stdout, status } = spawnSync('script', ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null'], {
    encoding: 'utf8',
    env: { ...process.env, FEELING_CACHE: join(folder, 'cache') },
  });
  expect(status).toBe(0);
  expect(stdout).toContain('█');
  // The cursor, and that long lines go on in the next.
  for (const off of ['\x1b[?25l', '\x1b[?7l']) expect(stdout).not.toContain(off);
});
