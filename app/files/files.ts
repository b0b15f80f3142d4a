/** Photos and videos that a person gave to the page, and what was read in them. */
import { type Signal, signal } from '@preact/signals';
import type { Engine } from '../reading/engine';
import type { LiveReading } from '../reading/messages';
import { findDuration, once } from './duration';

export interface VideoSample {
  /** Seconds. */
  time: number;
  readings: LiveReading[];
}

export interface FileEntry {
  id: number;
  name: string;
  kind: 'photo' | 'video';
  file: File;
  /** Address of the file's content in this page. */
  url: string;
  state: Signal<'waiting' | 'reading' | 'done' | 'unreadable'>;
  /** Of the picture that the readings' boxes are in. */
  size: Signal<{ width: number; height: number }>;
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

/** A video is read so often in a second, and at so many places in all. */
const samplesPerSecond = 10;
const mostSamples = 1200;

export function createFiles(engine: Engine): Files {
  const entries = signal<readonly FileEntry[]>([]);
  let nextId = 1;
  let queue = Promise.resolve();
  const isThere = (entry: FileEntry) => entries.peek().includes(entry);

  async function read(entry: FileEntry) {
    if (!isThere(entry)) return;
    entry.state.value = 'reading';
    try {
      await (entry.kind === 'photo' ? readPhoto(engine, entry) : readVideo(engine, entry, () => isThere(entry)));
      entry.state.value = 'done';
    } catch {
      entry.state.value = 'unreadable';
    }
  }

  return {
    entries,
    add(files) {
      for (const file of files) {
        const entry: FileEntry = {
          id: nextId++,
          name: file.name,
          file,
          kind: file.type.startsWith('video/') || /\.(mkv|mov|mp4|webm)$/i.test(file.name) ? 'video' : 'photo',
          url: URL.createObjectURL(file),
          state: signal('waiting'),
          size: signal({ width: 4, height: 3 }),
          readings: signal([]),
          samples: signal([]),
          duration: signal(0),
        };
        entries.value = [entry, ...entries.value];
        queue = queue.then(() => read(entry));
      }
    },
    remove(id) {
      const entry = entries.value.find((e) => e.id === id);
      if (entry) URL.revokeObjectURL(entry.url);
      entries.value = entries.value.filter((e) => e !== entry);
    },
  };
}

/** The photo's pixels, upright. Rejects when the browser cannot read it. */
export const decodePhoto = (file: File): Promise<ImageBitmap> => createImageBitmap(file);

async function readPhoto(engine: Engine, entry: FileEntry) {
  const picture = await decodePhoto(entry.file);
  const { readings, width, height } = await engine.read(picture, 0, 'photo');
  entry.size.value = { width, height };
  entry.readings.value = readings;
}

/** Goes from place to place, so that every place is read however slow the device is. */
async function readVideo(engine: Engine, entry: FileEntry, isWanted: () => boolean) {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = entry.url;
  await once(video, 'loadeddata');
  const duration = await findDuration(video);
  const { videoWidth, videoHeight } = video;
  if (duration === 0 || videoWidth === 0) throw new Error('no picture');
  entry.size.value = { width: videoWidth, height: videoHeight };
  entry.duration.value = duration;
  const step = Math.max(1 / samplesPerSecond, duration / mostSamples);
  for (let time = 0; time < duration && isWanted(); time += step) {
    if (time > 0) {
      video.currentTime = time;
      await once(video, 'seeked');
    }
    const frame = new VideoFrame(video, { timestamp: Math.round(time * 1e6) });
    const { readings } = await engine.read(frame, time, entry.id);
    entry.samples.value = [...entry.samples.value, { time, readings }];
  }
  video.removeAttribute('src');
  video.load();
}
