/**
 * After `npm install` in a checkout: builds what runs. The package's declarations are for those who compile against it, so that
 * only packing writes them; they need the compiler, which a plain install leaves out.
 */
import { execSync } from 'node:child_process';
import { join } from 'node:path';

execSync('npm run build:run', { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
await import('./slim.mjs');
