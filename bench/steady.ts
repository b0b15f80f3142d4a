/** An unchanging face before a noisy, shaking camera: how often its label changes. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { createDetector } from '../src/detect/node';
import type { Emotion } from '../src/emotion';
import { seededRandom } from '../src/graph';
import { drawnVideo } from '../tools/drawnVideo';

const [width, height, framesPerSecond, seconds] = [640, 480, 10, 30];
/** Standard deviation of the noise in grey values, and pixels of shaking either way. */
const [noise, shake] = [6, 2];

export async function benchSteady(photos: string[], { model }: { model: string }) {
  const detector = await createDetector({ model });
  for (const photo of photos) {
    const picture = await sharp(photo)
      .resize(width, height, { fit: 'cover', position: 'top' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const random = seededRandom(2);
    const film = await drawnVideo({
      width,
      height,
      frames: framesPerSecond * seconds,
      framesPerSecond,
      draw: (pixels) => {
        const [dx, dy] = [0, 1].map(() => Math.round(random.between(-shake, shake))) as [number, number];
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const [fx, fy] = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))];
            const grain = noise * random.normal();
            for (let c = 0; c < 3; c++)
              pixels[(y * width + x) * 4 + c] = Math.min(
                255,
                Math.max(0, (picture[(fy * width + fx) * 4 + c] as number) + grain),
              );
            pixels[(y * width + x) * 4 + 3] = 255;
          }
      },
    });
    const path = join(tmpdir(), 'feeling-steady.mp4');
    await writeFile(path, film);
    let [changes, frames] = [0, 0];
    let before: string | undefined;
    for await (const { readings } of detector.watch(path)) {
      const [reading] = readings;
      if (!reading) continue;
      frames++;
      const [label] = (Object.entries(reading.emotions) as [Emotion, number][]).sort((a, b) => b[1] - a[1])[0] as [
        Emotion,
        number,
      ];
      if (before !== undefined && label !== before) changes++;
      before = label;
    }
    process.stdout.write(
      `${photo}: ${before}, ${changes} changes of the strongest emotion in ${seconds} s (${frames} frames with a face)\n`,
    );
  }
  await detector.close();
}
