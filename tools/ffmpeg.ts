/** The ffmpeg program, for tests that make videos as people have them; they are skipped where it is not installed. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Arguments in one string; rejects with what ffmpeg said. */
export async function ffmpeg(folder: string, line: string): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...line.split(' ')], { cwd: folder });
}
