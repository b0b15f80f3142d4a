/** Photos and videos from files, in Node. */
import { open, stat } from 'node:fs/promises';
import type { Input, VideoSample, VideoSampleSink } from 'mediabunny';
import { guardDecoder, releaseDecoder } from './decoderErrors';
import { type FileFormat, formatOf, headBytes, notReadable } from './formats';
import { type Frame, MediaError, turned } from './frame';
import { mp4Problem } from './mp4Check';
import { part } from './part';

export { type Camera, openCamera } from './camera';
export { type FileFormat, type FormatKind, formatOf, headBytes, notReadable } from './formats';
export { part } from './part';

const loadSharp = async () => (await part('sharp', 'reading photos', () => import('sharp'))).default;

/** Mediabunny, told to decode in this process. */
async function loadMediabunny() {
  const server = await part('@mediabunny/server', 'reading videos', () => import('@mediabunny/server'));
  const mediabunny = await part('mediabunny', 'reading videos', () => import('mediabunny'));
  // Without a hardware context, nothing probes for graphics cards and complains of those it misses.
  server.registerMediabunnyServer({ hardwareContext: null });
  // What is wrong with a file is told in our words; the decoder's own go to the terminal.
  const { AV_LOG_QUIET, Log } = await part('node-av', 'reading videos', () => import('node-av'));
  Log.setLevel(AV_LOG_QUIET);
  return mediabunny;
}

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
 * Whether a file is a photo or a video, told by its content.
 *
 * Throws a MediaError when it is missing, empty, a folder, or neither.
 */
export async function mediaKind(path: string): Promise<MediaKind> {
  const format = await fileFormat(path);
  if (!format || format.kind === 'other') throw new MediaError(notReadable(path, format));
  return format.kind;
}

async function readHead(path: string): Promise<Uint8Array> {
  const cannotRead = (error: NodeJS.ErrnoException) =>
    new MediaError(
      error.code === 'ENOENT' ? `${path}: there is no such file` : `${path}: cannot be read (${error.code})`,
    );
  const info = await stat(path).catch((error) => Promise.reject(cannotRead(error)));
  if (info.isDirectory()) throw new MediaError(`${path}: is a folder, a photo or video is needed`);
  if (!info.isFile()) throw new MediaError(`${path}: is not a file (a pipe or a device); a photo or video is needed`);
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
 * A photo as a frame, turned upright by its EXIF orientation.
 *
 * source a path, or the bytes of the file
 * Throws a MediaError when it cannot be decoded or has more pixels than are allowed.
 */
export async function readPhoto(
  source: string | Uint8Array,
  { maxMegapixels = defaultMegapixels }: PhotoOptions = {},
): Promise<Frame> {
  const name = typeof source === 'string' ? source : 'photo';
  if (typeof source === 'string') await mediaKind(source);
  const sharp = await loadSharp();
  try {
    const { width, height } = await sharp(source, { limitInputPixels: false }).metadata();
    if (width * height > maxMegapixels * 1e6)
      throw new MediaError(
        `${name}: ${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels where at most ` +
          `${maxMegapixels} million are decoded; make it smaller, or allow more (--max-megapixels)`,
      );
    const { data, info } = await sharp(source, { failOn: 'truncated', limitInputPixels: false })
      .rotate()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, time: 0 };
  } catch (error) {
    if (error instanceof MediaError) throw error;
    const reason = (error as Error).message.split('\n')[0]?.trim();
    throw new MediaError(`${name}: cannot be decoded as a photo, the file may be damaged or cut off (${reason})`);
  }
}

/**
 * A picture squeezed or stretched to a square of grey values, [size, size].
 *
 * Throws a MediaError when it cannot be decoded.
 */
export async function readGrey(path: string, size: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    return await sharp(path, { limitInputPixels: defaultMegapixels * 1e6 })
      .rotate()
      .flatten({ background: 'black' })
      .toColourspace('b-w')
      .resize(size, size, { fit: 'fill' })
      .raw({ depth: 'uchar' })
      .toBuffer();
  } catch (error) {
    throw new MediaError(`${path}: cannot be decoded (${(error as Error).message.split('\n')[0]})`);
  }
}

/** A square of grey values as a PNG file's bytes, [size, size]. */
export async function greyPng(pixels: Uint8Array, size: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
    .png()
    .toBuffer();
}

export interface Video {
  width: number;
  height: number;
  /** Seconds. */
  duration: number;
  /**
   * Every frame in order, decoded as it is asked for; a frame's pixels are valid until the next is asked for.
   *
   * after only frames later than this, in seconds
   */
  frames(after?: number): AsyncGenerator<Frame>;
  close(): void;
}

/**
 * Opens a video (MP4, MOV, WebM, MKV).
 *
 * Throws a MediaError when it has no video track, or one in a format that cannot be decoded.
 */
export async function openVideo(path: string): Promise<Video> {
  await mediaKind(path);
  await checkTables(path);
  const { ALL_FORMATS, FilePathSource, Input, VideoSampleSink } = await loadMediabunny();
  const input: Input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  guardDecoder();
  const close = () => {
    input.dispose();
    releaseDecoder();
  };
  const failed = (why: string) => {
    close();
    return new MediaError(`${path}: ${why}`);
  };
  const track = await input.getPrimaryVideoTrack().catch(() => {
    throw failed('cannot be read as a video, the file may be damaged or cut off');
  });
  if (!track) throw failed('has no video track, or the file is damaged or cut off');
  const [decodable, duration] = await Promise.all([track.canDecode(), track.computeDuration()]).catch(() => {
    throw failed('cannot be read as a video, the file may be damaged or cut off');
  });
  if (!decodable)
    throw failed(
      `its video (${track.codec ?? 'unknown codec'}) cannot be decoded here (H.264, HEVC, VP8, VP9, AV1 can)`,
    );
  return {
    width: track.displayWidth,
    height: track.displayHeight,
    duration,
    frames: (after) => decode(path, new VideoSampleSink(track), after),
    close,
  };
}

/** Throws a MediaError when an MP4's tables cannot be true. */
async function checkTables(path: string) {
  const file = await open(path);
  try {
    const head = Buffer.alloc(8);
    await file.read(head, 0, 8, 0);
    if (head.toString('latin1', 4, 8) !== 'ftyp') return;
    const problem = await mp4Problem(file, (await file.stat()).size);
    if (problem) throw new MediaError(`${path}: ${problem}; the file is damaged`);
  } finally {
    await file.close();
  }
}

async function* decode(path: string, sink: VideoSampleSink, after: number | undefined): AsyncGenerator<Frame> {
  let buffer = new Uint8Array(0);
  const samples = sink.samples(after);
  while (true) {
    const next = await samples.next().catch((error: Error) => {
      throw new MediaError(
        `${path}: decoding stopped, the file may be damaged or cut off (${error.message.split('\n')[0]})`,
      );
    });
    if (next.done) return;
    const sample: VideoSample = next.value;
    try {
      if (after !== undefined && sample.timestamp <= after) continue;
      const size = sample.allocationSize({ format: 'RGBA' });
      if (buffer.length !== size) buffer = new Uint8Array(size);
      await sample.copyTo(buffer, { format: 'RGBA' });
      const frame = {
        data: buffer,
        width: sample.visibleRect.width,
        height: sample.visibleRect.height,
        time: sample.timestamp,
      };
      yield turned(frame, sample.rotation);
    } finally {
      sample.close();
    }
  }
}
