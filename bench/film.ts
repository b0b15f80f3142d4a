/** Memory of `feeling analyze` on a long film. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { packageRoot } from '../src/model/node';
import { drawnVideo } from '../tools/drawnVideo';

const [width, height, framesPerSecond] = [320, 240, 25];

export async function benchFilm(portrait: string, { minutes }: { minutes: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-film-'));
  try {
    const picture = await sharp(portrait)
      .resize(width, height, { fit: 'cover', position: 'top' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const film = await drawnVideo({
      width,
      height,
      framesPerSecond,
      frames: Number(minutes) * 60 * framesPerSecond,
      draw: (pixels, frame) => {
        pixels.set(picture);
        // Something that moves.
        pixels.fill(frame % 256, 0, 400);
      },
    });
    const path = join(folder, 'film.mp4');
    await writeFile(path, film);
    const child = spawn(process.execPath, [join(packageRoot(), 'dist/cli.js'), 'analyze', '--json', path], {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const started = performance.now();
    const seen: number[] = [];
    const timer = setInterval(() => seen.push(residentMegabytes(child.pid as number)), 2000);
    await new Promise((resolve) => child.once('close', resolve));
    clearInterval(timer);
    const seconds = (performance.now() - started) / 1000;
    const at = (share: number) => seen[Math.floor(share * (seen.length - 1))]?.toFixed(0);
    process.stdout.write(
      `a film of ${minutes} minutes (${width} × ${height}) in ${seconds.toFixed(0)} s: memory ${at(0.25)} MB after a quarter, ` +
        `${at(0.5)} MB half way, ${at(1)} MB at the end, ${Math.max(...seen).toFixed(0)} MB at most\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From Linux's own accounts. */
function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) / 1000;
}
