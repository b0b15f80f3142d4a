import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawnVideo } from '../../tools/drawnVideo';
import { ffmpeg, hasFfmpeg } from '../../tools/ffmpeg';
import { temporaryFolder } from '../../tools/temporary';
import { openVideo } from './node';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const make = (line: string) => ffmpeg(folder, line);

interface Seen {
  times: number[];
  sizes: Set<string>;
  problem: string | undefined;
  /** Grey values in the middle of the left and of the right half, of the first frame. */
  halves: number[];
}

async function see(source: string | Uint8Array, after?: number): Promise<Seen> {
  const video = await openVideo(source);
  const seen: Seen = { times: [], sizes: new Set(), problem: undefined, halves: [] };
  try {
    for await (const { time, width, height, data } of video.frames(after === undefined ? undefined : { time: after })) {
      if (seen.times.length === 0)
        seen.halves = [0.25, 0.75].map((x) => data[((height >> 1) * width + Math.round(x * width)) * 4] as number);
      seen.times.push(time);
      seen.sizes.add(`${width}x${height}`);
    }
  } catch (error) {
    seen.problem = (error as Error).message;
  }
  video.close();
  return seen;
}

/**
 * Seconds after which a problem says that a file ends, in tenths. What a third of the bytes is in seconds depends on the
 * encoder's version; that it is the end of the last frame does not.
 */
const endOf = (problem = '') => Number(/after (\d\.\d) s/.exec(problem)?.[1]);

/** Cuts a third of the file off. */
const cutOff = async (name: string) => truncate(at(name), Math.floor(((await readFile(at(name))).length * 2) / 3));

describe.skipIf(!hasFfmpeg)('videos as people have them (skipped without ffmpeg)', () => {
  beforeAll(async () => {
    const source = '-f lavfi -i testsrc=d=2:s=128x96:r=30';
    await make(`${source} -c:v libx264 -pix_fmt yuv420p -movflags +faststart film.mp4`);
    // The left half dark, the right half bright.
    const halves = `-f lavfi -i color=black:s=128x96:d=0.2:r=10,drawbox=x=64:w=64:h=96:color=white:t=fill`;
    await make(`${halves} -c:v libx264 -pix_fmt yuv420p halves.mp4`);
  });

  it.each([
    ['twice as wide as high', 'mp4', '-vf scale=64:96,setsar=2/1 -c:v libx264', '128x96'],
    ['twice as high as wide', 'mkv', '-vf scale=128:48,setsar=1/2 -c:v libx264', '128x96'],
    ['of European television', 'ts', '-vf scale=720:576,setsar=16/15 -c:v mpeg2video', '768x576'],
    ['that only the codec tells of', 'avi', '-vf scale=64:96,setsar=2/1 -c:v mpeg4', '128x96'],
  ])('with pixels %s are shown with square ones', async (_, ending, how, size) => {
    await make(`-i film.mp4 -t 0.2 ${how} shape.${ending}`);
    const video = await openVideo(at(`shape.${ending}`));
    expect(`${video.width}x${video.height}`).toBe(size);
    expect([...(await see(at(`shape.${ending}`))).sizes]).toEqual([size]);
  });

  it.each([
    ['without sound', '-i film.mp4 -c copy'],
    ['with sound', '-i film.mp4 -f lavfi -i sine=d=2 -c:v copy -c:a aac'],
  ])('that were trimmed without encoding them anew begin where the edit list says, %s', async (_, how) => {
    await make(`${how} source.mp4`);
    await make('-ss 1.05 -i source.mp4 -c copy trimmed.mp4');
    // Frames 32 to 59 of 60 are at or behind 1.05 s.
    const { times, problem } = await see(at('trimmed.mp4'));
    expect(times).toHaveLength(28);
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBeCloseTo(0.9, 6);
    expect(problem).toBeUndefined();
    // Reading on from within gives the same frames.
    expect((await see(at('trimmed.mp4'), times[9])).times).toEqual(times.slice(10));
  });

  it('that were trimmed at their end end there', async () => {
    await make('-i film.mp4 -c copy -movflags +faststart long.mp4');
    const bytes = await readFile(at('long.mp4'));
    // The edit list's one entry: its length in the movie's units, thousandths here.
    const entry = bytes.indexOf('elst') + 12;
    bytes.writeUInt32BE(1000, entry);
    await writeFile(at('short.mp4'), bytes);
    const { times, problem } = await see(at('short.mp4'));
    expect(times).toHaveLength(30);
    expect(times.at(-1)).toBeCloseTo(29 / 30, 3);
    expect(problem).toBeUndefined();
  });

  it.each([
    ['ts', '-c copy'],
    ['avi', '-c:v mpeg4'],
    ['mpg', '-c:v mpeg2video'],
    ['wmv', '-c:v wmv2'],
    ['flv', '-c:v flv'],
    ['mov', '-c:v prores_ks'],
    ['webm', '-c:v libvpx'],
    ['mkv', '-c:v mjpeg -pix_fmt yuvj420p'],
    ['m2ts', '-c copy -f mpegts -mpegts_m2ts_mode 1'],
  ])('in .%s (%s) are read, from a path and from bytes, whatever the name', async (ending, how) => {
    await make(`-i film.mp4 ${how} any.${ending}`);
    const named = at(`${ending}.txt`);
    await writeFile(named, await readFile(at(`any.${ending}`)));
    const { times, sizes, problem } = await see(named);
    expect(times).toHaveLength(60);
    expect(times[0]).toBe(0);
    for (const [i, time] of times.entries()) expect(Math.abs(time - i / 30)).toBeLessThan(0.002);
    expect([...sizes]).toEqual(['128x96']);
    expect(problem).toBeUndefined();
    expect((await see(await readFile(named))).times).toEqual(times);
    expect((await see(named, times[40])).times).toEqual(times.slice(41));
  });

  it.each([
    ['mp4', '-c copy -movflags +faststart', /ends after (\d\.\d) s of 2\.0 s, the file is cut off/],
    ['mkv', '-c copy', /ends after (\d\.\d) s of 2\.0 s, the file is cut off/],
    ['webm', '-c:v libvpx', /ends after (\d\.\d) s of 2\.0 s, the file is cut off/],
    ['avi', '-c:v mpeg4', /ends after (\d\.\d) s of 2\.0 s, the file is cut off/],
    ['wmv', '-c:v wmv2', /ends after (\d\.\d) s of 2\.0 s, the file is cut off/],
    ['flv', '-c:v flv', /ends after (\d\.\d) s of 2\.0 s, the file is cut off/],
    ['mov', '-c:v mjpeg -pix_fmt yuvj420p -movflags +frag_keyframe+empty_moov -g 5', /is cut off after (\d\.\d) s/],
    // Of recordings and streams nothing says how long they were.
    ['recorded.webm', '-c:v libvpx -f webm -live 1', /is cut off after (\d\.\d) s/],
    ['piped.mkv', '-c copy -f matroska -live 1', /is cut off after (\d\.\d) s/],
    ['piped.flv', '-c:v flv -flvflags no_duration_filesize', /is cut off after (\d\.\d) s/],
    ['mpg', '-c:v mpeg2video', /is cut off after (\d\.\d) s/],
    ['ogv', '-c:v libtheora', /is cut off after (\d\.\d) s/],
    ['m2ts', '-c copy -f mpegts -mpegts_m2ts_mode 1', /is cut off after (\d\.\d) s/],
  ])('cut off in .%s give what there is, then say where they end', async (ending, how, told) => {
    const name = `cut.${ending}`;
    await make(`-i film.mp4 ${how} ${name}`);
    expect((await see(at(name))).problem).toBeUndefined();
    await cutOff(name);
    const { times, problem } = await see(at(name));
    expect(times.length).toBeGreaterThan(15);
    expect(times.length).toBeLessThan(60);
    expect(problem).toMatch(told);
    expect(problem).toContain(name);
    expect(endOf(problem)).toBeCloseTo((times.at(-1) as number) + 1 / 30, 1);
    // Whoever reads on from the last frame is told the same.
    expect(await see(at(name), times.at(-1))).toMatchObject({ times: [], problem });
  });

  it('with a longer sound than picture are not cut off', async () => {
    await make('-i film.mp4 -f lavfi -i sine=d=4 -c:v copy -c:a aac talk.mkv');
    expect(await see(at('talk.mkv'))).toMatchObject({ problem: undefined, times: { length: 60 } });
  });

  it('whose end is zeros, as of a download that stopped, say where they end', async () => {
    const bytes = await readFile(at('film.mp4'));
    await writeFile(at('zeros.mp4'), bytes.fill(0, Math.floor((bytes.length * 2) / 3)));
    const { times, problem } = await see(at('zeros.mp4'));
    expect(times.length).toBeGreaterThan(15);
    expect(problem).toMatch(/zeros.mp4: ends after \d\.\d s of 2\.0 s, the file is damaged/);
    expect(endOf(problem)).toBeCloseTo((times.at(-1) as number) + 1 / 30, 1);
  });

  it('change their size within', async () => {
    await make('-f lavfi -i testsrc=d=0.3:s=160x96:r=10 -c:v libvpx a.webm');
    await make('-f lavfi -i testsrc=d=0.3:s=96x160:r=10 -c:v libvpx b.webm');
    await writeFile(at('list'), 'file a.webm\nfile b.webm\n');
    await make('-f concat -i list -c copy turned.webm');
    const { times, sizes } = await see(at('turned.webm'));
    expect(times).toHaveLength(6);
    expect([...sizes]).toEqual(['160x96', '96x160']);
  });

  it('without a duration, as MediaRecorder writes them, have that of their frames', async () => {
    await make('-i film.mp4 -c:v libvpx -f webm -live 1 recorded.webm');
    const bytes = await readFile(at('recorded.webm'));
    // No element "Duration" (0x4489, 8 bytes) at all.
    expect(bytes.indexOf(Buffer.from('448988', 'hex'))).toBe(-1);
    expect((await openVideo(at('recorded.webm'))).duration).toBeCloseTo(2, 1);
    expect(await see(at('recorded.webm'))).toMatchObject({ problem: undefined, times: { length: 60 } });
  });

  it('mirrored by their matrix are shown mirrored', async () => {
    const bytes = await readFile(at('halves.mp4'));
    expect((await see(at('halves.mp4'))).halves[0]).toBeLessThan(40);
    // Track header, version 0: the matrix begins 48 bytes behind its type; the first number is 1 in 16.16.
    const matrix = bytes.indexOf('tkhd') + 4 + 40;
    expect(bytes.readInt32BE(matrix)).toBe(0x10000);
    bytes.writeInt32BE(-0x10000, matrix);
    await writeFile(at('mirrored.mp4'), bytes);
    const { halves } = await see(at('mirrored.mp4'));
    expect(halves[0]).toBeGreaterThan(215);
    expect(halves[1]).toBeLessThan(40);
  });

  it('that are sound with a cover have no picture to read', async () => {
    await make('-i film.mp4 -frames:v 1 cover.png');
    await make(
      '-f lavfi -i sine=d=1 -i cover.png -map 0 -map 1 -c:a aac -c:v png -disposition:v:0 attached_pic song.mp4',
    );
    await expect(openVideo(at('song.mp4'))).rejects.toThrow('song.mp4: has no video track');
  });
});

it('a file that cannot be read is named with why', async () => {
  const film = await drawnVideo({ width: 96, height: 64, frames: 4 });
  await writeFile(at('head.mp4'), film.subarray(0, 100));
  await expect(openVideo(at('head.mp4'))).rejects.toThrow(/head.mp4: .*damaged or cut off/);
  await expect(openVideo(film.subarray(0, 100))).rejects.toThrow(/^video: .*damaged or cut off/);
});
