/**
 * After `npm install` in a checkout: builds what runs. The package's declarations are for those who compile against it, so that
 * only packing writes them; they need the compiler, which a plain install leaves out.
 *
 * The first `npx feeling` in a checkout installs the checkout into npm's cache, and comes here, too: what is built stays as it
 * is, since a page may be served from it.
 */
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const isOnlyRun = process.env['npm_command'] === 'exec' && existsSync(join(root, 'dist', 'cli.js'));
if (!isOnlyRun) {
  execSync('npm run build:run', { cwd: root, stdio: 'inherit' });
  await import('./slim.mjs');
}
