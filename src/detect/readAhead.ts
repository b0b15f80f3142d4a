/** Reads a stream's frames several in one run, or while the frames after them are searched for faces. */
import type { Expression } from '../emotion';
import type { Frame } from '../media';
import type { Found, Stream } from './pipeline';
import type { Reading } from './reading';

export interface Ahead {
  /** So many frames are read in one run. */
  together: number;
  /** So many runs are begun before the first of them is waited for. */
  runs: number;
}

/** With so many faces a run is large enough. */
const mostFaces = 64;
/** Bytes of frames that wait to be read, at most, but for one frame: large pictures are fewer. */
const mostBytes = 256 * 2 ** 20;

/** What a stream and its classifier do. */
export interface Steps extends Pick<Stream, 'find' | 'finish'> {
  read(views: readonly Float32Array[]): Promise<Expression[]>;
}

/**
 * Frames with their readings, in order; readings are the same however far ahead it is read. A source that throws does so
 * once the frames before were given.
 */
export async function* readAhead(
  frames: AsyncIterable<Frame>,
  { find, read, finish }: Steps,
  { together, runs }: Ahead,
): AsyncGenerator<{ frame: Frame; readings: Reading[] }, void, undefined> {
  const begun: { group: readonly Found[]; seen: Promise<Expression[]> }[] = [];
  let group: Found[] = [];
  let failure: { error: unknown } | undefined;

  async function* untilFailure() {
    try {
      yield* frames;
    } catch (error) {
      failure = { error };
    }
  }
  function begin() {
    const seen = read(group.flatMap(({ views }) => views));
    // Told when its turn comes.
    seen.catch(() => {});
    begun.push({ group, seen });
    group = [];
  }
  async function* oldest() {
    const run = begun.shift();
    const seen = (await run?.seen) ?? [];
    let first = 0;
    for (const found of run?.group ?? []) {
      const readings = finish(found, seen.slice(first, first + found.views.length));
      first += found.views.length;
      yield { frame: found.frame, readings };
    }
  }
  const sum = (of: (found: Found) => number, ...waiting: (readonly Found[])[]) =>
    waiting.flat().reduce((all, found) => all + of(found), 0);
  const bytes = ({ frame }: Found) => frame.data.length;
  const isFull = () => sum(bytes, group, ...begun.map((run) => run.group)) >= mostBytes;
  const isDue = () => group.length >= together || sum(({ views }) => views.length, group) >= mostFaces || isFull();

  for await (const frame of untilFailure()) {
    group.push(await find(frame));
    if (isDue()) begin();
    if (begun.length >= runs || isFull()) yield* oldest();
  }
  if (group.length > 0) begin();
  while (begun.length > 0) yield* oldest();
  if (failure) throw failure.error;
}
