/** Reading on from any place gives what reading from the beginning gives. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { damagedVideo, withTimes } from '../../tools/damagedVideo';
import { drawnVideo } from '../../tools/drawnVideo';
import { temporaryFolder } from '../../tools/temporary';
import { openVideo, type VideoPlace } from './node';

const folder = temporaryFolder();

/** Pictures of noise have bytes enough that damage meets them. */
const film = (container: 'mp4' | 'mkv') =>
  drawnVideo({
    ...{ width: 128, height: 96, frames: 150, container },
    draw(pixels, frame) {
      for (let i = 0; i < pixels.length; i += 4) pixels.fill((i * 7919 + frame * 104729) % 251, i, i + 3);
    },
  });

interface Read {
  frames: { place: VideoPlace; pixels: string }[];
  problem: string | undefined;
  flawed: boolean | undefined;
}

async function read(path: string, after?: VideoPlace): Promise<Read> {
  const video = await openVideo(path);
  const frames: Read['frames'] = [];
  let problem: string | undefined;
  try {
    for await (const frame of video.frames(after)) {
      const pixels = createHash('md5').update(frame.data).digest('hex');
      frames.push({ place: video.behind?.(frame) ?? { time: frame.time }, pixels });
    }
  } catch (error) {
    problem = (error as Error).message;
  }
  video.close();
  return { frames, problem, flawed: video.isFlawed?.() };
}

/** What is read from the beginning, which is what is read from every 7th place. */
async function readFromAnywhere(name: string, bytes: Uint8Array): Promise<Read> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const whole = await read(path);
  for (let i = 0; i < whole.frames.length; i += 7) {
    const { frames, problem } = await read(path, JSON.parse(JSON.stringify(whole.frames[i]?.place)));
    expect(frames).toEqual(whole.frames.slice(i + 1));
    expect(problem).toBe(whole.problem);
  }
  return whole;
}

const timesOf = ({ frames }: Read) => frames.map(({ place }) => place.time);

it('a video that is damaged within has the same pictures each time, from wherever it is read', async () => {
  const whole = await readFromAnywhere('damaged.mp4', damagedVideo(await film('mp4'), 0.4, 0.5));
  expect(whole.problem).toMatch(/damaged\.mp4: is damaged in (one place|\d+ places); every frame/);
  expect(whole.flawed).toBe(true);
  expect(whole.frames.length).toBeGreaterThan(75);
  for (let i = 0; i < 3; i++) expect(await read(join(folder, 'damaged.mp4'))).toEqual(whole);
});

it('frames of one time are told apart', async () => {
  const thrice = withTimes(await film('mkv'), (_, time) => 100 * Math.floor(time / 100));
  const whole = await readFromAnywhere('thrice.mkv', thrice);
  expect(whole.frames.map(({ place }) => place).slice(0, 4)).toEqual([
    { time: 0, count: 1 },
    { time: 0, count: 2 },
    { time: 0, count: 3 },
    { time: 0.1, count: 1 },
  ]);
  expect(whole.frames).toHaveLength(150);
  expect([whole.problem, whole.flawed]).toEqual([undefined, false]);
});

describe('times never go back', () => {
  const usual = Array.from({ length: 150 }, (_, i) => Math.round((1000 * i) / 30) / 1000);

  it.each([
    ['where a frame is out of turn', (time: number) => time - 98],
    ['where a frame has none', () => 0],
  ])('%s', async (what, timeOf) => {
    const bytes = withTimes(await film('mkv'), (frame, time) => (frame === 40 ? timeOf(time) : time));
    const whole = await readFromAnywhere(`${what}.mkv`, bytes);
    const times = timesOf(whole);
    const odd = times.flatMap((time, i) => (time === usual[i] ? [] : i));
    expect(odd).toHaveLength(1);
    expect(times[odd[0] as number]).toBe(times[(odd[0] as number) - 1]);
    expect([whole.problem, whole.flawed]).toEqual([undefined, true]);
  });

  it('where the clock began again', async () => {
    const bytes = withTimes(await film('mkv'), (frame, time) => (frame < 40 ? 20_000 + time : time - 1333));
    const whole = await readFromAnywhere('joined.mkv', bytes);
    for (const [i, time] of timesOf(whole).entries()) expect(time).toBeCloseTo(i / 30, 1);
    expect(whole.flawed).toBe(true);
  });
});
