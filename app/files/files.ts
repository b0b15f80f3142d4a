/** Photos and videos that a person gave to the page, and what was read in them. */
import { type Signal, signal } from '@preact/signals';
import type { FileFormat } from '../../src/media';
import { endingOf, MissingPartError, type MovingPicture, readBlobAt } from '../../src/media/browser';
import { type Engine, StartedAgain } from '../reading/engine';
import type { Answer, LiveReading } from '../reading/messages';
import { findDuration } from './duration';
import { type OpenedVideo, openVideo } from './openedVideo';
import { formatOfFile, openPicture } from './picture';

export interface VideoSample {
  /** Seconds. */
  time: number;
  readings: LiveReading[];
  /** Of the frame that the readings' boxes are in; it may change within a video. */
  size: Size;
}

export interface Size {
  width: number;
  height: number;
}

/** What the page shows of a file. */
export interface Shown {
  content: Blob;
  /** Its address in this page. */
  url: string;
}

export interface FileEntry {
  id: number;
  name: string;
  kind: 'photo' | 'video';
  /** What the page shows: the file itself, or what was decoded here of a photo that browsers cannot show. */
  shown: Signal<Shown>;
  /** An animation, or a file with pages; it is shown frame by frame where others have a video. */
  moving: Signal<MovingPicture | undefined>;
  /** How many pages it has that are read one a second. */
  pages: Signal<number | undefined>;
  /** Seconds after which it is cut off or damaged. */
  endsAt: Signal<number | undefined>;
  state: Signal<'waiting' | 'reading' | 'done' | NotRead>;
  /** Of the picture that the readings' boxes are in. */
  size: Signal<Size>;
  /** Of a photo. */
  readings: Signal<LiveReading[]>;
  /** Of a video, in order. */
  samples: Signal<readonly VideoSample[]>;
  /** Seconds; 0 for a photo. */
  duration: Signal<number>;
}

export interface Files {
  entries: Signal<readonly FileEntry[]>;
  add(files: Iterable<File>): void;
  remove(id: number): void;
}

/** Why a file was not read. */
const notRead = ['unreadable', 'needsHeif', 'empty', 'noPicture'] as const;
export type NotRead = (typeof notRead)[number];
export const isNotRead = (state: string): state is NotRead => notRead.some((why) => why === state);

async function whyNotRead(file: File): Promise<NotRead> {
  if (file.size === 0) return 'empty';
  try {
    const format = await formatOfFile(file);
    return format && format.kind !== 'other' ? 'unreadable' : 'noPicture';
  } catch {
    // It is gone.
    return 'unreadable';
  }
}

/** A video is read so often in a second, and at so many places in all. */
const samplesPerSecond = 10;
const mostSamples = 1200;

export function createFiles(engine: Engine): Files {
  const entries = signal<readonly FileEntry[]>([]);
  let nextId = 1;
  let queue = Promise.resolve();
  const isThere = (entry: FileEntry) => entries.peek().includes(entry);

  async function read(entry: FileEntry, file: File, format: FileFormat | undefined) {
    if (!isThere(entry)) return;
    entry.state.value = 'reading';
    const isWanted = () => isThere(entry);
    try {
      if (entry.kind === 'video') await readVideo(engine, entry, isWanted);
      else await readPicture(engine, entry, file, format, isWanted);
      entry.state.value = 'done';
    } catch (error) {
      entry.state.value = error instanceof MissingPartError ? 'needsHeif' : await whyNotRead(file);
    }
  }

  async function take(file: File) {
    const format = await formatOfFile(file).catch(() => {
      // A folder, or a file that is gone: reading it fails, too, and that is shown.
      return undefined;
    });
    const entry: FileEntry = {
      id: nextId++,
      name: file.name,
      kind: format?.kind === 'video' ? 'video' : 'photo',
      shown: signal(shownAs(file)),
      moving: signal(undefined),
      pages: signal(undefined),
      endsAt: signal(undefined),
      state: signal('waiting'),
      size: signal({ width: 4, height: 3 }),
      readings: signal([]),
      samples: signal([]),
      duration: signal(0),
    };
    entries.value = [entry, ...entries.value];
    queue = queue.then(() => read(entry, file, format));
  }

  let taken = Promise.resolve();
  return {
    entries,
    add(files) {
      // The list is the browser's own and may be emptied.
      for (const file of [...files]) taken = taken.then(() => take(file));
    },
    remove(id) {
      const entry = entries.value.find((e) => e.id === id);
      if (entry) URL.revokeObjectURL(entry.shown.peek().url);
      entry?.moving.peek()?.close();
      entries.value = entries.value.filter((e) => e !== entry);
    },
  };
}

async function readPicture(
  engine: Engine,
  entry: FileEntry,
  file: File,
  format: FileFormat | undefined,
  isWanted: () => boolean,
) {
  const opened = await openPicture(file, format);
  if (opened.kind === 'moving') {
    if (isWanted()) await readMoving(engine, entry, opened.moving, opened.pages, isWanted);
    else opened.moving.close();
    return;
  }
  if (opened.decodedHere) {
    const content = await blobOf(opened.picture);
    if (!isWanted()) return opened.picture.close();
    URL.revokeObjectURL(entry.shown.peek().url);
    entry.shown.value = shownAs(content);
  }
  const again = () => createImageBitmap(entry.shown.peek().content);
  const { readings, width, height } = await answerOn(opened.picture, again, (picture) =>
    engine.read(picture, 0, 'photo'),
  );
  entry.size.value = { width, height };
  entry.readings.value = readings;
}

type Picture = VideoFrame | ImageBitmap;

/**
 * What is read in a picture, also where reading was started anew meanwhile: with other settings, or since the worker died, of
 * which the picture itself may be the cause the second time.
 *
 * again  opens the same picture once more; the first one is gone then
 */
async function answerOn(
  first: Picture,
  again: () => Promise<Picture>,
  read: (picture: Picture) => Promise<Answer>,
): Promise<Answer> {
  let mayHaveDied = true;
  for (let picture = first; ; picture = await again())
    try {
      return await read(picture);
    } catch (error) {
      const died = error instanceof StartedAgain && error.by === 'death';
      if (!(error instanceof StartedAgain) || (died && !mayHaveDied)) throw error;
      if (died) mayHaveDied = false;
    }
}

const shownAs = (content: Blob): Shown => ({ content, url: URL.createObjectURL(content) });

/** The picture as a file that every browser shows. */
async function blobOf(picture: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}

async function readMoving(
  engine: Engine,
  entry: FileEntry,
  moving: MovingPicture,
  pages: boolean,
  isWanted: () => boolean,
) {
  const { times, width, height, duration } = moving;
  entry.size.value = { width, height };
  entry.duration.value = duration;
  if (pages) entry.pages.value = times.length;
  entry.moving.value = moving;
  await readSamples(engine, entry, times, (_, number) => moving.frame(number), isWanted);
  if (moving.cutOff) entry.endsAt.value ??= duration;
}

/** Reads one place after the other; where a picture cannot be decoded any more, what was read before stays. */
async function readSamples(
  engine: Engine,
  entry: FileEntry,
  times: readonly number[],
  pictureAt: (time: number, number: number) => Promise<Picture>,
  isWanted: () => boolean,
) {
  for (const [number, time] of times.entries()) {
    if (!isWanted()) return;
    let picture: Picture;
    try {
      picture = await pictureAt(time, number);
    } catch (error) {
      if (number === 0) throw error;
      entry.endsAt.value = time;
      return;
    }
    const again = () => pictureAt(time, number);
    const { readings, width, height } = await answerOn(picture, again, (one) => engine.read(one, time, entry.id));
    entry.samples.value = [...entry.samples.value, { time, readings, size: { width, height } }];
  }
}

/** Goes from place to place, so that every place is read however slow the device is. */
async function readVideo(engine: Engine, entry: FileEntry, isWanted: () => boolean) {
  const { url } = entry.shown.peek();
  const video = await openVideo(url);
  try {
    await readOpened(engine, entry, video, isWanted);
  } finally {
    video.close();
  }
}

async function readOpened(engine: Engine, entry: FileEntry, video: OpenedVideo, isWanted: () => boolean) {
  const { url, content } = entry.shown.peek();
  const duration = await findDuration(video);
  const { videoWidth, videoHeight } = video.element();
  if (duration === 0 || videoWidth === 0) throw new Error('no picture');
  entry.size.value = { width: videoWidth, height: videoHeight };
  entry.duration.value = duration;
  const step = Math.max(1 / samplesPerSecond, duration / mostSamples);
  const { missing } = await endingOf(readBlobAt(content), content.size);
  const end = missing > 0 ? await lastFrame(url, duration) : duration;
  const times = Array.from({ length: Math.ceil(duration / step) }, (_, i) => i * step).filter((time) => time <= end);
  await readSamples(engine, entry, times, video.picture, isWanted);
  if (missing > 0) entry.endsAt.value ??= end;
}

/** Seconds of the last frame of a video that is cut off: browsers go on showing it until the header's duration is over. */
async function lastFrame(url: string, duration: number): Promise<number> {
  const video = await openVideo(url);
  try {
    const frame = await video.picture(duration);
    const time = frame.timestamp / 1e6;
    frame.close();
    return Math.min(time, duration);
  } catch {
    // Reading it ends there, too.
    return duration;
  } finally {
    video.close();
  }
}
