/** What results add up to, recording by recording, without their pictures. */
import { createSummary, type Summary } from '../reading/summary';
import { type ResultRow, rowsOfFile } from './rowsOfFile';

interface Extent {
  frames: number;
  first: number;
  last: number;
  /** Longest time between two frames. */
  longest: number;
}

/**
 * Seconds of a recording of such frames; a single frame is a photo's. `fps` is such that every step of a timeline has a
 * frame, also where frames were left out unevenly, as 7 of 30 a second are.
 */
function lengthOf({ frames, first, last, longest }: Extent): { duration: number; fps?: number } {
  if (frames < 2 || last <= first) return { duration: 0 };
  const interval = (last - first) / (frames - 1);
  return { duration: last + interval, fps: 1 / Math.min(longest, 2 * interval) };
}

/** Recordings of a file of results in their order, and how many of them have a row that says what was wrong. */
export interface Summed {
  summaries: Summary[];
  failures: number;
}

/**
 * Reads the file twice, first for how long its recordings are, so that memory does not grow with it.
 *
 * wanted: whether a recording is to be summed up
 * Throws an Error that names the file and what is wrong in it.
 */
export async function summed(path: string, wanted: (source: string) => boolean): Promise<Summed> {
  const extents = new Map<string, Extent>();
  let failures = 0;
  for await (const line of rowsOfFile(path)) {
    if (!wanted(line.source)) continue;
    if ('error' in line) failures++;
    else grow(extents, line);
  }
  const sums = new Map(
    [...extents].map(([source, extent]) => {
      const { duration, fps } = lengthOf(extent);
      return [source, createSummary(source, { duration, fps }, false)];
    }),
  );
  for await (const line of rowsOfFile(path))
    if (!('error' in line)) sums.get(line.source)?.addRow(line.time, line.readings);
  return { summaries: [...sums.values()].map((sum) => sum.result()), failures };
}

/** The same for a table, which shows no timelines, so that once is enough. */
export async function tabulated(path: string): Promise<Summary[]> {
  const sums = new Map<string, ReturnType<typeof createSummary>>();
  for await (const line of rowsOfFile(path)) {
    if ('error' in line) continue;
    const sum = sums.get(line.source) ?? createSummary(line.source, { duration: 0 }, false);
    sums.set(line.source, sum);
    sum.addRow(line.time, line.readings);
  }
  return [...sums.values()].map((sum) => sum.result());
}

function grow(extents: Map<string, Extent>, { source, time }: ResultRow) {
  const extent = extents.get(source);
  if (!extent) {
    extents.set(source, { frames: 1, first: time, last: time, longest: 0 });
    return;
  }
  extent.frames++;
  extent.longest = Math.max(extent.longest, time - extent.last);
  extent.last = Math.max(extent.last, time);
}
