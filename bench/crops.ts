/**
 * A sheet to look at: faces as the detector and the alignment cut them out of photos, each beside one of FER2013's,
 * which they should resemble in size, height of the eyes and tilt. Contains pictures that must not be published.
 */
import sharp from 'sharp';
import { faceAt, faceSize } from '../src/data';
import { readFer2013 } from '../src/data/node';
import { align, createBlazeFace } from '../src/face';
import { cropGrey } from '../src/media';
import { readPhoto } from '../src/media/node';
import { loadModel } from '../src/model/node';
import { createSession } from '../src/runtime/node';

const columns = 12;

export async function drawCrops(photos: string[], { data, out }: { data: string; out: string }) {
  const detector = createBlazeFace(await createSession(await loadModel('blazeface', 'faces')));
  const crops: Float32Array[] = [];
  for (const photo of photos) {
    const frame = await readPhoto(photo);
    for (const face of await detector.detect(frame)) crops.push(cropGrey(frame, align(face), faceSize));
  }
  const { Training } = await readFer2013(data);
  const cells = crops.flatMap((crop, i) => [Uint8Array.from(crop), faceAt(Training, i * 97)]);
  const rows = Math.ceil(cells.length / columns);
  const sheet = new Uint8Array(columns * faceSize * rows * faceSize);
  cells.forEach((cell, i) => {
    const left = (i % columns) * faceSize;
    const top = Math.floor(i / columns) * faceSize;
    for (let y = 0; y < faceSize; y++)
      sheet.set(cell.subarray(y * faceSize, (y + 1) * faceSize), (top + y) * columns * faceSize + left);
  });
  await sharp(sheet, { raw: { width: columns * faceSize, height: rows * faceSize, channels: 1 } })
    .resize(columns * faceSize * 2)
    .png()
    .toFile(out);
  process.stdout.write(`${out}: ${crops.length} faces of ${photos.length} photos, each left of one of FER2013's\n`);
}
