/** `feeling analyze --queue`: an archive larger than one machine. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultMegapixels } from '../../media/node';
import { models } from '../../model';
import { connect, inWords, openJobs, openTracing } from '../../queue/node';
import { isObjectAddress } from '../../store/node';
import { interruption } from '../interruption';
import { type NetworkOptions, networkDescription } from '../labelled/networkOptions';
import { detectorOptions, numberAtLeast, positiveNumber } from '../options';
import { complain, counted, tell, UsageError } from '../output';
import { readPersonFile } from '../personFile';
import { findSources } from '../reading/sources';
import { spreadsheetStyle } from '../reading/spreadsheet';
import { modelInputs, refuseInputs } from '../targets';
import { version } from '../version';
import { writeManifest } from './done';
import { checkAddresses } from './objects';
import { loadParquet } from './parquet';
import { queueOption } from './queueOption';
import type { ArchiveSettings } from './settings';
import { networkOf, submit, watch } from './submit';

export interface QueueAnalysisOptions extends NetworkOptions {
  model: string;
  faceDetector: string;
  device: string;
  threshold: string;
  queue: string;
  camera?: string | true;
  seconds?: string;
  fps?: string;
  maxMegapixels?: string;
  json?: boolean;
  csv?: string;
  parquet?: boolean;
  annotate?: string;
  report?: string;
  out?: string;
  resume?: boolean;
  person?: string;
  segment?: string;
  wait: boolean;
}

/** Seconds of a part of a long recording. */
export const usualSegment = 600;

export async function analyzeInQueue(paths: string[], options: QueueAnalysisOptions) {
  const url = queueOption(options);
  const { out } = options;
  if (options.camera !== undefined || options.annotate !== undefined || options.report !== undefined)
    throw new UsageError(
      '--queue writes rows; --camera and --annotate go without it, and a report is made afterwards: ' +
        'feeling analyze --from-results RESULTS --report FILE.html',
    );
  if (out === undefined) throw new UsageError('--queue needs --out, the folder into which the results go');
  if (paths.length === 0) throw new UsageError('missing required argument: photos, videos or folders');
  checkAddresses([...paths, out]);
  const segmentLength = numberAtLeast('--segment', options.segment ?? String(usualSegment), 1);
  const settings = await settingsOf(options);
  const { sources, places, notes, problems: unfound } = await findSources(paths, out);
  const read = options.person === undefined ? [] : [options.person];
  await refuseInputs(isObjectAddress(out) ? [] : [{ what: '--out', path: out }], [
    ...paths,
    ...sources.map(({ name }) => name),
    ...modelInputs(options.model),
    ...read,
  ]);
  for (const note of notes) tell(note);
  for (const problem of unfound) complain(new Error(problem));
  if (unfound.length > 0) process.exitCode = 1;
  if (sources.length === 0) return;
  const tracing = await openTracing(version()).catch((error: Error) => tell(`no spans: ${error.message}`));
  const connection = await connect(url);
  const { client, shown } = connection;
  const jobs = await openJobs(client, tracing?.telemetry);
  const interrupt = interruption('leaving; the workers go on. Come back with: feeling queue status --watch');
  try {
    const submitted = await submit(connection, jobs, { sources, places, out, settings, segmentLength }).catch(
      (error) => {
        throw inWords(error, shown);
      },
    );
    const { added, done, parked, problems, archive } = submitted;
    for (const problem of problems) complain(new Error(problem));
    if (problems.length > 0) process.exitCode = 1;
    tell(
      `${shown}: ${counted(added, 'recording')} to read${done > 0 ? `, ${done} were done before` : ''}` +
        `${parked > 0 ? `, ${parked} are parked (feeling queue retry takes them up)` : ''}`,
    );
    if (parked > 0) process.exitCode = 1;
    if (!options.wait) return;
    const left = await watch(client, jobs, submitted, interrupt.signal);
    if (left === undefined) return;
    if (left > 0) {
      process.exitCode = 1;
      complain(new Error(`${counted(left, 'recording')} could not be read; feeling queue status says why`));
    }
    // The worker with the last job may still be about to, or have died before it did; and somebody may have removed it.
    await writeManifest(archive.out, settings.version);
    tell(`the results are in ${archive.out}`);
  } finally {
    interrupt.end();
    await jobs.close();
    await connection.close();
    await tracing?.close();
  }
}

async function settingsOf(options: QueueAnalysisOptions): Promise<ArchiveSettings> {
  const { json, csv, parquet } = options;
  if ([json, csv, parquet].filter(Boolean).length > 1)
    throw new UsageError('--json, --csv and --parquet exclude each other');
  if (parquet) await loadParquet();
  if (csv !== undefined && csv !== 'plain' && csv !== 'excel')
    throw new UsageError(`unknown --csv "${csv}"; available: excel`);
  const person = options.person === undefined ? undefined : await readPersonFile(options.person);
  const { device, ...given } = detectorOptions(options, networkDescription(options));
  if (device !== 'cpu') throw new UsageError('--device goes without --queue: workers read with their processors');
  // Workers start in folders of their own.
  const isFile = !models.some(({ name }) => name === options.model) && existsSync(options.model);
  const detector = {
    ...given,
    ...(isFile && { model: resolve(options.model) }),
    ...(person && { person }),
  };
  return {
    version: version(),
    detector,
    network: await networkOf(detector),
    ...(options.fps !== undefined && { fps: positiveNumber('--fps', options.fps) }),
    maxMegapixels:
      options.maxMegapixels === undefined
        ? defaultMegapixels
        : positiveNumber('--max-megapixels', options.maxMegapixels),
    format: parquet ? 'parquet' : csv ? 'csv' : 'jsonl',
    ...(csv === 'excel' && { style: spreadsheetStyle() }),
  };
}
