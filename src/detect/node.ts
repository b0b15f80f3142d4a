/** The detector in Node. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Frame, MediaError } from '../media';
import { formatOf, headBytes, mediaKind, notReadable, openVideo, readPhoto } from '../media/node';
import { networkVersion, withFeatures } from '../model';
import { loadModel } from '../model/node';
import { described } from '../options';
import { assemble, type OpenFrames } from './assemble';
import type { Detector, PictureInput, VideoInput } from './detector';
import { bytesOfDataUrl, checkedFrames, checkPixels, isFrames, isPixels } from './inputs';
import { type Networks, openNetworks, prefersCard, type Wanted } from './onDevice';
import { checkOptions, type DetectorDevice, type DetectorOptions } from './options';

export { openBeside } from './besideThread';
export { loadFaceFinders } from './loadFaceFinders';

/**
 * Loads the networks.
 *
 * Rejects with a TypeError for an option that is not allowed, a ModelError when a model's file is missing or changed, an
 * Error for `webgpu` where there is no graphics card that can be used, the signal's reason when that aborts.
 *
 * @example
 * import { createDetector } from 'feeling';
 * const detector = await createDetector({ threshold: 0.4 });
 * const [reading] = await detector.detect('photo.jpg');
 * reading?.named; // → ['happy']
 * await detector.close();
 */
export const createDetector = (options: DetectorOptions = {}): Promise<Detector> => openDetector(options);

/**
 * The same, by other networks than those that this thread opens.
 *
 * open opens what finds faces, and what reads them
 */
export async function openDetector(
  options: DetectorOptions,
  open: (device: DetectorDevice, wanted: Wanted) => Promise<Networks> = openNetworks,
): Promise<Detector> {
  const { faceDetector, model, network, device, threshold, maxMegapixels, person, signal } = checkOptions(options);
  signal?.throwIfAborted();
  const expressionModel = await loadModel(model, 'expression', network);
  const networks = await open(device, { faceDetector, expression: withFeatures(expressionModel) });
  if (signal?.aborted) await Promise.all([networks.faces.close(), networks.classifier.close()]);
  signal?.throwIfAborted();
  return assemble({
    ...networks,
    threshold,
    network: networkVersion(model, expressionModel),
    person,
    toFrame: (picture) => toFrame(picture, maxMegapixels),
    framesOf,
  });
}

/**
 * Whether a card would do the work of these options: because it is wished, or because `auto` finds it clearly faster than
 * so many threads of the processor together.
 */
export async function usesCard(options: DetectorOptions, threads: number): Promise<boolean> {
  const { faceDetector, model, network, device } = checkOptions(options);
  if (device !== 'auto') return device === 'webgpu';
  return prefersCard(
    { faceDetector, expression: withFeatures(await loadModel(model, 'expression', network)) },
    threads,
  );
}

/** A file by its path, or its content. */
type File = string | Uint8Array;

async function toFrame(picture: PictureInput, maxMegapixels: number): Promise<Frame> {
  const file = await fileOf(picture);
  if (file !== undefined) return photoOf(file, maxMegapixels);
  if (!isPixels(picture))
    throw new TypeError(
      'detect in Node needs the path of a photo, a file: or data: address, its content (Uint8Array, ArrayBuffer, ' +
        `Blob), or RGBA pixels { data, width, height } (got ${described(picture)})`,
    );
  checkPixels(picture, 'picture');
  const { data, width, height } = picture;
  return { data, width, height, time: 0 };
}

async function photoOf(file: File, maxMegapixels: number): Promise<Frame> {
  if ((await kindOf(file)) === 'video')
    throw new MediaError(`${nameOf(file)}: is a video, and detect reads photos; use watch`);
  return readPhoto(file, { maxMegapixels });
}

/** Throws a MediaError when a file is missing, empty, or of no format that is known. */
async function kindOf(file: File): Promise<'photo' | 'video'> {
  if (typeof file === 'string') return mediaKind(file);
  if (file.length === 0) throw new MediaError('the content is empty');
  const format = formatOf(file.subarray(0, headBytes));
  if (!format || format.kind === 'other') throw new MediaError(notReadable('the content', format));
  return format.kind;
}

const nameOf = (file: File) => (typeof file === 'string' ? file : 'the content');

/** The file that is meant; undefined for what is none. */
async function fileOf(input: PictureInput | VideoInput): Promise<File | undefined> {
  if (typeof input === 'string') return fileAt(input);
  if (input instanceof URL) return fileAt(input.href);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (input instanceof Blob) return new Uint8Array(await input.arrayBuffer());
  return input instanceof Uint8Array ? input : undefined;
}

async function fileAt(place: string): Promise<File> {
  if (/^data:/i.test(place)) return bytesOfDataUrl(place);
  if (/^file:/i.test(place)) return fileURLToPath(place);
  if (/^([a-z][a-z\d+.-]*:\/\/|blob:)/i.test(place))
    throw new TypeError(
      `${described(place)}: feeling fetches nothing from the network; fetch it yourself and pass the content: ` +
        'await (await fetch(address)).arrayBuffer()',
    );
  return place;
}

function framesOf(source: VideoInput): (signal: AbortSignal) => Promise<OpenFrames> {
  if (isPixels(source))
    throw new TypeError('watch needs a video or frames in order; detect reads a single picture (got pixels)');
  if (isFrames(source)) return async (signal) => ({ frames: checkedFrames(source, signal), close() {} });
  const isFile =
    typeof source === 'string' || [URL, ArrayBuffer, Blob, Uint8Array].some((kind) => source instanceof kind);
  if (!isFile)
    throw new TypeError(
      'watch in Node needs the path of a video, a file: address, its content (Uint8Array, ArrayBuffer, Blob), or frames ' +
        `{ data, width, height, time } in order, such as an array or an async generator (got ${described(source)})`,
    );
  return async () => {
    const file = (await fileOf(source)) as File;
    await kindOf(file);
    return typeof file === 'string' ? openFile(file) : openContent(file);
  };
}

async function openFile(path: string): Promise<OpenFrames> {
  const video = await openVideo(path);
  return { frames: video.frames(), close: () => video.close() };
}

/** A video's content, by way of a file that only this user can read and that goes when the video is closed. */
async function openContent(content: Uint8Array): Promise<OpenFrames> {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-video-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'video');
    await writeFile(path, content);
    const { frames, close } = await openFile(path);
    return {
      frames,
      async close() {
        await close();
        await forget();
      },
    };
  } catch (error) {
    await forget();
    throw error;
  }
}
