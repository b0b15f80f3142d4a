/** Installs what only measurements need, once. */
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const has = (...place) => existsSync(join(root, ...place, 'node_modules', '@tensorflow', 'tfjs'));
if (!has('bench') && !has()) {
  process.stderr.write('Installing the packages that measurements compare with, once …\n');
  execSync('npm install --prefix bench --no-audit --no-fund', { cwd: root, stdio: ['ignore', 2, 2] });
}
