/**
 * After `npm install` in a checkout, and before `npm pack`: builds what runs. The package's declarations are for those who
 * compile against it, so that only packing writes them; they need the compiler, which a plain install leaves out.
 */
import { execSync } from 'node:child_process';
import { join } from 'node:path';

const packing = ['pack', 'publish'].includes(process.env['npm_command']);
execSync(`npm run ${packing ? 'build' : 'build:run'}`, { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
if (!packing) await import('./slim.mjs');
