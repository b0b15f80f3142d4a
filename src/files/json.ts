/** Files of JSON that people write. */
import { readFile } from 'node:fs/promises';
import { decodeText } from './decodeText';
import { readProblem } from './reason';

/**
 * What such a file holds, in any encoding that editors and shells save: PowerShell's `>` writes UTF-16.
 *
 * Throws an Error that names the file when it cannot be read, or is not JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path).then(decodeText, (error: unknown) => {
    throw new Error(readProblem(path, error));
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: not JSON (${(error as Error).message})`);
  }
}
