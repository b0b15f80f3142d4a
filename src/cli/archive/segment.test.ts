import { writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTimes } from '../../../tools/damagedVideo';
import { drawnVideo } from '../../../tools/drawnVideo';
import { driftingFace, driftingFaceSize } from '../../../tools/driftingFace';
import { temporaryFolder } from '../../../tools/temporary';
import { createDetector } from '../../detect/node';
import { openVideo } from '../../media/node';
import { cut, join, type SegmentLine, type SegmentRow } from '../../queue/node';
import { placeBehind, watchVideo } from '../reading/analysis';
import { readSegment } from './segment';

const folder = temporaryFolder();

/** A face that comes, goes and drifts, faster than that looks might be used again for long. */
async function film(): Promise<Uint8Array> {
  const draw = await driftingFace((frame) => (frame % 60 > 48 ? undefined : 40 + 35 * Math.sin(frame / 11)));
  return drawnVideo({ ...driftingFaceSize, frames: 200, framesPerSecond: 20, container: 'mkv', draw });
}

describe('a video in segments', () => {
  it.each([
    ['', undefined, 1],
    ['', 7, 1],
    [', frames that share a time', undefined, 3],
  ])('gives the rows of one reading, also where nothing had settled%s (fps %s)', async (_, fps, sharing) => {
    const path = joinPath(folder, 'film.mkv');
    const step = 50 * sharing;
    await writeFile(
      path,
      withTimes(await film(), (_, time) => step * Math.floor(time / step)),
    );
    const detector = await createDetector();
    const rowOf = ({ frame: { time, width, height }, readings, index }: Watched): SegmentRow => ({
      ...{ source: 'film', frame: index, time, width, height, readings },
    });
    type Watched = Awaited<ReturnType<ReturnType<typeof watchVideo>['next']>>['value'] & object;
    const single: SegmentRow[] = [];
    for await (const watched of watchVideo(detector, await openVideo(path), { fps })) single.push(rowOf(watched));

    const places = cut(10, 2.2);
    expect(places).toHaveLength(4);
    const segments: SegmentLine[][] = [];
    for (const place of places) {
      const lines: SegmentLine[] = [];
      const results = { point: undefined, reached() {}, write: (line: string) => lines.push(JSON.parse(line)) };
      const options = { detector, name: 'film', path, fps, results, overlap: 0.3, onFrames() {} };
      expect(await readSegment(place, { ...options, signal: new AbortController().signal })).toBe(true);
      segments.push(lines);
    }
    const rows: SegmentRow[] = [];
    let mended = 0;
    for await (const next of join({
      segments: places.length,
      linesOf: async (i) => segments[i] ?? [],
      async *readOn(after) {
        const video = await openVideo(path);
        for await (const watched of watchVideo(detector, video, { fps, after })) {
          const { count = 1 } = placeBehind(video, watched.frame);
          yield { row: rowOf(watched), count, state: watched.state };
        }
      },
    }))
      if ('row' in next) {
        rows.push(next.row);
        if (next.mended) mended++;
      }
    expect(JSON.stringify(rows)).toBe(JSON.stringify(single));
    // An overlap of 0.3 s settles nothing: some was read again, and more was not.
    expect(mended).toBeGreaterThan(0);
    expect(mended).toBeLessThan(rows.length);
    await detector.close();
  });
});
