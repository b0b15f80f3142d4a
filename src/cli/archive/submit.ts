/** `feeling analyze --queue`: puts recordings into a queue, and shows how far its workers are. */
import { resolve, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bytesOf, readProblem, withPath } from '../../files/node';
import { openVideo } from '../../media/node';
import { networkVersion } from '../../model';
import { loadModel } from '../../model/node';
import {
  type Archive,
  archiveId,
  archives,
  type Client,
  type Connection,
  cut,
  enlist,
  fingerprint,
  hashOf,
  type Jobs,
  knownOf,
  leftOf,
  objectStore,
  placeOfResults,
  QueueError,
  type ResultFolder,
  recordingId,
  resultFolder,
  saveArchive,
  sumsOf,
  type Unit,
  unitId,
  type Work,
  workers,
  workName,
} from '../../queue/node';
import { isObjectAddress } from '../../store/node';
import { counted, progress, tell } from '../output';
import { pathsInside } from '../reading/copies';
import type { Source } from '../reading/sources';
import { doneRecord } from './done';
import { durationOfObject } from './durationOfObject';
import type { ArchiveSettings } from './settings';

export interface Submission {
  sources: readonly Source[];
  /** The same by the places that were named. */
  places: readonly (readonly Source[])[];
  out: string;
  settings: ArchiveSettings;
  /** Seconds of a segment of a long recording. */
  segmentLength: number;
}

/** So many recordings are looked at, at once, and put into the queue together. */
const atOnce = 8;
const together = 200;
/** A video of fewer bytes a second than this has nothing to show; a file that is shorter still is not opened for its length. */
const leastRate = 2_000;

export interface Submitted {
  archive: Archive;
  /** Recordings that were put in, that were done before, and that are parked from before. */
  added: number;
  done: number;
  parked: number;
  /** What is wrong, a line a file, with those that cannot be read from here. Their workers will try. */
  problems: string[];
  works: Map<string, Work>;
}

/** Throws a QueueError when unfinished work of another version is in the queue. */
export async function submit(
  { client, shown }: Connection,
  jobs: Jobs,
  { sources, places, out, settings, segmentLength }: Submission,
): Promise<Submitted> {
  for (const other of await archives(client))
    if (other.version !== settings.version && (await sumsOf(client, other.id)).left > 0)
      throw new QueueError(
        `${shown}: holds unfinished work for feeling ${other.version}, and this is ${settings.version}; ` +
          'let its workers finish it, or take it out: feeling queue drain',
      );
  const folder = await resultFolder(await placeOfResults(out));
  await folder.checkWritable();
  const archive = await saved(client, folder, settings, places);
  const results = resultsOf(sources, settings);
  const submitted: Submitted = { archive, added: 0, done: 0, parked: 0, problems: [], works: new Map() };
  const bar = progress('looking at files', sources.length);
  try {
    for (let from = 0; from < sources.length; from += together) {
      const batch = [...sources.slice(from, from + together).entries()];
      const works: Work[] = [];
      const problems: string[] = [];
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let next = batch.shift(); next; next = batch.shift()) {
            const [i, source] = next;
            const print = await printOf(source).catch((error: unknown) => {
              problems[i] = problemWith(source, error);
              return unreadable;
            });
            const work = await workFor(source, print, results[from + i] as string, archive, segmentLength);
            const record = await doneRecord(folder, work.unit.recording);
            if (record && record.error === undefined) submitted.done++;
            else works.push(work);
          }
        }),
      );
      submitted.problems.push(...Object.values(problems));
      await put(client, jobs, works, submitted);
      bar.update(Math.min(sources.length, from + together));
    }
  } finally {
    bar.stop();
  }
  return submitted;
}

/** Notes and queues what is not known yet. */
async function put(client: Client, jobs: Jobs, works: readonly Work[], submitted: Submitted) {
  const { id } = submitted.archive;
  const known = await knownOf(
    client,
    id,
    works.map(({ unit }) => unitId(unit)),
  );
  const fresh: Work[] = [];
  for (const work of works) {
    const name = unitId(work.unit);
    if (known.parked.has(name)) submitted.parked++;
    else {
      submitted.works.set(name, work);
      submitted.added++;
      if (!known.left.has(name)) fresh.push(work);
    }
  }
  const units = fresh.flatMap(({ unit, segments }) => [unit, ...segments]);
  await enlist(
    client,
    id,
    units.map((unit) => ({ id: unitId(unit), size: unit.size })),
    fresh.length,
  );
  // What is queued already is not queued twice.
  await jobs.add(works.filter(({ unit }) => !known.parked.has(unitId(unit))));
}

async function saved(
  client: Client,
  folder: ResultFolder,
  settings: ArchiveSettings,
  places: Submission['places'],
): Promise<Archive> {
  const text = JSON.stringify(settings);
  const id = archiveId(folder.place, text);
  const path = `${workName}/${id}.json`;
  await folder.write(path, text, { secret: true });
  const samples: Archive['samples'] = [];
  for (const place of places) {
    const sample = await firstReadable(place);
    if (sample && !samples.some(({ path }) => path === sample.path)) samples.push(sample);
  }
  const archive: Archive = {
    ...{ id, version: settings.version, out: folder.place, settings: { path, hash: hashOf(text) } },
    samples,
  };
  await saveArchive(client, archive);
  return archive;
}

async function firstReadable(sources: readonly Source[]): Promise<Archive['samples'][number] | undefined> {
  for (const source of sources) {
    if (source.bytes) continue;
    const print = await printOf(source).catch(() => undefined);
    if (print) return { path: pathOf(source), bytes: print.bytes };
  }
  return undefined;
}

/** How workers call it. */
const pathOf = ({ name }: Source) => (isObjectAddress(name) ? name : resolve(name));

/** What tells a recording's content from others, and its length. */
async function printOf(source: Source): Promise<{ hash: string; bytes: number }> {
  if (!isObjectAddress(source.name)) return fingerprint(absolute(source));
  const info = await (await objectStore()).look(source.name);
  if (!info) throw new Error(`${source.name}: there is no such object`);
  return { hash: `${info.tag}-${info.bytes}`, bytes: info.bytes };
}

/** Where each recording's result goes: as its path, from the folder that all are in. */
const resultsOf = (sources: readonly Source[], { format }: ArchiveSettings): string[] =>
  pathsInside(sources.map(({ name }) => name)).map((path) => `${path}.${format}`);

/** In place of the print of a file that cannot be read. */
const unreadable = { hash: 'unreadable', bytes: 0 };

function problemWith({ name }: Source, error: unknown): string {
  const isSystems = (error as NodeJS.ErrnoException).syscall !== undefined;
  return isSystems ? readProblem(name, error) : (error as Error).message;
}

/** The jobs of a recording. One that cannot be opened gets one, too: its result says why. */
async function workFor(
  source: Source,
  print: Awaited<ReturnType<typeof printOf>>,
  result: string,
  archive: Archive,
  segmentLength: number,
): Promise<Work> {
  const recording = recordingId({
    ...{ content: print.hash, name: source.name, result, settings: archive.id },
  });
  const unit: Unit = {
    ...{ archive: archive.id, kind: 'whole', recording, name: source.name, result, size: print.bytes },
    path: pathOf(source),
    ...(source.bytes && { bytes: absolute(source).toString('base64') }),
  };
  const segments =
    print.bytes >= segmentLength * leastRate
      ? await segmentsOf(source, { length: segmentLength, bytes: print.bytes })
      : [];
  if (segments.length === 0) return { unit, segments: [] };
  const size = Math.floor(print.bytes / segments.length);
  return {
    unit: { ...unit, kind: 'join', segments, size: 0 },
    segments: segments.map((segment): Unit => ({ ...unit, kind: 'segment', segments: [segment], size })),
  };
}

const absolute = (source: Source): Buffer => {
  if (!source.bytes) return Buffer.from(resolve(source.name));
  const bytes = bytesOf(source);
  return bytes.toString('latin1').startsWith(sep) ? bytes : Buffer.concat([Buffer.from(process.cwd() + sep), bytes]);
};

/** Only containers in which one can jump to a time are cut. */
const canJump = /\.(mp4|m4v|mov|mkv|webm)$/i;

async function segmentsOf(source: Source, { length, bytes }: { length: number; bytes: number }) {
  if (!canJump.test(source.name)) return [];
  if (isObjectAddress(source.name)) return cut(await durationOfObject(source.name, bytes), length);
  try {
    return await withPath(source, async (path) => {
      const video = await openVideo(path);
      video.close();
      return cut(video.duration, length);
    });
  } catch {
    // Whoever reads it will tell what is wrong.
    return [];
  }
}

/** Which network that is, so that every machine can check that it has the same. */
export async function networkOf({ model = 'compact', network }: ArchiveSettings['detector']) {
  return networkVersion(model, await loadModel(model, 'expression', network));
}

/** Milliseconds between two looks. */
const lookEvery = 1_000;
/** Looks after which an empty queue with work left means that jobs were lost, as when the server lost its last second. */
const looksUntilLost = 10;

/**
 * Shows how far the archive is until it is done. Resolves with how many are parked, or undefined when `signal` aborts.
 */
export async function watch(
  client: Client,
  jobs: Jobs,
  { archive, works }: Pick<Submitted, 'archive'> & { works?: Submitted['works'] },
  signal: AbortSignal,
): Promise<number | undefined> {
  let bar: ReturnType<typeof progress> | undefined;
  let empty = 0;
  let told = false;
  const rate = framesPerSecond();
  try {
    while (!signal.aborted) {
      const sums = await sumsOf(client, archive.id);
      if (sums.left === 0) return sums.parked;
      bar ??= progress('recordings', 1000);
      const done = sums.size > 0 ? sums.doneSize / sums.size : 0;
      const share = Math.floor(1000 * done);
      bar.update(
        share,
        `${counted(sums.doneRecordings, 'recording')} of ${sums.recordings} · ${rate(sums.frames)} frames/s`,
      );
      const counts = await jobs.queue.getJobCounts('wait', 'active', 'delayed', 'prioritized', 'waiting-children');
      empty = Object.values(counts).every((n) => n === 0) ? empty + 1 : 0;
      if (empty >= looksUntilLost && works) {
        const lost = await leftOf(client, archive.id);
        await jobs.add(lost.flatMap((id) => works.get(id) ?? []));
        empty = 0;
      }
      if (!told && (await workers(client)).length === 0) {
        tell('no worker is running; start as many as you like, on any machine: feeling worker --queue …');
        told = true;
      }
      // A timer that aborts is no failure.
      await setTimeout(lookEvery, undefined, { signal }).catch(() => {});
    }
  } finally {
    bar?.stop();
  }
  return undefined;
}

/** Frames a second over the last looks. */
function framesPerSecond() {
  const seen: { at: number; frames: number }[] = [];
  return (frames: number): string => {
    seen.push({ at: performance.now(), frames });
    if (seen.length > 30) seen.shift();
    const [first] = seen;
    if (!first || seen.length < 2) return '…';
    return ((1000 * (frames - first.frames)) / (performance.now() - first.at)).toFixed(0);
  };
}
