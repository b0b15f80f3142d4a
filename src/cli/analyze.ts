/** `feeling analyze`: readings of photos and videos. */
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
import { emotions } from '../emotion';
import { defaultMegapixels } from '../media/node';
import type { SourceView } from '../report';
import type { AnalysisEvent } from './analysis';
import { csvHeader, csvRows } from './csv';
import { detectorOptions, withDetectorOptions } from './options';
import { makeFolder, print, progress, table, tell, UsageError, writeWhole } from './output';
import { analyzeFiles } from './pool';
import type { Person, Summary } from './summary';

interface AnalyzeOptions {
  model: string;
  faces: string;
  threshold: string;
  fps?: string;
  megapixels?: string;
  json?: boolean;
  csv?: boolean;
  annotate?: string;
  report?: string;
}

export function addAnalyze(program: Command) {
  withDetectorOptions(
    program
      .command('analyze')
      .description('read the faces in photos and videos')
      .argument('<photo|video|folder...>', 'files, or folders that are searched for them'),
  )
    .option('--fps <n>', 'frames a second of a video that are read (all)')
    .option('--megapixels <n>', `largest photo that is decoded, in million pixels (${defaultMegapixels})`)
    .option('--json', 'one line of JSON a frame')
    .option('--csv', 'comma-separated values, a line a face')
    .option('--annotate <dir>', 'write copies with the readings drawn in')
    .option('--report <file.html>', 'a page: timelines, telling moments, shares')
    .action(analyze);
}

async function analyze(paths: string[], options: AnalyzeOptions) {
  if (options.json && options.csv) throw new UsageError('--json and --csv exclude each other');
  const detector = detectorOptions(options);
  const fps = options.fps === undefined ? undefined : positive('--fps', options.fps);
  const megapixels =
    options.megapixels === undefined ? defaultMegapixels : positive('--megapixels', options.megapixels);
  if (options.annotate !== undefined) await makeFolder(options.annotate);
  const sources = await expand(paths);
  const summaries: Summary[] = [];
  const bar = createBar(sources.length);
  const onEvent = (event: AnalysisEvent) => {
    if (event.type === 'row' && options.json) print(JSON.stringify(event.row));
    else if (event.type === 'row' && options.csv) for (const line of csvRows(event.row)) print(line);
    else if (event.type === 'done') {
      summaries.push(event.summary);
      const told = bar.done(event.summary);
      if (told) tell(told);
    } else if (event.type === 'failed') {
      process.exitCode = 1;
      tell(`feeling: ${event.error}`);
      if (options.json) print(JSON.stringify({ source: event.source, error: event.error }));
    } else if (event.type === 'progress') bar.update(event);
  };
  if (options.csv) print(csvHeader);
  const interrupt = new AbortController();
  const onInterrupt = () => {
    tell('stopping after this frame …');
    interrupt.abort();
  };
  process.once('SIGINT', onInterrupt);
  try {
    await analyzeFiles(sources, {
      detector,
      moments: options.report !== undefined,
      megapixels,
      signal: interrupt.signal,
      onEvent,
      ...(fps !== undefined && { fps }),
      ...(options.annotate !== undefined && { annotate: options.annotate }),
    });
  } finally {
    bar.stop();
    process.off('SIGINT', onInterrupt);
  }
  const inOrder = summaries.sort((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source));
  if (options.report !== undefined) {
    const { peopleReport } = await import('../report');
    await writeWhole(options.report, peopleReport(inOrder.map(viewOf)));
    tell(`the report is ${options.report}`);
  }
  if (!options.json && !options.csv && inOrder.length > 0) print(formatTable(inOrder));
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${option} "${text}" where a number above 0 is needed`);
  return value;
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

/** One bar for a single video, or for many files. */
function createBar(files: number) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let bar: ReturnType<typeof progress> | undefined;
  let [finished, frames] = [0, 0];
  return {
    update({ source, time, duration, frames: read }: Extract<AnalysisEvent, { type: 'progress' }>) {
      if (files > 1) return;
      bar ??= progress(source, Math.max(1, Math.ceil(duration)));
      bar.update(Math.floor(time), `${(read / seconds()).toFixed(0)} frames/s`);
    },
    /** Returns what is worth telling of a video that was read by itself. */
    done(summary: Summary): string | undefined {
      finished++;
      frames += summary.frames;
      if (files > 1) {
        bar ??= progress('files', files);
        bar.update(finished, `${(frames / seconds()).toFixed(0)} frames/s`);
        return undefined;
      }
      if (summary.duration === 0) return undefined;
      return `${summary.source}: ${frames} frames in ${seconds().toFixed(1)} s, ${(frames / seconds()).toFixed(0)} frames/s`;
    },
    stop: () => bar?.stop(),
  };
}

/** A row a face; a video's frames are summed up, since nobody reads thousands of rows. */
function formatTable(summaries: readonly Summary[]): string {
  const lines = summaries.flatMap(({ source, frames, people }) =>
    people.length === 0
      ? [[source, String(frames), 'no face']]
      : people.map((person) => [
          source,
          String(person.frames),
          `face ${person.id}`,
          commonest(person),
          ...person.means.map((p) => p.toFixed(2)),
        ]),
  );
  return table(['source', 'frames', 'face', 'reads', ...emotions], lines);
}

const commonest = ({ words }: Person) => Object.entries(words).sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';

/** A summary as a report shows it. */
function viewOf({ source, frames, duration, step, people }: Summary): SourceView {
  return {
    source,
    what: duration === 0 ? 'A photo' : `${frames.toLocaleString('en')} frames, ${duration.toFixed(1)} s`,
    people: people.map((person) => ({
      name: `face ${person.id}`,
      frames: person.frames,
      means: person.means,
      meanValence: person.meanValence,
      step,
      timeline:
        duration === 0
          ? []
          : person.steps.map(({ sums, frames: n }, i) => ({
              time: (i + 0.5) * step,
              ...(n > 0 && { means: sums.map((sum) => sum / n) }),
            })),
      moments: emotions.flatMap((emotion) => {
        const moment = person.moments[emotion];
        if (!moment) return [];
        const when = duration === 0 ? '' : `, ${moment.time.toFixed(1)} s`;
        return [{ png: moment.png, caption: `${emotion} ${(moment.probability * 100).toFixed(0)} %${when}` }];
      }),
    })),
  };
}
