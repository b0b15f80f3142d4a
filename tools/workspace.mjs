/**
 * Packages that a plain `npm install` leaves out, because running feeling needs none of them: bench/ compares with other
 * libraries, tools/ holds the compiler and the linter. Each folder's package.json lists its own; they are installed there
 * when they are first used.
 *
 *     node tools/workspace.mjs bench                   # installs what is missing in bench/
 *     node tools/workspace.mjs tools biome ci          # the same for tools/, then runs one of its commands
 */
import { execSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [workspace, command, ...args] = process.argv.slice(2);

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
/** Where a package lies: in its workspace, or among those of the whole checkout. */
const find = (name) =>
  [join(root, workspace, 'node_modules', name), join(root, 'node_modules', name)].find((folder) =>
    existsSync(join(folder, 'package.json')),
  );

const names = Object.keys(json(join(root, workspace, 'package.json')).dependencies);
if (!names.every(find)) {
  process.stderr.write(`Installing the packages of ${workspace}/, once …\n`);
  execSync(`npm install --prefix ${workspace} --no-audit --no-fund`, { cwd: root, stdio: ['ignore', 2, 2] });
}

/** The file of a command that one of the workspace's packages brings. */
function commandFile() {
  for (const folder of names.map(find)) {
    const { name, bin = {} } = json(join(folder, 'package.json'));
    const file = typeof bin === 'string' ? { [name.replace(/^@.*\//, '')]: bin }[command] : bin[command];
    if (file) return join(folder, file);
  }
  throw new Error(`no package of ${workspace}/ has the command ${command}`);
}

if (command !== undefined) {
  const { status } = spawnSync(process.execPath, [commandFile(), ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
