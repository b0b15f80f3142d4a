/**
 * Joins the segments of a recording so that rows and ids equal those of a reading from beginning to end.
 *
 * A segment is read by itself, from a while before its own first frame, so that tracker and smoother settle. Whether they
 * did is checked, not hoped for: its state at the boundary must equal the state at the end of what was joined so far, bit
 * by bit but for the ids. Where it does not, the recording is read on from the true state until the two agree at one of
 * the segment's checkpoints, or to the end if they never do.
 */
import type { Reading, StreamState } from '../detect';

/** A frame's readings, numbered from the segment's first frame. */
export interface SegmentRow {
  source: string;
  frame: number;
  time: number;
  width: number;
  height: number;
  readings: Reading[];
}

/** What was remembered behind a frame; `time` is that frame's, null before the first of the recording. */
export interface Checkpoint {
  time: number | null;
  /** How many frames of that very time were read, with it; one if not given. */
  count?: number;
  /** Rows of the segment before it. */
  frames: number;
  /** What the recording was then. */
  stamp?: string;
  stream: StreamState;
}

/** In the order of the frames: a segment begins and ends with a checkpoint. */
export type SegmentLine = { row: SegmentRow } | { checkpoint: Checkpoint };

/** How far the joined rows are. */
export interface Position {
  frames: number;
  time: number;
  count?: number;
  stream: StreamState;
}

export interface ReadOn {
  row: SegmentRow;
  /** How many frames of its very time were read, with it; one if not given. */
  count?: number;
  state(): StreamState;
}

export interface JoinOptions {
  /** The lines of each segment. */
  segments: number;
  linesOf(segment: number): Promise<readonly SegmentLine[]>;
  /** Reads the recording on, behind a position; rows are numbered from there. */
  readOn(from: Position): AsyncGenerator<ReadOn>;
  /** Where an earlier attempt stopped. */
  from?: Position | undefined;
}

export type Joined = { row: SegmentRow; mended: boolean } | { position: Position };

/** Rows are told in order; a position may be told after any. */
export async function* join({ segments, linesOf, readOn, from }: JoinOptions): AsyncGenerator<Joined> {
  let position = from;
  let reading: AsyncGenerator<ReadOn> | undefined;
  try {
    for (let segment = 0; segment < segments; segment++) {
      const lines = await linesOf(segment);
      const end = lastCheckpoint(lines);
      if (position && end.time !== null && end.time < position.time) continue;
      let at = checkpointAt(lines, position ?? { time: null });
      for (;;) {
        const checkpoint = at === undefined ? undefined : checkpointOf(lines, at);
        const names = checkpoint && (position ? renaming(checkpoint.stream, position.stream) : same);
        if (checkpoint && names && at !== undefined) {
          await reading?.return(undefined);
          reading = undefined;
          const before = (position?.frames ?? 0) - checkpoint.frames;
          for (const line of lines.slice(at + 1)) {
            if (!('row' in line)) continue;
            yield { row: renamed(line.row, names, before), mended: false };
          }
          if (end.time === null) break;
          const stream = renamedState(end.stream, names);
          position = { frames: before + end.frames, ...placeOf({ ...end, time: end.time }), stream };
          yield { position };
          break;
        }
        // All of the segment was read on.
        if (!position || isSame(position, end)) break;
        reading ??= readOn(position);
        const before: Position = position;
        const next = await reading.next();
        if (next.done) throw new Error('the recording ended before its segments did; has it changed?');
        const { row, count, state } = next.value;
        const place = placeOf({ time: row.time, count });
        yield { row: { ...row, frame: before.frames }, mended: true };
        at = checkpointAt(lines, place);
        position = { frames: before.frames + 1, ...place, stream: at === undefined ? before.stream : state() };
        if (at !== undefined) yield { position };
      }
    }
  } finally {
    await reading?.return(undefined);
  }
}

/** Ids of a segment → ids of the whole. */
type Renaming = (id: number) => number;

const same: Renaming = (id) => id;

/** A place in the recording, behind a frame. */
type Place = Pick<Checkpoint, 'time' | 'count'>;

const placeOf = ({ time, count }: { time: number; count?: number | undefined }) => ({
  time,
  ...(count !== undefined && { count }),
});

const isSame = (a: Place, b: Place) => a.time === b.time && (a.count ?? 1) === (b.count ?? 1);

function checkpointAt(lines: readonly SegmentLine[], place: Place): number | undefined {
  const at = lines.findLastIndex((line) => 'checkpoint' in line && isSame(line.checkpoint, place));
  return at < 0 ? undefined : at;
}

function checkpointOf(lines: readonly SegmentLine[], at: number): Checkpoint {
  const line = lines[at];
  if (!line || !('checkpoint' in line)) throw new Error('a segment does not begin and end with a checkpoint');
  return line.checkpoint;
}

const lastCheckpoint = (lines: readonly SegmentLine[]) => checkpointOf(lines, lines.length - 1);

/** How ids are to be renamed so that one state becomes the other; undefined where they differ in more than ids. */
export function renaming(state: StreamState, into: StreamState): Renaming | undefined {
  const [own, other] = [state.tracker, into.tracker];
  if (own.tracks.length !== other.tracks.length) return undefined;
  const withoutId = ({ id: _, ...track }: (typeof own.tracks)[number]) => JSON.stringify(track);
  const free = new Map(other.tracks.map((track) => [withoutId(track), track.id]));
  const names = new Map<number, number>();
  for (const track of own.tracks) {
    const text = withoutId(track);
    const id = free.get(text);
    if (id === undefined) return undefined;
    free.delete(text);
    names.set(track.id, id);
  }
  // Faces that come later are numbered in the order in which they come.
  const rename: Renaming = (id) => names.get(id) ?? id - own.nextId + other.nextId;
  const text = (given: StreamState) =>
    JSON.stringify([given.tracker.last, [...given.smoother].sort((a, b) => a.track - b.track)]);
  return text(renamedState(state, rename)) === text(into) ? rename : undefined;
}

const renamed = (row: SegmentRow, rename: Renaming, before: number): SegmentRow => ({
  ...row,
  frame: before + row.frame,
  readings: row.readings.map((reading) => ({ ...reading, id: rename(reading.id) })),
});

function renamedState({ tracker, smoother }: StreamState, rename: Renaming): StreamState {
  const withName = <T extends { id: number }>(thing: T): T => ({ ...thing, id: rename(thing.id) });
  return {
    tracker: {
      tracks: tracker.tracks.map(withName),
      nextId: rename(tracker.nextId),
      last: { ...tracker.last, faces: tracker.last.faces.map(withName) },
    },
    smoother: smoother.map((entry) => ({ ...entry, track: rename(entry.track) })),
  };
}
