/** A folder for one test file, gone when its tests are done. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { removeFolder } from './removeFolder';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-test-'));
  afterAll(() => removeFolder(folder));
  return folder;
}
