/** What `analyze` makes of videos that are damaged, or whose times are not in order. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { cli } from '../../tools/commandLine';
import { damagedVideo, withTimes } from '../../tools/damagedVideo';
import { drawnVideo } from '../../tools/drawnVideo';
import { driftingFace, driftingFaceSize } from '../../tools/driftingFace';
import { temporaryFolder } from '../../tools/temporary';
import type { Detector } from '../detect';
import { createDetector } from '../detect/node';
import { type AnalysisEvent, analyzeFile, type ResumePoint } from './reading/analysis';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const feeling = (...args: string[]) => spawnSync(process.execPath, [cli, 'analyze', ...args], { encoding: 'utf8' });
const frames = 120;

beforeAll(async () => {
  const film = { ...driftingFaceSize, frames, draw: await driftingFace((frame) => 40 + 35 * Math.sin(frame / 9)) };
  await writeFile(at('damaged.mp4'), damagedVideo(await drawnVideo(film), 0.2, 0.4));
  const mkv = await drawnVideo({ ...film, container: 'mkv' });
  await writeFile(
    at('back.mkv'),
    withTimes(mkv, (frame, time) => (frame % 20 === 10 ? time - 98 : time)),
  );
  await writeFile(
    at('thrice.mkv'),
    withTimes(mkv, (_, time) => 100 * Math.floor(time / 100)),
  );
});

const damage =
  /^feeling: .*damaged\.mp4: is damaged in (one place|\d+ places); every frame that can be decoded was read\n$/;

it('times that go back are put in order, for the command as for watch', async () => {
  const { status, stdout, stderr } = feeling('--json', at('back.mkv'));
  expect([status, stderr]).toEqual([0, expect.stringContaining(`back.mkv: ${frames} frames`)]);
  const rows = stdout.trimEnd().split('\n');
  const detector = await createDetector();
  const watched: string[] = [];
  let last = 0;
  for await (const { index, frame, readings } of detector.watch(at('back.mkv'))) {
    const { time, width, height } = frame;
    expect(time).toBeGreaterThanOrEqual(last);
    last = time;
    watched.push(JSON.stringify({ source: at('back.mkv'), frame: index, time, width, height, readings }));
  }
  await detector.close();
  expect(rows).toEqual(watched);
});

it('damage gives the same rows each time, and a copy without a word but ours', () => {
  const [first, second] = [0, 1].map(() => feeling('--json', at('damaged.mp4')));
  expect(second).toMatchObject({ status: 1, stdout: first?.stdout, stderr: expect.stringMatching(damage) });
  const drawn = feeling('--annotate', at('copies'), at('damaged.mp4'));
  expect(drawn).toMatchObject({ status: 1, stderr: expect.stringMatching(damage) });
});

/** Events until the frame of this number, and what an interrupted run keeps of them. */
async function events(detector: Detector, name: string, { from, until }: { from?: ResumePoint; until?: number } = {}) {
  const stop = new AbortController();
  const seen: AnalysisEvent[] = [];
  const options = { moments: false, maxMegapixels: 100, signal: stop.signal };
  for await (const event of analyzeFile(detector, { source: { name: at(name) }, from }, options)) {
    if (event.type === 'row' && event.row.frame === until) stop.abort();
    seen.push(event);
  }
  const rows = seen.flatMap((event) => (event.type === 'row' ? JSON.stringify(event.row) : []));
  const errors = seen.flatMap((event) => (event.type === 'failed' ? event.error : []));
  const point = seen.flatMap((event) => (event.type === 'point' ? event.point : [])).at(-1);
  return { rows, errors, point };
}

it.each(['damaged.mp4', 'back.mkv', 'thrice.mkv'])('%s has the same rows when it is interrupted', async (name) => {
  const detector = await createDetector();
  const whole = await events(detector, name);
  for (const until of [4, 30, 61, 90]) {
    const before = await events(detector, name, { until });
    expect(before.rows).toHaveLength(until + 1);
    const from: ResumePoint = JSON.parse(JSON.stringify(before.point));
    const after = await events(detector, name, { from });
    expect([...before.rows, ...after.rows]).toEqual(whole.rows);
    expect(after.errors).toEqual(whole.errors);
  }
  expect(whole.errors).toHaveLength(name === 'damaged.mp4' ? 1 : 0);
  await detector.close();
});

it('what was read before anything goes wrong is kept', async () => {
  const detector = await createDetector();
  const { rows } = await events(detector, 'thrice.mkv');
  const breaks: Detector = {
    ...detector,
    async *watch(...given) {
      for await (const read of detector.watch(...given)) {
        if (read.index === 40) throw new RangeError('something else');
        yield read;
      }
    },
  };
  const seen = await events(breaks, 'thrice.mkv');
  expect(seen.rows).toEqual(rows.slice(0, 40));
  expect(seen.errors).toEqual([`${at('thrice.mkv')}: something else`]);
  const options = { moments: false, maxMegapixels: 100 };
  for await (const event of analyzeFile(breaks, { source: { name: at('thrice.mkv') } }, options))
    if (event.type === 'failed') expect(event.summary).toMatchObject({ frames: 40 });
  await detector.close();
});
