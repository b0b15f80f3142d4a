/** `feeling analyze`: readings of photos and videos. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { DetectorOptions } from '../detect';
import { createDetector } from '../detect/node';
import { checkFolder, checkTarget, hold, makeFolder, withPath } from '../files/node';
import { defaultMegapixels, mediaKind } from '../media/node';
import { heldFolder, loadModel } from '../model/node';
import { described } from '../options';
import { isObjectAddress } from '../store/node';
import { analyzeResults } from './analyzeResults';
import { analyzeInQueue, usualSegment } from './archive/analyzeInQueue';
import { checkAddresses } from './archive/objects';
import { rowsOfFile } from './fromResults/rowsOfFile';
import { tabulated } from './fromResults/summed';
import { interruption } from './interruption';
import { type NetworkOptions, networkDescription, withNetworkOptions } from './labelled/networkOptions';
import { detectorOptions, endingOf, positiveNumber, requireDevice, withDetectorOptions } from './options';
import { complain, counted, print, printData, progress, tell, UsageError } from './output';
import { digestOf, readPersonFile } from './personFile';
import { type AnalysisEvent, analyzeCamera, type Row, type Work } from './reading/analysis';
import { copyPaths } from './reading/copies';
import { csvLines } from './reading/csv';
import { analyzeFiles } from './reading/pool';
import { openResults, type ResultFile } from './reading/results';
import { failureLine, isFailureLine, type LineFormat, linesOf } from './reading/rows';
import { findSources, type Source } from './reading/sources';
import { spreadsheetStyle } from './reading/spreadsheet';
import { changedSince, stampOfSource } from './reading/stamp';
import { type Summary, wordsOf } from './reading/summary';
import { formatTable, viewOf } from './reading/summaryViews';
import { isReplaced, modelInputs, type Output, refuseInputs, targets, tellReplaced, tellReplacedIn } from './targets';

interface AnalyzeOptions extends NetworkOptions {
  model: string;
  faceDetector: string;
  device: string;
  threshold: string;
  camera?: string | true;
  seconds?: string;
  fps?: string;
  maxMegapixels?: string;
  json?: boolean;
  csv?: string;
  annotate?: string;
  report?: string;
  fromResults?: boolean;
  out?: string;
  resume?: boolean;
  person?: string;
  queue?: string;
  segment?: string;
  parquet?: boolean;
  wait: boolean;
}

export function addAnalyze(program: Command) {
  const command = program
    .command('analyze')
    .description('read the faces in photos and videos')
    .argument('[photo|video|folder...]', 'files, or folders that are searched for them; s3://bucket/folder, too');
  withNetworkOptions(withDetectorOptions(command))
    .option('--camera [device]', 'read a camera instead: the first, or the one of this name; Ctrl-C ends it')
    .option('--seconds <n>', 'end with the camera after so long')
    .option('--fps <n>', 'frames a second of a video that are read (all)')
    .option('--max-megapixels <n>', `largest photo that is decoded, in million pixels (${defaultMegapixels})`)
    .option('--person <me.json>', 'whose faces these are, as feeling learn wrote it')
    .option('--json', 'one line of JSON a frame')
    .option('--csv [excel]', 'comma-separated values, a line a face; excel: as spreadsheets of your country open them')
    .option('--out <file.csv|.jsonl>', 'write the rows here, as they are read')
    .option('--resume', 'go on where an interrupted run of the same command with --out was')
    .option('--annotate <dir>', 'write copies with the readings drawn in')
    .option('--report <file.html>', 'a page: timelines, telling moments, shares')
    .option('--from-results', 'what is named are results of --out (JSON lines, CSV, Parquet) instead of recordings')
    .option('--queue <redis://…>', 'put the files into a queue, which feeling worker reads on any number of machines')
    .option('--segment <s>', `with --queue: seconds of a part that a long recording is read in (${usualSegment})`)
    .option('--parquet', 'with --queue: results as Parquet instead of JSON lines (needs hyparquet-writer)')
    .option('--no-wait', 'with --queue: end once everything is in the queue')
    .addHelpText(
      'after',
      `
Examples:
  feeling analyze photo.jpg clip.mp4 folder/
  feeling analyze --out all.csv --resume recordings/
  feeling analyze --queue redis://10.0.0.2:6379 --csv --out results/ /data/recordings/
  feeling analyze --from-results results/ --report report.html`,
    )
    .action(analyze);
}

async function analyze(paths: string[], options: AnalyzeOptions) {
  if (options.fromResults) return analyzeResults(paths, options);
  if (options.queue !== undefined) return analyzeInQueue(paths, { ...options, queue: options.queue });
  if (options.segment !== undefined || options.parquet || !options.wait)
    throw new UsageError('--segment, --parquet and --no-wait go with --queue');
  const format = formatOf(options);
  const person = options.person === undefined ? undefined : await readPersonFile(options.person);
  const detector = { ...detectorOptions(options, networkDescription(options)), ...(person && { person }) };
  await requireDevice(detector.device);
  const fps = options.fps === undefined ? undefined : positiveNumber('--fps', options.fps);
  const maxMegapixels =
    options.maxMegapixels === undefined ? defaultMegapixels : positiveNumber('--max-megapixels', options.maxMegapixels);
  if (options.camera !== undefined) return watchCamera(paths, options, { detector, fps, format });
  if (paths.length === 0) throw new UsageError('missing required argument: photos, videos or folders, or --camera');
  if (options.seconds !== undefined) throw new UsageError('--seconds goes with --camera');
  checkAddresses([...paths, ...(options.out === undefined ? [] : [options.out])]);
  if (options.out !== undefined && isObjectAddress(options.out))
    throw new UsageError(
      `--out ${options.out}: results go into an object store with --queue; without it they are a file`,
    );
  if (options.annotate !== undefined && paths.some(isObjectAddress))
    throw new UsageError('--annotate is for files on a disk; download the recordings first');
  const { annotate } = options;
  if (annotate !== undefined && paths.some((path) => resolve(path) === resolve(annotate)))
    throw new UsageError(`--annotate ${annotate} would put copies among what is read; choose another folder`);
  const { sources, notes, problems } = await findSources(paths, annotate);
  const copies = annotate === undefined ? [] : await copiesOf(sources, annotate);
  const read = options.person === undefined ? [] : [options.person];
  const named = [...paths, ...sources.map(({ name }) => name), ...modelInputs(options.model), ...read];
  await refuseInputs(
    [...outputsOf(options), ...copies.flatMap((path) => (path ? [{ what: 'the copy', path }] : []))],
    named,
  );
  const { report } = await targets({ report: options.report }, named);
  if (options.out !== undefined) {
    await checkTarget(options.out);
    // Until the process ends.
    if (!(await hold(options.out, heldFolder())))
      throw new UsageError(`${options.out}: another process is writing it; wait until it ends, or name another --out`);
  }
  if (annotate !== undefined) {
    await checkFolder(annotate);
    const { requireParts } = await import('./reading/annotate');
    await requireParts({ videos: copies.some((copy) => copy?.endsWith('.mp4')) });
  }
  for (const note of notes) tell(note);
  for (const problem of problems) complain(new Error(problem));
  if (problems.length > 0) process.exitCode = 1;
  if (sources.length === 0) return;
  const names = sources.map(({ name }) => name);
  const { device, ...whatIsRead } = detector;
  const results =
    options.out === undefined
      ? toTerminal
      : await openResults(options.out, {
          sources: names,
          settings: {
            ...whatIsRead,
            ...(device !== 'cpu' && { device }),
            ...(person && { person: digestOf(person) }),
            modelContent: await digestOfModel(options),
            fps,
            maxMegapixels,
            ...(options.csv === 'excel' && { header: csvOf('excel').header }),
          },
          keepsSettings: true,
          stampOf: async (i) => sources[i] && stampOfSource(sources[i]),
          resume: options.resume ?? false,
          isFailure: (line) => format !== undefined && isFailureLine(line, format),
          ...(typeof format === 'object' && { header: format.header }),
        });
  if (results.failures > 0) {
    process.exitCode = 1;
    complain(
      new Error(
        `${options.out}: of the files in it, ${results.failures} could not be read; their rows say why; once they can be, read them with another --out`,
      ),
    );
  }
  await tellChanged(results, sources, options.out);
  if (results.isComplete) {
    const { out = '' } = options;
    await requireAll(out, names);
    const unknown = results.settingsAreKnown ? '' : '; which options it was read with is not known';
    return tell(`${out} is complete already${unknown}`);
  }
  if (options.out === undefined && typeof format === 'object') print(format.header);
  const files = sources.map((source, i): Work => ({ source, copy: copies[i] })).slice(results.finished);
  if (files[0]) files[0].from = results.point;
  const { finished, point } = results;
  const goesOn = finished > 0 || point !== undefined;
  if (goesOn) {
    const partly = point ? `, and ${counted(point.frames, 'frame')} of the next` : '';
    tell(`${finished} of ${sources.length} files are in ${options.out} already${partly}; the rest follows`);
  }
  const summaries: Summary[] = [];
  await tellReplaced(report);
  if (annotate !== undefined)
    await tellReplacedIn(
      { what: '--annotate', path: annotate },
      copies.flatMap((path) => path ?? []),
    );
  const bar = createBar(files.length, goesOn ? 'new frame' : 'frame');
  let stopped = false;
  /** Files that were read, or cannot be. */
  let ended = 0;
  const onEvent = (event: AnalysisEvent) => {
    // Files behind one that was stopped half way are read again, with it.
    if (stopped && event.type !== 'note') return;
    if (event.type === 'row') {
      if (format) linesOf(event.row, format).forEach(results.write);
    } else if (event.type === 'point') results.reached(event.point);
    else if (event.type === 'progress') bar.update(event);
    else if (event.type === 'note') tell(event.text);
    else if (event.type === 'failed') {
      process.exitCode = 1;
      ended++;
      if (event.summary) summaries.push(event.summary);
      complain(new Error(event.error));
      if (format) results.write(failureLine(event, format));
      results.fileDone();
    } else if (event.type === 'done') {
      ended++;
      summaries.push(event.summary);
      const told = bar.done(event.summary);
      if (told) tell(told);
      if (event.whole) results.fileDone();
      else stopped = true;
    }
  };
  const onlyPrints = options.out === undefined && options.annotate === undefined && !report;
  const interrupt = interruption('stopping after this frame …', { forOutput: onlyPrints });
  let complete = false;
  try {
    if (annotate !== undefined) await makeFolder(annotate);
    await analyzeFiles(files, {
      detector,
      moments: report !== undefined,
      maxMegapixels,
      annotate: annotate !== undefined,
      signal: interrupt.signal,
      onEvent,
      ...(fps !== undefined && { fps }),
    });
    complete = !interrupt.signal.aborted;
  } finally {
    bar.stop();
    interrupt.end();
    results.close(complete);
  }
  if (options.out !== undefined && interrupt.signal.aborted) {
    const others = [...(report ? ['--report'] : []), ...(annotate === undefined ? [] : ['--annotate'])];
    tell(`Go on with: the same command and --resume${others.length > 0 ? `, without ${others.join(' and ')}` : ''}`);
  }
  const order = new Map(names.map((name, i) => [name, i]));
  const placeIn = ({ source }: Summary) => order.get(source) ?? 0;
  const inOrder = summaries.sort((a, b) => placeIn(a) - placeIn(b));
  const shown = goesOn && options.out !== undefined ? await tabulated(options.out) : inOrder;
  const printsRows = options.out === undefined && format !== undefined;
  if (!printsRows && shown.length > 0) print(formatTable(shown));
  if (goesOn) tell(`${options.out} has ${counted(framesOf(shown), 'frame')}, ${framesOf(inOrder)} of them new`);
  if (!report) return;
  // A part takes the place of no report that may be of everything.
  if (!complete && (await isReplaced(report.path)))
    return tell(`${report.path}: is the earlier report still, as not everything was read`);
  const unread = files.length - ended;
  const missing = unread > 0 ? ` ${counted(unread, 'file is', 'files are')} not in it.` : '';
  const { peopleReport } = await import('../report');
  const remark = complete ? undefined : `Stopped before everything was read.${missing}`;
  await report.write(peopleReport(inOrder.map(viewOf), { remark }), { secret: true });
  tell(`the report is ${report.path}${complete ? '' : ', of what was read'}`);
}

/** Tells of recordings that were changed or replaced since an earlier run read them. */
async function tellChanged(
  { isComplete, finished, isAnother, written }: ResultFile,
  sources: readonly Source[],
  out = '',
) {
  if (written === undefined) return;
  const begun = sources[finished];
  if (isAnother && begun) tell(`${begun.name}: is not the recording that was begun; it is read from its beginning`);
  const [first, ...others] = await changedSince(isComplete ? sources : sources.slice(0, finished), written);
  if (!first) return;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  tell(
    `${first.name}${more}: changed after ${out} was written, whose rows are of what was there before; read what is new with another --out`,
  );
}

/** What tells a network from another of its name, as a run has when it is trained anew. */
async function digestOfModel(options: AnalyzeOptions): Promise<string> {
  const bytes = await loadModel(options.model, 'expression', networkDescription(options));
  return createHash('sha256').update(bytes).digest('hex');
}

const framesOf = (summaries: readonly Summary[]) => summaries.reduce((sum, { frames }) => sum + frames, 0);

/** Throws a UsageError where results that are complete lack a file that is to be read. */
async function requireAll(path: string, names: readonly string[]) {
  const missing = new Set(names);
  for await (const { source } of rowsOfFile(path)) missing.delete(source);
  const [first] = missing;
  if (first === undefined) return;
  const others = missing.size > 1 ? ` and ${missing.size - 1} more` : '';
  throw new UsageError(`${path} is complete and does not hold ${first}${others}; name another --out for what is new`);
}

const outputsOf = ({ out, report }: AnalyzeOptions): Output[] => [
  ...(out === undefined ? [] : [{ what: '--out', path: out }]),
  ...(report === undefined ? [] : [{ what: '--report', path: report }]),
];

/** Where each file's copy goes; undefined for what cannot be read anyway. */
async function copiesOf(sources: readonly Source[], folder: string): Promise<(string | undefined)[]> {
  const kinds: (Awaited<ReturnType<typeof mediaKind>> | undefined)[] = [];
  for (const source of sources) kinds.push(await withPath(source, mediaKind).catch(() => undefined));
  const originals = sources.flatMap(({ name }, i) => (kinds[i] ? [{ name, kind: kinds[i] }] : []));
  const paths = copyPaths(folder, originals);
  return kinds.map((kind) => (kind ? paths.shift() : undefined));
}

async function watchCamera(
  paths: string[],
  { camera, seconds, out, annotate, report }: AnalyzeOptions,
  { detector: detectorOptions, fps, format }: { detector: DetectorOptions; fps: number | undefined; format: Format },
) {
  if (paths.length > 0) throw new UsageError('--camera and files exclude each other; a device is --camera=NAME');
  if (out !== undefined || annotate !== undefined || report !== undefined)
    throw new UsageError('--camera prints what it reads; --out, --annotate and --report are for files');
  const limit = seconds === undefined ? undefined : positiveNumber('--seconds', seconds);
  const detector = await createDetector(detectorOptions);
  const interrupt = interruption('stopping after this frame …', { isUsualEnd: true });
  let words = '';
  try {
    const device = camera === true ? undefined : camera;
    if (typeof format === 'object') print(format.header);
    for await (const event of analyzeCamera(detector, device, {
      signal: interrupt.signal,
      ...(fps !== undefined && { fps }),
      ...(limit !== undefined && { seconds: limit }),
    }))
      if (event.type === 'done') {
        if (!format) print(formatTable([event.summary]));
      } else if (event.type === 'row') {
        if (format) linesOf(event.row, format).forEach(printData);
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

type Format = LineFormat | undefined;

const csvOf = (asked: string | undefined) => csvLines(asked === 'excel' ? spreadsheetStyle() : undefined);

/** "happy", "happy · not sure" for two faces. */
const describe = ({ readings }: Row) => readings.map(wordsOf).join(' · ') || 'no face';

/** Where rows go that are not kept in a file. */
const toTerminal: ResultFile = {
  isComplete: false,
  settingsAreKnown: true,
  finished: 0,
  failures: 0,
  point: undefined,
  isAnother: false,
  written: undefined,
  write: printData,
  reached() {},
  fileDone() {},
  close() {},
};

/** What rows look like; undefined where only the table is wanted. */
function formatOf({ json, csv, out, resume, report, annotate }: AnalyzeOptions): Format {
  if (json && csv) throw new UsageError('--json and --csv exclude each other');
  if (resume && out === undefined) throw new UsageError('--resume goes on with the file of --out, which is missing');
  if (csv !== undefined && csv !== 'plain' && csv !== 'excel')
    throw new UsageError(`unknown --csv "${csv}"; available: excel`);
  if (out === undefined) return json ? 'json' : csv ? csvOf(csv) : undefined;
  const ending = endingOf('--out', out, ['.csv', '.jsonl']);
  if (json ? ending !== '.jsonl' : csv !== undefined && ending !== '.csv')
    throw new UsageError(
      `--${json ? 'json' : 'csv'} needs an --out that ends in ${json ? '.jsonl' : '.csv'} (got ${described(out)})`,
    );
  if (resume && (report !== undefined || annotate !== undefined))
    throw new UsageError('--resume goes on with --out only: --report and --annotate need every frame again');
  return ending === '.csv' ? csvOf(csv) : 'json';
}

/** One bar for a single video, or for many files. */
function createBar(files: number, what: string) {
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
      return `${summary.source}: ${counted(frames, what)} in ${seconds().toFixed(1)} s, ${(frames / seconds()).toFixed(0)} frames/s`;
    },
    stop: () => bar?.stop(),
  };
}
