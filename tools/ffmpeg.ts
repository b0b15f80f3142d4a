/** The ffmpeg program, for tests that make videos as people have them; they are skipped where it is not installed. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

export const hasFfmpeg = ['ffmpeg', 'ffprobe'].every((program) => spawnSync(program, ['-version']).status === 0);

/** Arguments in one string; rejects with what ffmpeg said. */
export async function ffmpeg(folder: string, line: string): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...line.split(' ')], { cwd: folder });
}

/** Seconds of a file's first stream, as ffprobe finds them: what an encoder makes of a wish is its version's affair. */
export async function durationOf(path: string): Promise<number> {
  const asked = ['-v', 'error', '-select_streams', '0', '-show_entries', 'stream=duration', '-of', 'csv=p=0', path];
  return Number((await promisify(execFile)('ffprobe', asked)).stdout);
}
