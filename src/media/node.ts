/** Photos and videos from files, in Node. */
import { open, readFile, stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { readProblem } from '../files/node';
import { endingOf } from './ending';
import { openFfmpeg } from './ffmpeg';
import { announcesFrames, type FileFormat, formatOf, headBytes, notReadable } from './formats';
import { type Frame, MediaError } from './frame';
import { decodeHeic } from './heic';
import { pagesOf, pagesVideo } from './pages';
import { part } from './part';
import { readingAt } from './readFileAt';
import { tiffPages } from './tiffPages';
import type { Video } from './video';
import { wholeWebp } from './webpFrames';

export { type Camera, openCamera } from './camera';
export { type FileFormat, type FormatKind, formatOf, headBytes, notReadable } from './formats';
export { part } from './part';
export { facePng, greyPng } from './png';
export type { Video, VideoPlace } from './video';

/** Throws an Error where it is not installed, which says what it is needed for. */
export const loadSharp = async (purpose = 'reading photos') =>
  (await part('sharp', purpose, () => import('sharp'))).default;

/** Largest photo that is decoded unless more is allowed, in million pixels; a bomb is refused by its header. */
export const defaultMegapixels = 100;

export type MediaKind = 'photo' | 'video';

/**
 * The format of a file, told by its content; undefined where it is not known.
 *
 * What folders are searched for: `kind` says whether it is a photo or a video, `name` how to count what is neither.
 *
 * Throws a MediaError when it is missing, empty, a folder, or cannot be opened.
 *
 * @example
 * const format = await fileFormat('IMG_0001.HEIC'); // { name: 'HEIC', kind: 'photo' }
 */
export const fileFormat = async (path: string): Promise<FileFormat | undefined> => formatOf(await readHead(path));

/**
 * Whether a file is a photo or a video, told by its content; animations and TIFF files of several pages count as videos.
 *
 * Throws a MediaError when it is missing, empty, a folder, or neither.
 */
export async function mediaKind(path: string): Promise<MediaKind> {
  const { format, head } = await identify(path);
  if (format.kind === 'video') return 'video';
  return (await openAnimation(path, format, head, { maxMegapixels: Number.POSITIVE_INFINITY })) ? 'video' : 'photo';
}

async function readHead(path: string): Promise<Uint8Array> {
  const cannotRead = (error: unknown) => new MediaError(readProblem(path, error));
  if (path === '') throw new MediaError('the path of a photo or video must not be empty (got "")');
  const info = await stat(path).catch((error) => Promise.reject(cannotRead(error)));
  if (info.isDirectory()) throw new MediaError(`${path}: is a folder; name a photo or video`);
  if (!info.isFile()) throw new MediaError(`${path}: is not a file (a pipe or a device); name a photo or video`);
  if (info.size === 0) throw new MediaError(`${path}: the file is empty`);
  const handle = await open(path).catch((error) => Promise.reject(cannotRead(error)));
  try {
    const head = new Uint8Array(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return head.subarray(0, bytesRead);
  } catch (error) {
    throw cannotRead(error as NodeJS.ErrnoException);
  } finally {
    await handle.close();
  }
}

export interface PhotoOptions {
  /** Million pixels that are decoded at most, 100 if not given. */
  maxMegapixels?: number;
}

/**
 * A photo as a frame, turned upright by its EXIF orientation, in sRGB, laid over white where it is transparent; of an
 * animation the first frame.
 *
 * source a path, or the bytes of the file
 * Throws a MediaError when it cannot be decoded or has more pixels than are allowed.
 */
export async function readPhoto(
  source: string | Uint8Array,
  { maxMegapixels = defaultMegapixels }: PhotoOptions = {},
): Promise<Frame> {
  const name = typeof source === 'string' ? source : 'photo';
  const { format } = await identify(source);
  if (format.kind === 'video') throw new MediaError(`${name}: is a video (${format.name}); name a photo`);
  const check = sizeCheck(name, maxMegapixels);
  if (format.name === 'HEIC') return readHeic(source, name, check);
  if (format.name === 'BMP') return readFirstFrame(source, name, check);
  // Its decoder makes up what is missing of some.
  if (format.name === 'TIFF' && (await readingAt(source, tiffPages)).numbers[0] !== 0)
    throw cannotDecode(name, new Error('its first page is not whole'));
  return decodePhoto(source, name, check);
}

/** Throws a MediaError for pictures of more than so many million pixels. */
const sizeCheck = (name: string, maxMegapixels: number) => (width: number, height: number) => {
  if (width * height > maxMegapixels * 1e6)
    throw new MediaError(
      `${name}: must have at most ${maxMegapixels} million pixels (got ${width.toLocaleString('en')} × ` +
        `${height.toLocaleString('en')}); make it smaller, or allow more (--max-megapixels)`,
    );
};
type SizeCheck = ReturnType<typeof sizeCheck>;

/** The format of a file or of its bytes. Throws a MediaError when it cannot be read. */
async function identify(source: string | Uint8Array): Promise<{ format: FileFormat; head: Uint8Array }> {
  const head = typeof source === 'string' ? await readHead(source) : source.subarray(0, headBytes);
  const format = formatOf(head);
  const name = typeof source === 'string' ? source : 'the bytes';
  if (!format || format.kind === 'other') throw new MediaError(notReadable(name, format));
  return { format, head };
}

/** page one of several in the file */
async function decodePhoto(source: string | Uint8Array, name: string, check: SizeCheck, page = 0): Promise<Frame> {
  const sharp = await loadSharp();
  try {
    const { width, height, pageHeight } = await sharp(source, { page, limitInputPixels: false }).metadata();
    check(width, pageHeight ?? height);
    const { data, info } = await inSrgb(sharp(source, { page, failOn: 'truncated', limitInputPixels: false }).rotate());
    return { data, width: info.width, height: info.height, time: 0 };
  } catch (error) {
    throw cannotDecode(name, error);
  }
}

const inSrgb = (picture: Sharp) =>
  picture
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });

function cannotDecode(name: string, error: unknown): MediaError {
  if (error instanceof MediaError) return error;
  const reason = (error as Error).message.split('\n')[0]?.trim();
  return new MediaError(`${name}: cannot be decoded as a photo, the file may be damaged or cut off (${reason})`);
}

async function readHeic(source: string | Uint8Array, name: string, check: SizeCheck): Promise<Frame> {
  const { default: libheif } = await part(
    'libheif-js',
    'reading HEIC photos',
    () => import('libheif-js/wasm-bundle.js'),
  );
  return decodeHeic(libheif, typeof source === 'string' ? await readFile(source) : source, name, check);
}

/** What sharp cannot decode, FFmpeg may. */
async function readFirstFrame(source: string | Uint8Array, name: string, check: SizeCheck): Promise<Frame> {
  const video = await openFfmpeg(source, { name });
  try {
    check(video.width, video.height);
    for await (const frame of video.frames()) return { ...frame, time: 0 };
  } finally {
    video.close();
  }
  throw cannotDecode(name, new Error('no picture'));
}

/**
 * A frame squeezed or stretched to a square: [channels, size, size], 0 … 255, grey or red, green and blue.
 */
export async function squaredPixels(
  { data, width, height }: Frame,
  { channels, size }: { channels: 1 | 3; size: number },
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  const pixels = await (channels === 1 ? picture.toColourspace('b-w') : picture)
    .removeAlpha()
    .resize(size, size, { fit: 'fill' })
    .raw({ depth: 'uchar' })
    .toBuffer();
  if (channels === 1) return pixels;
  const plane = size * size;
  const planes = new Uint8Array(channels * plane);
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < channels; c++) planes[c * plane + i] = pixels[i * channels + c] as number;
  return planes;
}

/**
 * Opens a video, or a picture's file as one: an animation's frames with their times, a TIFF's pages one a second, a
 * photo as one frame.
 *
 * source a path, or the bytes of the file
 * Throws a MediaError when it has no video track, or one in a format that cannot be decoded.
 */
export async function openVideo(source: string | Uint8Array, options: PhotoOptions = {}): Promise<Video> {
  const name = typeof source === 'string' ? source : 'video';
  const { format, head } = await identify(source);
  if (format.kind === 'photo')
    return (await openAnimation(source, format, head, options)) ?? (await onePhoto(source, options));
  return openFfmpeg(source, { name, ending: await readingAt(source, endingOf) });
}

async function onePhoto(source: string | Uint8Array, options: PhotoOptions): Promise<Video> {
  const photo = await readPhoto(source, options);
  return {
    width: photo.width,
    height: photo.height,
    duration: 0,
    async *frames(after) {
      if (after === undefined) yield photo;
    },
    close() {},
  };
}

/** Whether a video has more than one frame, damaged or not. */
async function hasSeveral(video: Video): Promise<boolean> {
  let frames = 0;
  try {
    for await (const _ of video.frames()) if (++frames > 1) return true;
    return false;
  } catch {
    return frames > 0;
  }
}

/** A picture's file of several frames as a video; undefined where it has one, or cannot be read at all. */
async function openAnimation(
  source: string | Uint8Array,
  format: FileFormat,
  head: Uint8Array,
  { maxMegapixels = defaultMegapixels }: PhotoOptions,
): Promise<Video | undefined> {
  const name = typeof source === 'string' ? source : 'picture';
  if (announcesFrames(head)) {
    const video = await openFfmpeg(source, { name, ending: await readingAt(source, endingOf) }).catch(() => undefined);
    // Of some photos the brand promises a sequence that is not there.
    return video && (await hasSeveral(video)) ? video : undefined;
  }
  if (!['GIF', 'WebP', 'TIFF'].includes(format.name)) return undefined;
  const cutWebp = format.name === 'WebP' ? await readingAt(source, wholeWebp) : undefined;
  if (cutWebp) return animationOf(cutWebp, name, { format, maxMegapixels, cutOff: true });
  return animationOf(source, name, { format, maxMegapixels, cutOff: false });
}

async function animationOf(
  source: string | Uint8Array,
  name: string,
  { format, maxMegapixels, cutOff }: { format: FileFormat; maxMegapixels: number; cutOff: boolean },
): Promise<Video | undefined> {
  const sharp = await loadSharp();
  const found = await pagesOf(sharp, source, format.name).catch(() => undefined);
  const pages = found && { ...found, cutOff: found.cutOff || cutOff };
  if (!pages) return undefined;
  const check = sizeCheck(name, maxMegapixels);
  check(pages.width, pages.height);
  return pagesVideo(name, pages, async (from, count) => {
    if (count === 1) return [await decodePhoto(source, name, check, from)];
    const options = { page: from, pages: count, failOn: 'truncated', limitInputPixels: false } as const;
    const { data, info } = await inSrgb(sharp(source, options));
    const [width, height] = [info.width, info.height / count];
    return Array.from({ length: count }, (_, i) => ({
      data: data.subarray(i * width * height * 4, (i + 1) * width * height * 4),
      width,
      height,
      time: 0,
    }));
  });
}
