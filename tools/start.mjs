/** `npm start`: builds what is missing, then serves the page. */
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = ['dist/cli.js', 'dist/app/index.html'].map((file) => join(root, file));
if (!built.every(existsSync)) {
  console.error('Building the page …');
  execSync('npm run build', { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
process.argv.splice(2, 0, 'live');
await import(pathToFileURL(built[0]).href);
