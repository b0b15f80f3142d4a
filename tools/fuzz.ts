/** Reads damaged files: each must give a result or an error that says what is wrong, in time and in memory. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { buildForTraining, initialWeights, input, OnnxError, readOnnx, writeOnnx } from '../src/graph';
import { MediaError } from '../src/media';
import { openVideo, readPhoto } from '../src/media/node';
import { defaultMix, findModel, packageModel } from '../src/model';
import { modelPath } from '../src/model/node';
import { residualNetwork } from '../src/nets';
import { onnxToTflite, readTflite, TfliteError, tfliteToOnnx, writeTflite } from '../src/tflite';
import { drawnVideo } from './drawnVideo';
import { mutated } from './mutate';

export const fuzzKinds = ['jpeg', 'png', 'mp4', 'webm', 'gif', 'webp', 'tiff', 'tflite', 'onnx'] as const;
export type FuzzKind = (typeof fuzzKinds)[number];
/** Files that are read as photos; what has several frames is read as a video. */
const photos: readonly FuzzKind[] = ['jpeg', 'png'];

export interface FuzzResult {
  read: number;
  refused: number;
  /** Seeds with another error than one that is meant for people, or that took longer than 5 s. */
  bad: { seed: number; why: string }[];
  slowest: number;
}

/** Seconds in which a damaged file must be done with. */
const patience = 5;

/** A sound file of the kind. */
export async function soundFile(kind: FuzzKind): Promise<Uint8Array> {
  if (kind === 'tflite') return readFile(modelPath(findModel('blazeface', 'faces')));
  if (kind === 'onnx') return smallNetwork();
  const picture = sharp({
    create: {
      width: 160,
      height: 120,
      channels: 3,
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
      background: '#888',
    },
  });
  if (kind === 'jpeg') return picture.jpeg().toBuffer();
  if (kind === 'png') return picture.png().toBuffer();
  const video = { width: 96, height: 64, frames: 12 };
  if (kind === 'mp4') return drawnVideo(video);
  if (kind === 'webm') return drawnVideo({ ...video, codec: 'vp9', container: 'webm' });
  const raw = { width: 40, height: 120, channels: 3, pageHeight: 40 } as const;
  const pages = sharp(await picture.resize(40, 120, { fit: 'fill' }).raw().toBuffer(), { raw });
  if (kind === 'gif') return pages.gif().toBuffer();
  if (kind === 'webp') return pages.webp({ delay: [100, 100, 100] }).toBuffer();
  return pages.tiff({ compression: 'lzw' }).toBuffer();
}

/** With few weights, so that damage meets its structure. */
function smallNetwork(): Uint8Array {
  const net = residualNetwork('small', {
    stem: 8,
    blocks: [
      [8, 2],
      [16, 2],
    ],
    regions: 1,
    tellsFaces: false,
    dropout: 0,
  });
  const weights = initialWeights(buildForTraining(net, input('pixels', [1, 1, 48, 48])), 1);
  return packageModel(net, weights, { mix: defaultMix, halfWeights: true });
}

/** Reads mutations `from` to `to` of a file. `folder` takes what is written for those that are read from disk. */
export async function fuzz(
  kind: FuzzKind,
  sound: Uint8Array,
  from: number,
  to: number,
  folder: string,
): Promise<FuzzResult> {
  const result: FuzzResult = { read: 0, refused: 0, bad: [], slowest: 0 };
  for (let seed = from; seed < to; seed++) {
    const bytes = mutated(sound, seed);
    const started = performance.now();
    try {
      await readOne(kind, bytes, join(folder, `damaged.${kind}`));
      result.read++;
    } catch (error) {
      if (error instanceof MediaError || error instanceof TfliteError || error instanceof OnnxError) result.refused++;
      else result.bad.push({ seed, why: String(error) });
    }
    const seconds = (performance.now() - started) / 1000;
    result.slowest = Math.max(result.slowest, seconds);
    if (seconds > patience) result.bad.push({ seed, why: `took ${seconds.toFixed(1)} s` });
  }
  return result;
}

async function readOne(kind: FuzzKind, bytes: Uint8Array, path: string) {
  if (kind === 'tflite') {
    writeOnnx(tfliteToOnnx(readTflite(bytes), 'damaged'));
    return;
  }
  if (kind === 'onnx') {
    writeTflite({ graph: onnxToTflite(readOnnx(bytes)), description: 'damaged' });
    return;
  }
  await writeFile(path, bytes);
  if (photos.includes(kind)) {
    await readPhoto(path);
    return;
  }
  const video = await openVideo(path);
  try {
    let frames = 0;
    for await (const _ of video.frames()) if (++frames > 100) break;
  } finally {
    video.close();
  }
}
