/** Photos a second of the whole command, and milliseconds of each face detector on a camera's picture. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { type FaceDetectorName, faceDetectors } from '../src/detect';
import { loadFaceFinders } from '../src/detect/node';
import { readPhoto } from '../src/media/node';
import { ModelError } from '../src/model';
import { packageRoot } from '../src/model/node';
import { median } from '../src/statistics';

const print = (line: string) => process.stdout.write(`${line}\n`);

export async function benchPhotos(portraits: string[], { count }: { count: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'feeling-photos-'));
  try {
    const total = Number(count);
    for (let i = 0; i < total; i++) {
      const portrait = portraits[i % portraits.length] as string;
      const photo = sharp(portrait)
        .resize(1152, 864, { fit: 'cover', position: 'top' })
        .modulate({ brightness: 1 + (i % 7) / 100 });
      await photo.jpeg({ quality: 90 }).toFile(join(folder, `${String(i).padStart(5, '0')}.jpg`));
    }
    const started = performance.now();
    const output = execFileSync(process.execPath, [join(packageRoot(), 'dist/cli.js'), 'analyze', '--json', folder], {
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const seconds = (performance.now() - started) / 1000;
    const rows = output
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readings: unknown[] });
    print(
      `${rows.length} portraits of 1 megapixel: ${(rows.length / seconds).toFixed(1)} a second, start-up included; ` +
        `exactly one face in ${rows.filter((row) => row.readings.length === 1).length}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const camera = await readPhoto(
    await sharp(portraits[0]).resize(640, 480, { fit: 'contain', background: '#777' }).png().toBuffer(),
  );
  for (const name of faceDetectors) await timeDetector(name, camera);
}

async function timeDetector(name: FaceDetectorName, camera: Awaited<ReturnType<typeof readPhoto>>) {
  try {
    const { stream, close } = await loadFaceFinders(name);
    const times: number[] = [];
    let faces = 0;
    for (let i = 0; i < 25; i++) {
      const started = performance.now();
      faces = (await stream.detect(camera)).length;
      if (i >= 5) times.push(performance.now() - started);
    }
    await close();
    print(`${name}: ${median(times).toFixed(1)} ms at 640 × 480, ${faces} face`);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    print(`${name}: ${error.message}`);
  }
}
