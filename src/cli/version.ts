/** Which release this is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../model/node';

export const version = (): string => JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
