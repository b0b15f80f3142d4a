/**
 * A folder for one run of the tests: what they and the programs that they start put into the system's temporary folder, and the
 * cache. It goes with the run, so that no film of a face stays behind, and nothing is taken from the cache of who runs them.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './removeFolder';

export default function temporaryRun() {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-run-'));
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  // As Linux and macOS call it, and as Windows does.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  process.env['FEELING_CACHE'] = cache;
  return () => removeFolder(folder);
}
