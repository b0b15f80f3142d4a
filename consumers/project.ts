/** A project of somebody else: an empty folder with the packed package in it, and what they install beside. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/model/node';

const root = packageRoot();
const npm = (folder: string, ...args: string[]) =>
  execFileSync('npm', [...args], { cwd: folder, encoding: 'utf8', shell: true, stdio: ['ignore', 'pipe', 'pipe'] });

/** Packed once for all. */
let packed: string | undefined;
function tarball(): string {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-packed-'));
  packed ??= join(
    folder,
    JSON.parse(npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder))[0].filename,
  );
  return packed;
}

export interface Project {
  folder: string;
  /** The packed package. */
  tarball: string;
  /** Runs one of the installed commands, or `node` itself; what it printed, and its status. */
  run(command: string, ...args: string[]): { output: string; status: number | null };
  write(file: string, content: string): void;
  remove(): void;
}

/** `files`: a folder of `consumers/files` that is copied in. `optional`: parts that are taken from this checkout. */
export async function createProject(
  packages: readonly string[],
  { files, optional = [] }: { files?: string; optional?: readonly string[] } = {},
): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-consumer-'));
  const write = (file: string, content: string) => writeFileSync(join(folder, file), content);
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(
    folder,
    'install',
    '--silent',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
    tarball(),
    ...packages,
  );
  for (const part of optional.filter((name) => !existsSync(join(folder, 'node_modules', name)))) {
    if (part.includes('/')) mkdirSync(join(folder, 'node_modules', part.split('/')[0] as string), { recursive: true });
    symlinkSync(join(root, 'node_modules', part), join(folder, 'node_modules', part));
  }
  if (files) await cp(join(root, 'consumers', 'files', files), folder, { recursive: true });
  return {
    folder,
    tarball: tarball(),
    write,
    run(command, ...args) {
      // Not through npx, which adds warnings of its own to what the tool prints.
      const file = command === 'node' ? process.execPath : join(folder, 'node_modules', '.bin', command);
      const { stdout, stderr, status } = spawnSync(file, args, {
        cwd: folder,
        encoding: 'utf8',
        shell: true,
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      });
      return { output: stdout + stderr, status };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
