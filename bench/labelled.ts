/**
 * Faces out of our own detector, on photos from outside the data set, beside what they look like by eye
 * (labelledPhotos.json, labelled before any reading of them was looked at); and non-faces.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createDetector } from '../src/detect/node';
import type { Emotion } from '../src/emotion';
import { seededRandom } from '../src/graph';
import { packageRoot } from '../src/model/node';
import { shared } from '../tools/camera';
import labelled from './labelledPhotos.json' with { type: 'json' };

const print = (line: string) => process.stdout.write(`${line}\n`);
/** Where the photos may lie. */
const folders = [join(shared, 'media'), join(packageRoot(), 'node_modules', '@vladmandic', 'face-api', 'demo')];
const pathOf = (photo: string) => folders.map((folder) => join(folder, photo)).find(existsSync);

export async function benchLabelled({ model }: { model: string }) {
  const detector = await createDetector({ model });
  const missing = new Set<string>();
  const wrong: string[] = [];
  let seen = 0;
  for (const photo of new Set(labelled.map((face) => face.photo))) {
    const path = pathOf(photo);
    if (!path) {
      missing.add(photo);
      continue;
    }
    const readings = await detector.detect(path);
    for (const { x, y, looks } of labelled.filter((face) => face.photo === photo)) {
      seen++;
      const found = readings.find(
        ({ box }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
      );
      const [strongest] = found
        ? (Object.entries(found.emotions) as [Emotion, number][]).sort((a, b) => b[1] - a[1])
        : [];
      if (!strongest || !looks.includes(strongest[0]))
        wrong.push(
          `${photo} at ${x}, ${y} looks ${looks.join(' or ')}: ${strongest ? `${strongest[0]} ${strongest[1].toFixed(2)}` : 'no face found'}`,
        );
    }
  }
  print(
    `${model}: ${seen - wrong.length} of ${seen} faces as they look by eye (${(100 - (100 * wrong.length) / seen).toFixed(1)} %)`,
  );
  for (const line of wrong) print(`  ${line}`);
  if (missing.size > 0) print(`  not here: ${[...missing].join(', ')}`);
  const pictures = await noFaces();
  const refused = [];
  for (const [name, picture] of Object.entries(pictures))
    refused.push([name, (await detector.detect(picture)).filter(({ unsure }) => !unsure).length] as const);
  print(
    `${refused.filter(([, n]) => n === 0).length} of ${refused.length} pictures without a face give no reading` +
      refused.map(([name, n]) => (n > 0 ? `; ${name} gives ${n}` : '')).join(''),
  );
  await detector.close();
}

/** Non-faces that a camera may show. */
async function noFaces(): Promise<Record<string, string | Buffer>> {
  const [width, height] = [640, 480];
  const random = seededRandom(8);
  const plain = (background: string) =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer();
  const drawn = (svg: string) =>
    sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`))
      .flatten({ background: '#b9c4c9' })
      .png()
      .toBuffer();
  const grey = Buffer.alloc(width * height * 3);
  for (let i = 0; i < grey.length; i++) grey[i] = random.uniform() * 256;
  const drawing = pathOf('no-faces.jpg');
  return {
    ...(drawing && { 'the shared drawing': drawing }),
    black: await plain('#000'),
    white: await plain('#fff'),
    noise: await sharp(grey, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
    'the back of a head': await drawn(
      '<ellipse cx="320" cy="210" rx="95" ry="125" fill="#3a2417"/><path d="M170 480q20-150 150-150t150 150z" fill="#2f6f73"/>',
    ),
    'a blank mask': await drawn('<ellipse cx="320" cy="240" rx="100" ry="135" fill="#f2efe9"/>'),
    'a smiling disc': await drawn(
      '<circle cx="320" cy="240" r="130" fill="#f4c430" stroke="#222" stroke-width="6"/><circle cx="272" cy="205" r="16"/><circle cx="368" cy="205" r="16"/><path d="M245 280q75 80 150 0" fill="none" stroke="#222" stroke-width="10"/>',
    ),
    'a mask with holes': await drawn(
      '<path d="M220 130q100-50 200 0q20 150-100 250q-120-100-100-250z" fill="#d8d2c4"/><ellipse cx="275" cy="215" rx="24" ry="13" fill="#1a1a1a"/><ellipse cx="365" cy="215" rx="24" ry="13" fill="#1a1a1a"/><path d="M320 225l-14 60h28z" fill="#bdb5a3"/><path d="M280 320q40 18 80 0" fill="none" stroke="#333" stroke-width="8"/>',
    ),
    'a face in lines': await drawn(
      '<g fill="none" stroke="#222" stroke-width="5"><ellipse cx="320" cy="240" rx="105" ry="140" fill="#fff"/><path d="M250 200q25-18 50 0q-25 14-50 0zM340 200q25-18 50 0q-25 14-50 0zM320 215v55l-14 6M275 315q45 30 90 0M245 175q30-18 58-4M337 171q30-14 58 4"/></g><circle cx="275" cy="199" r="7"/><circle cx="365" cy="199" r="7"/>',
    ),
    'a clock': await drawn(
      '<circle cx="320" cy="240" r="120" fill="#fff" stroke="#222" stroke-width="8"/><path d="M320 240V150M320 240h70" stroke="#222" stroke-width="8"/>',
    ),
    'window panes': await drawn(
      '<path d="M160 80h320v320H160zM320 80v320M160 240h320" fill="none" stroke="#333" stroke-width="14"/>',
    ),
  };
}
