/** Makes a camera for Chromium out of photos of faces: JPEG pictures one after another, an .mjpeg file. */
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const root = join(import.meta.dirname, '..');
export const shared = join(root, '..', 'shared');
export const hasShared = existsSync(join(shared, 'media'));
export const sharedMedia = (name: string) => join(shared, 'media', name);

/** Photos of groups of people that come with a development package, for machines without `../shared`. */
export const samplePhoto = (n: number) => join(root, 'node_modules/@vladmandic/face-api/demo', `sample${n}.jpg`);

/** Where one face is in those photos, and what it shows to the eye. */
const sampleFaces = {
  smiling: { photo: 3, left: 930, top: 130, width: 570, height: 500 },
  calm: { photo: 3, left: 420, top: 230, width: 560, height: 520 },
};

/** A photo of one real face, from the shared media or cut out of a development package's photo. */
export async function realFace(kind: keyof typeof sampleFaces): Promise<string | Buffer> {
  if (hasShared) return sharedMedia(kind === 'smiling' ? 'happy.jpg' : 'neutral.jpg');
  const { photo, ...area } = sampleFaces[kind];
  return sharp(samplePhoto(photo)).extract(area).jpeg().toBuffer();
}

/** 640 × 480, the photo as large as fits, its sides filled with grey. */
async function picture(photo: string | Buffer): Promise<Buffer> {
  return sharp(photo).resize(640, 480, { fit: 'contain', background: '#777' }).jpeg({ quality: 90 }).toBuffer();
}

/** A camera that shows each photo for `frames` frames, over and over. */
export async function cameraFile(photos: (string | Buffer)[], frames = 30): Promise<string> {
  const pictures = await Promise.all(photos.map(picture));
  const folder = await mkdtemp(join(tmpdir(), 'feeling-camera-'));
  const path = join(folder, 'camera.mjpeg');
  await writeFile(path, Buffer.concat(pictures.flatMap((p) => Array<Buffer>(frames).fill(p))));
  return path;
}

/** What Chromium is started with to see it. */
export const cameraArguments = (file?: string) => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  ...(file === undefined ? [] : [`--use-file-for-fake-video-capture=${file}`]),
];
