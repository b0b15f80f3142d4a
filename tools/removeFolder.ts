/** Removes a temporary folder, into which a process that was killed a moment ago may still put something. */
import { rmSync } from 'node:fs';

export const removeFolder = (folder: string) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
