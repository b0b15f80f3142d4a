/** `feeling analyze`: readings of photos and videos. */
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
import type { Reading } from '../detect';
import { createDetector, type Detector, type Watched } from '../detect/node';
import { emotions } from '../emotion';
import type { Frame } from '../media';
import { MediaError } from '../media';
import { mediaKind, openVideo, readPhoto } from '../media/node';
import type { Annotator } from './annotate';
import { detectorOptions, withDetectorOptions } from './options';
import { complain, print, progress, table, tell } from './output';

interface AnalyzeOptions {
  model: string;
  faces: string;
  threshold: string;
  json?: boolean;
  annotate?: string;
}

export function addAnalyze(program: Command) {
  withDetectorOptions(
    program
      .command('analyze')
      .description('read the faces in photos and videos')
      .argument('<photo|video|folder...>', 'files, or folders that are searched for them'),
  )
    .option('--json', 'one line of JSON a frame')
    .option('--annotate <dir>', 'write copies with the readings drawn in')
    .action(analyze);
}

interface Row {
  source: string;
  frame: number;
  time: number;
  width: number;
  height: number;
  readings: Reading[];
}

async function analyze(paths: string[], options: AnalyzeOptions) {
  const detector = await createDetector(detectorOptions(options));
  const annotate = options.annotate === undefined ? undefined : await annotatorFor(options.annotate);
  const rows: Row[] = [];
  const emit = async (row: Row) => {
    if (options.json) print(JSON.stringify(row));
    else rows.push(row);
  };
  try {
    for (const source of await expand(paths)) {
      try {
        await analyzeFile(detector, source, emit, annotate);
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
        process.exitCode = 1;
        complain(error);
        if (options.json) print(JSON.stringify({ source, error: error.message }));
      }
    }
  } finally {
    await detector.close();
  }
  if (!options.json && rows.length > 0) print(formatTable(rows));
}

async function analyzeFile(
  detector: Detector,
  source: string,
  emit: (row: Row) => Promise<void>,
  annotate: Annotator | undefined,
) {
  const row = (frame: Frame, index: number, readings: Reading[]): Row => {
    const { time, width, height } = frame;
    return { source, frame: index, time, width, height, readings };
  };
  if ((await mediaKind(source)) === 'photo') {
    const frame = await readPhoto(source);
    const readings = await detector.detect(frame);
    await annotate?.photo(source, frame, readings);
    await emit(row(frame, 0, readings));
    return;
  }
  const video = await openVideo(source);
  const bar = progress(source, Math.ceil(video.duration));
  const started = performance.now();
  const writer = annotate?.video(source);
  let last: Watched | undefined;
  try {
    for await (const watched of detector.watch(video.frames())) {
      last = watched;
      await emit(row(watched.frame, watched.index, watched.readings));
      await writer?.add(watched.frame, watched.readings);
      const rate = (watched.index + 1) / ((performance.now() - started) / 1000);
      bar.update(Math.floor(watched.time), `${rate.toFixed(0)} frames/s`);
    }
  } finally {
    bar.stop();
    video.close();
    await writer?.finish();
  }
  if (!last) throw new MediaError(`${source}: the video has no frames`);
  const seconds = (performance.now() - started) / 1000;
  tell(
    `${source}: ${last.index + 1} frames in ${seconds.toFixed(1)} s, ${((last.index + 1) / seconds).toFixed(0)} frames/s`,
  );
}

const readable = new Set(
  'jpg jpeg png webp avif gif tif tiff mp4 m4v mov webm mkv'.split(' ').map((extension) => `.${extension}`),
);

/** The files themselves, and what folders hold, in order. */
async function expand(paths: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (!info?.isDirectory()) {
      files.push(path);
      continue;
    }
    const inside = await readdir(path, { recursive: true });
    files.push(
      ...inside
        .filter((file) => readable.has(extname(file).toLowerCase()))
        .sort()
        .map((file) => join(path, file)),
    );
  }
  return files;
}

/** A row a face of a photo; a video's frames are summed up by face, since nobody reads thousands of rows. */
function formatTable(rows: Row[]): string {
  const bySource = groupBy(rows, (row) => row.source);
  const lines: string[][] = [];
  for (const [source, frames] of bySource) {
    const faces = groupBy(
      frames.flatMap((f) => f.readings),
      (reading) => reading.id,
    );
    if (faces.size === 0) lines.push([source, String(frames.length), 'no face']);
    for (const [id, readings] of faces) {
      const mean = emotions.map((e) => readings.reduce((sum, r) => sum + r.emotions[e], 0) / readings.length);
      lines.push([
        source,
        String(readings.length),
        `face ${id}`,
        commonest(readings),
        ...mean.map((p) => p.toFixed(2)),
      ]);
    }
  }
  return table(['source', 'frames', 'face', 'reads', ...emotions], lines);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function commonest(readings: Reading[]): string {
  const counts = new Map<string, number>();
  for (const { mixture } of readings) {
    const words = mixture.length === 0 ? 'not sure' : mixture.join(' and ');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Loaded only when asked for: what draws takes a quarter of a second to load. */
const annotatorFor = async (folder: string) => (await import('./annotate')).annotator(folder);
