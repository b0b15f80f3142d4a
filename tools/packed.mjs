/**
 * Before and after `npm pack`: the package goes without `prepare`, which builds a checkout. Those who install the packed file
 * would be warned of it and asked to allow it, though there is nothing to build.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', 'package.json');
const prepare = '    "prepare": "node tools/prepare.mjs",\n';
const scripts = '  "scripts": {\n';

const text = readFileSync(file, 'utf8').replace(prepare, '');
writeFileSync(file, process.argv[2] === 'after' ? text.replace(scripts, scripts + prepare) : text);
