/** `feeling analyze`: readings of photos and videos. */
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
import type { DetectorOptions } from '../detect';
import { createDetector } from '../detect/node';
import { emotions } from '../emotion';
import { defaultMegapixels } from '../media/node';
import type { SourceView } from '../report';
import { type AnalysisEvent, analyzeCamera, type Row } from './analysis';
import { csvHeader, csvRows } from './csv';
import { interruption } from './interruption';
import { type NetworkOptions, networkDescription, withNetworkOptions } from './networkOptions';
import { detectorOptions, withDetectorOptions } from './options';
import { makeFolder, print, progress, table, tell, UsageError, writeWhole } from './output';
import { analyzeFiles } from './pool';
import { openResults, type ResultFile } from './results';
import { type Person, type Summary, wordsOf } from './summary';

interface AnalyzeOptions extends NetworkOptions {
  model: string;
  faceDetector: string;
  threshold: string;
  camera?: string | true;
  seconds?: string;
  fps?: string;
  maxMegapixels?: string;
  json?: boolean;
  csv?: boolean;
  annotate?: string;
  report?: string;
  out?: string;
  resume?: boolean;
}

export function addAnalyze(program: Command) {
  const command = program
    .command('analyze')
    .description('read the faces in photos and videos')
    .argument('[photo|video|folder...]', 'files, or folders that are searched for them');
  withNetworkOptions(withDetectorOptions(command))
    .option('--camera [device]', 'read a camera instead: the first, or the one of this name; Ctrl-C ends it')
    .option('--seconds <n>', 'end with the camera after so long')
    .option('--fps <n>', 'frames a second of a video that are read (all)')
    .option('--max-megapixels <n>', `largest photo that is decoded, in million pixels (${defaultMegapixels})`)
    .option('--json', 'one line of JSON a frame')
    .option('--csv', 'comma-separated values, a line a face')
    .option('--out <file.csv|.jsonl>', 'write the rows here, as they are read')
    .option('--resume', 'go on where an interrupted run of the same command with --out was')
    .option('--annotate <dir>', 'write copies with the readings drawn in')
    .option('--report <file.html>', 'a page: timelines, telling moments, shares')
    .action(analyze);
}

async function analyze(paths: string[], options: AnalyzeOptions) {
  const format = formatOf(options);
  const detector = detectorOptions(options, networkDescription(options));
  const fps = options.fps === undefined ? undefined : positive('--fps', options.fps);
  const maxMegapixels =
    options.maxMegapixels === undefined ? defaultMegapixels : positive('--max-megapixels', options.maxMegapixels);
  if (options.camera !== undefined) return watchCamera(paths, options, { detector, fps, format });
  if (paths.length === 0) throw new UsageError('missing required argument: photos, videos or folders, or --camera');
  if (options.seconds !== undefined) throw new UsageError('--seconds goes with --camera');
  if (options.annotate !== undefined) await makeFolder(options.annotate);
  const sources = await expand(paths);
  const results =
    options.out === undefined
      ? toTerminal
      : await openResults(options.out, {
          sources,
          settings: JSON.stringify({ ...detector, fps, maxMegapixels }),
          resume: options.resume ?? false,
          ...(format === 'csv' && { header: csvHeader }),
        });
  if (!results) return tell(`${options.out}: is complete already`);
  if (options.csv) print(csvHeader);
  const left = sources.slice(results.finished);
  if (results.finished > 0 || results.point)
    tell(`${results.finished} of ${sources.length} files are in ${options.out} already; the rest follows`);
  const summaries: Summary[] = [];
  const bar = createBar(left.length);
  let stopped = false;
  const onEvent = (event: AnalysisEvent) => {
    // Files behind one that was stopped half way are read again, with it.
    if (stopped) return;
    if (event.type === 'row') linesOf(event.row, format).forEach(results.write);
    else if (event.type === 'point') results.reached(event.point);
    else if (event.type === 'progress') bar.update(event);
    else if (event.type === 'note') tell(event.text);
    else if (event.type === 'failed') {
      process.exitCode = 1;
      if (event.summary) summaries.push(event.summary);
      tell(`feeling: ${event.error}`);
      if (format === 'json') results.write(JSON.stringify({ source: event.source, error: event.error }));
      results.fileDone();
    } else if (event.type === 'done') {
      summaries.push(event.summary);
      const told = bar.done(event.summary);
      if (told) tell(told);
      if (event.whole) results.fileDone();
      else stopped = true;
    }
  };
  const interrupt = interruption('stopping after this frame …');
  let complete = false;
  try {
    await analyzeFiles(left, {
      detector,
      moments: options.report !== undefined,
      maxMegapixels,
      from: results.point,
      signal: interrupt.signal,
      onEvent,
      ...(fps !== undefined && { fps }),
      ...(options.annotate !== undefined && { annotate: options.annotate }),
    });
    complete = !interrupt.signal.aborted;
  } finally {
    bar.stop();
    interrupt.end();
    results.close(complete);
  }
  if (options.out !== undefined && interrupt.signal.aborted) tell('Go on with: the same command and --resume');
  const inOrder = summaries.sort((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source));
  if (options.report !== undefined) {
    const { peopleReport } = await import('../report');
    await writeWhole(options.report, peopleReport(inOrder.map(viewOf)));
    tell(`the report is ${options.report}`);
  }
  if (!options.json && !options.csv && inOrder.length > 0) print(formatTable(inOrder));
}

async function watchCamera(
  paths: string[],
  { camera, seconds, out, annotate, report }: AnalyzeOptions,
  { detector: detectorOptions, fps, format }: { detector: DetectorOptions; fps: number | undefined; format: Format },
) {
  if (paths.length > 0) throw new UsageError('--camera and files exclude each other; a device is --camera=NAME');
  if (out !== undefined || annotate !== undefined || report !== undefined)
    throw new UsageError('--camera prints what it reads; --out, --annotate and --report are for files');
  const limit = seconds === undefined ? undefined : positive('--seconds', seconds);
  const detector = await createDetector(detectorOptions);
  const interrupt = interruption('stopping after this frame …');
  let words = '';
  try {
    const device = camera === true ? undefined : camera;
    if (format === 'csv') print(csvHeader);
    for await (const event of analyzeCamera(detector, device, {
      signal: interrupt.signal,
      ...(fps !== undefined && { fps }),
      ...(limit !== undefined && { seconds: limit }),
    }))
      if (event.type === 'done') {
        if (!format) print(formatTable([event.summary]));
      } else if (event.type === 'row') {
        linesOf(event.row, format).forEach(print);
        if (!format && words !== describe(event.row)) {
          words = describe(event.row);
          tell(`${event.row.time.toFixed(1).padStart(7)} s  ${words}`);
        }
      }
  } finally {
    interrupt.end();
    await detector.close();
  }
}

type Format = 'json' | 'csv' | undefined;

/** A row as it is printed or kept; nothing where only the table is wanted. */
function linesOf(row: Row, format: Format): string[] {
  if (format === 'json') return [JSON.stringify(row)];
  return format === 'csv' ? csvRows(row) : [];
}

/** "happy", "happy · not sure" for two faces. */
const describe = ({ readings }: Row) => readings.map(wordsOf).join(' · ') || 'no face';

/** Where rows go that are not kept in a file. */
const toTerminal: ResultFile = {
  finished: 0,
  point: undefined,
  write: print,
  reached() {},
  fileDone() {},
  close() {},
};

/** What rows look like; undefined where only the table is wanted. */
function formatOf({ json, csv, out, resume, report, annotate }: AnalyzeOptions): Format {
  if (json && csv) throw new UsageError('--json and --csv exclude each other');
  if (resume && out === undefined) throw new UsageError('--resume goes on with the file of --out, which is missing');
  if (out === undefined) return json ? 'json' : csv ? 'csv' : undefined;
  if (json || csv) throw new UsageError("--out takes its file's ending for the format; --json and --csv go without it");
  if (resume && (report !== undefined || annotate !== undefined))
    throw new UsageError('--resume goes on with --out only: --report and --annotate need every frame again');
  const ending = extname(out).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.jsonl') return 'json';
  throw new UsageError(`--out "${out}" where a file that ends in .csv or .jsonl is needed`);
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
