import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { expect, it } from 'vitest';
import { ffmpeg, hasFfmpeg } from '../../../tools/ffmpeg';
import { temporaryFolder } from '../../../tools/temporary';
import type { Frame } from '../../media';
import { openVideo } from '../../media/node';
import { annotator } from './annotate';

const folder = temporaryFolder();
const grey = (width: number, height: number, time: number, value = 128): Frame => ({
  data: new Uint8Array(width * height * 4).fill(value),
  width,
  height,
  time,
});

it('a video whose size changes is written in the size of its first frame, later ones between black bars', async () => {
  const writer = annotator.video(join(folder, 'turned.mp4'), 'turned.webm');
  await writer.add(grey(160, 96, 0), []);
  await writer.add(grey(96, 160, 0.1, 255), []);
  await writer.finish();
  expect(await readdir(folder)).toEqual(['turned.mp4']);
  const video = await openVideo(join(folder, 'turned.mp4'));
  const frames: number[][] = [];
  for await (const { data, width, height } of video.frames()) {
    expect([width, height]).toEqual([160, 96]);
    const at = (x: number) => data[(48 * width + x) * 4] as number;
    frames.push([at(4), at(80), at(155)]);
  }
  // 96 × 160 in 160 × 96 is 58 wide, from 51 to 109.
  const [first = [], second = []] = frames;
  for (const value of first) expect(Math.abs(value - 128)).toBeLessThan(12);
  expect(second[0]).toBeLessThan(20);
  expect(second[1]).toBeGreaterThan(235);
  expect(second[2]).toBeLessThan(20);
});

it.skipIf(!hasFfmpeg)('keeps all of the sound where pictures begin later than it', async () => {
  await ffmpeg(folder, '-f lavfi -i testsrc=d=1:s=64x48:r=10 -pix_fmt yuv420p film.mp4');
  await ffmpeg(folder, '-f lavfi -i sine=d=2 -itsoffset 1 -i film.mp4 -c:v copy -c:a aac late.mp4');
  const [late, copy] = [join(folder, 'late.mp4'), join(folder, 'copy.mp4')];
  const writer = annotator.video(copy, late);
  for await (const frame of (await openVideo(late)).frames()) await writer.add(frame, []);
  await writer.finish();
  const input = new Input({ source: new FilePathSource(copy), formats: ALL_FORMATS });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  expect(await video?.getFirstTimestamp()).toBeCloseTo(1, 2);
  expect(await audio?.getFirstTimestamp()).toBeLessThan(0.1);
  expect(await audio?.computeDuration()).toBeGreaterThan(1.9);
  input.dispose();
});

it('leaves nothing behind when a frame cannot be drawn', async () => {
  const inside = join(folder, 'broken');
  const writer = annotator.video(join(inside, 'a.mp4'), 'a.mp4');
  await writer.add(grey(64, 48, 0), []);
  await expect(writer.add({ ...grey(64, 48, 0.1), data: new Uint8Array(7) }, [])).rejects.toThrow();
  await writer.discard();
  expect(await readdir(inside)).toEqual([]);
});

it('keeps odd sides by cutting the last row and column', async () => {
  const path = join(folder, 'odd.mp4');
  const writer = annotator.video(path, path);
  await writer.add(grey(65, 49, 0), []);
  await writer.finish();
  const { width, height } = await openVideo(path);
  expect([width, height]).toEqual([64, 48]);
});
