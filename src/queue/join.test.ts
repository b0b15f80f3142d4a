import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading, StreamState } from '../detect';
import { createTracker, type Face } from '../face';
import { seededRandom } from '../graph';
import { cut, join, type Position, type ReadOn, type SegmentLine, type SegmentRow } from './node';

const framesPerSecond = 10;

/** People who walk through a picture; now and then one is hidden for a while, or gone. */
function film(seed: number, frames: number): Face[][] {
  const random = seededRandom(seed);
  const people = [0, 1, 2].map((i) => ({ x: 60 + 150 * i, width: 50, hidden: 0 }));
  return Array.from({ length: frames }, () =>
    people.flatMap((person): Face[] => {
      person.x += random.between(-2, 2);
      person.hidden = Math.max(0, person.hidden - 1) || (random.uniform() < 0.02 ? 12 : 0);
      if (person.hidden > 0) return [];
      const { x, width } = person;
      const eyes = { rightEye: { x: x + 10, y: 20 }, leftEye: { x: x + 30, y: 20 }, noseTip: { x: x + 20, y: 30 } };
      return [{ box: { x, y: 5, width, height: width }, landmarks: eyes, score: 0.95 }];
    }),
  );
}

/** Follows the faces from a frame on; what it remembers are tracks, as a reading's smoothing is beside the point here. */
function* follow(faces: readonly Face[][], begin: number, from?: StreamState): Generator<ReadOn> {
  const tracker = createTracker(from?.tracker);
  for (let frame = begin; frame < faces.length; frame++) {
    const time = frame / framesPerSecond;
    const seen = tracker.expected(time) ?? tracker.follow(faces[frame] ?? [], time);
    const readings = seen.map(({ id, box }) => ({ id, box }) as Reading);
    yield {
      row: { source: 'film', frame, time, width: 640, height: 480, readings },
      state: () => ({ tracker: tracker.state(), smoother: [] }),
    };
  }
}

/** A segment as a worker reads it: some frames earlier, knowing nothing. */
function segmentLines(
  faces: readonly Face[][],
  own: { from: number; until: number | null },
  overlap: number,
): SegmentLine[] {
  const lines: SegmentLine[] = [];
  const begin = Math.max(0, Math.floor((own.from - overlap) * framesPerSecond) + 1);
  let frames = 0;
  let stream: StreamState = { tracker: createTracker().state(), smoother: [] };
  let time: number | null = null;
  const checkpoint = () => lines.push({ checkpoint: { time, frames, stream } });
  for (const { row, state } of follow(faces, begin)) {
    if (own.until !== null && row.time > own.until) break;
    if (row.time > own.from) {
      if (frames === 0) checkpoint();
      lines.push({ row: { ...row, frame: frames++ } });
    }
    [time, stream] = [row.time, state()];
    if (frames > 0 && frames % 7 === 0) checkpoint();
  }
  checkpoint();
  return JSON.parse(JSON.stringify(lines));
}

async function joined(faces: readonly Face[][], length: number, overlap: number, from?: Position) {
  const segments = cut(faces.length / framesPerSecond, length);
  const rows: SegmentRow[] = [];
  const positions: Position[] = [];
  let mended = 0;
  for await (const next of join({
    segments: segments.length,
    linesOf: async (i) => segmentLines(faces, segments[i] as (typeof segments)[number], overlap),
    async *readOn({ frames, stream }) {
      yield* follow(faces, frames, stream);
    },
    from,
  }))
    if ('row' in next) {
      rows.push(next.row);
      if (next.mended) mended++;
    } else positions.push(next.position);
  return { rows, mended, positions };
}

describe('segments that are joined', () => {
  it('give the rows of one reading, however short the overlap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 3, max: 12 }),
        fc.integer({ min: 0, max: 15 }),
        async (seed, length, overlap) => {
          const faces = film(seed, 250);
          const { rows } = await joined(faces, length, overlap);
          expect(rows).toEqual([...follow(faces, 0)].map(({ row }) => row));
        },
      ),
      { numRuns: 10 },
    );
  });

  it('go on from wherever joining was interrupted', async () => {
    const faces = film(3, 150);
    const { rows, positions } = await joined(faces, 6, 2);
    expect(positions.length).toBeGreaterThan(4);
    for (const from of positions.filter((_, i) => i % 4 === 0)) {
      const rest = await joined(faces, 6, 2, structuredClone(from));
      expect(rest.rows).toEqual(rows.slice(from.frames));
    }
  });

  it('are read again only as far as they were not settled', async () => {
    // One person who only trembles: what a tracker remembers is the same after a few seconds, whenever it began.
    const random = seededRandom(1);
    const faces = Array.from({ length: 600 }, (): Face[] => {
      const x = 100 + random.between(-3, 3);
      const eyes = { rightEye: { x: x + 10, y: 20 }, leftEye: { x: x + 30, y: 20 }, noseTip: { x: x + 20, y: 30 } };
      return [{ box: { x, y: 5, width: 50, height: 50 }, landmarks: eyes, score: 0.95 }];
    });
    expect((await joined(faces, 20, 15)).mended).toBe(0);
    const hasty = await joined(faces, 20, 0);
    expect(hasty.mended).toBeGreaterThan(0);
    expect(hasty.mended).toBeLessThan(2 * 15 * framesPerSecond);
  });
});

describe('a recording', () => {
  it('is cut into equal segments, the last of which has no end', () => {
    expect(cut(59, 30)).toEqual([]);
    expect(cut(95, 30).map(({ from, until }) => [from, until])).toEqual([
      [-1, 31.667],
      [31.667, 63.333],
      [63.333, null],
    ]);
  });
});
