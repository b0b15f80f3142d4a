import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ffmpeg, hasFfmpeg } from '../../tools/ffmpeg';
import { heicPhoto } from '../../tools/heicPhoto';
import { temporaryFolder } from '../../tools/temporary';
import { gifImages } from './gifImages';
import { mediaKind, openVideo, readPhoto, squaredPixels } from './node';

const folder = temporaryFolder();
async function file(name: string, content: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const [width, height] = [32, 24];
/** Three frames, black, grey and white, one below another. */
const strip = () => {
  const values = [0, 128, 255];
  const data = Buffer.concat(values.map((value) => Buffer.alloc(width * height * 3, value)));
  return sharp(data, { raw: { width, height: height * values.length, channels: 3, pageHeight: height } });
};

async function frames(path: string | Uint8Array, after?: number) {
  const video = await openVideo(path);
  const seen: { time: number; value: number; size: string }[] = [];
  for await (const { time, data, width, height } of video.frames(after === undefined ? undefined : { time: after }))
    seen.push({ time, value: data[0] as number, size: `${width}x${height}` });
  return { seen, duration: video.duration, note: video.note };
}

describe('animations', () => {
  it.each(['gif', 'webp'] as const)('%s has frames at the times that it says', async (format) => {
    const path = await file(
      `a.${format}`,
      await strip()
        [format]({ delay: [200, 5, 300], lossless: true } as object)
        .toBuffer(),
    );
    expect(await mediaKind(path)).toBe('video');
    const { seen, duration, note } = await frames(path);
    // Browsers make a pause of less than a hundredth of a second a tenth.
    expect(seen.map(({ time }) => time)).toEqual([0, 0.2, 0.3]);
    expect(duration).toBeCloseTo(0.6, 9);
    expect(note).toBeUndefined();
    for (const [i, value] of [0, 128, 255].entries()) expect(Math.abs((seen[i]?.value ?? -99) - value)).toBeLessThan(4);
    expect((await frames(path, 0.2)).seen).toEqual(seen.slice(2));
  });

  it('a TIFF of several pages has one a second, and says so; its small copies are no pages', async () => {
    const tiff = await strip().tiff({ compression: 'lzw' }).toBuffer();
    const path = await file('pages.tif', tiff);
    const { seen, duration, note } = await frames(path);
    expect(seen.map(({ time, value }) => [time, value])).toEqual([
      [0, 0],
      [1, 128],
      [2, 255],
    ]);
    expect(duration).toBe(3);
    expect(note).toBe(`${path}: 3 pages, read as one a second`);
    const pyramid = await strip()
      .extract({ left: 0, top: 0, width, height })
      .tiff({ pyramid: true, tile: true, tileWidth: 16, tileHeight: 16 })
      .toBuffer();
    expect(await mediaKind(await file('pyramid.tif', pyramid))).toBe('photo');
  });

  it('with one frame is a photo, and the first frame of several is what a photo shows', async () => {
    const still = await strip().extract({ left: 0, top: 0, width, height }).gif().toBuffer();
    expect(await mediaKind(await file('still.gif', still))).toBe('photo');
    const photo = await readPhoto(
      await strip()
        .gif({ delay: [200, 200, 200] })
        .toBuffer(),
    );
    expect([photo.width, photo.height, photo.data[0]]).toEqual([width, height, 0]);
  });

  it('that is cut off gives the frames before, then says so', async () => {
    const noise = sharp({
      create: {
        width: 64,
        height: 64 * 5,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const raw = await noise.raw().toBuffer();
    const pages = sharp(raw, { raw: { width: 64, height: 320, channels: 3, pageHeight: 64 } });
    const gif = await pages.clone().gif().toBuffer();
    const webp = await pages
      .clone()
      .webp({ delay: [100, 100, 100, 100, 100] })
      .toBuffer();
    const untilItEnds = async (path: string) => {
      const times: number[] = [];
      try {
        for await (const { time } of (await openVideo(path)).frames()) times.push(time);
      } catch (error) {
        return { times, problem: (error as Error).message };
      }
      return { times };
    };
    for (const [name, bytes] of Object.entries({ 'cut.gif': gif, 'cut.webp': webp }))
      expect(await untilItEnds(await file(name, bytes.subarray(0, bytes.length * 0.7)))).toEqual({
        times: [0, 0.1, 0.2],
        problem: expect.stringMatching(/cut\.(gif|webp): is cut off after 0\.3 s/),
      });
    // Wherever it is cut: what was there of the last page is not shown, and that it lacks is said.
    for (const compression of ['none', 'lzw', 'jpeg'] as const) {
      const tiff = await pages.clone().tiff({ compression }).toBuffer();
      for (const share of [0.3, 0.5, 0.85]) {
        const path = await file('cut.tif', tiff.subarray(0, tiff.length * share));
        const { times, problem } = await untilItEnds(path);
        expect(times.length).toBeLessThan(5);
        expect(problem, `${compression} ${share}`).toBe(`${path}: is cut off after page ${times.length}`);
      }
      const alone = await file('cut.tif', tiff.subarray(0, tiff.length * 0.1));
      await expect(readPhoto(alone)).rejects.toThrow('cut.tif: cannot be decoded as a photo');
    }
    expect(gifImages(gif)).toEqual({ whole: 5, cutOff: false });
    for (let length = 0; length < gif.length; length += 97)
      expect(gifImages(gif.subarray(0, length))).toMatchObject({ cutOff: true });
  });

  it.skipIf(!hasFfmpeg)('APNG and AVIF sequences have theirs (skipped without ffmpeg)', async () => {
    const source = '-f lavfi -i testsrc=d=0.5:s=64x48:r=10';
    await ffmpeg(folder, `${source} -f apng -plays 0 moving.png`);
    await ffmpeg(folder, `${source} -c:v libaom-av1 -cpu-used 8 moving.avif`);
    for (const name of ['moving.png', 'moving.avif']) {
      const path = join(folder, name);
      expect(await mediaKind(path), name).toBe('video');
      const { seen } = await frames(path);
      expect(
        seen.map(({ time }) => Math.round(time * 1000) / 1000),
        name,
      ).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    }
  });
});

describe('photos', () => {
  /** Left red, right blue. */
  const draw = (pixels: Uint8Array) => {
    for (let i = 0; i < pixels.length; i += 4) pixels.set((i / 4) % 96 < 48 ? [200, 20, 20] : [20, 20, 200], i);
  };

  it.each([
    ['heic', ['heic', 'mif1', 'heic']],
    ['general', ['mif1', 'mif1', 'heic']],
    // Says that a sequence follows, and there is none.
    ['of a sequence', ['msf1', 'mif1', 'heic']],
  ])('HEIC of brand %s is read, whatever its name', async (name, brands) => {
    const path = await file(`${name}.jpg`, await heicPhoto({ width: 96, height: 64, brands, draw }));
    expect(await mediaKind(path)).toBe('photo');
    const { data, width, height } = await readPhoto(path);
    expect([width, height]).toEqual([96, 64]);
    const near = (at: number, colour: number[]) =>
      expect(Math.max(...colour.map((c, i) => Math.abs(c - (data[at + i] as number))))).toBeLessThan(12);
    near(0, [200, 20, 20, 255]);
    near(data.length - 4, [20, 20, 200, 255]);
  });

  it('HEIC stands upright as its file turns it', async () => {
    const { data, width, height } = await readPhoto(await heicPhoto({ width: 96, height: 64, quarterTurns: 1, draw }));
    expect([width, height]).toEqual([64, 96]);
    // A quarter turn anticlockwise brings the right side up.
    expect(data[2]).toBeGreaterThan(180);
    expect(data[data.length - 4]).toBeGreaterThan(180);
  });

  it('HEIC larger than allowed or cut off is refused', async () => {
    const bytes = await heicPhoto({ width: 96, height: 64, draw });
    await expect(readPhoto(bytes, { maxMegapixels: 0.001 })).rejects.toThrow(
      'photo: must have at most 0.001 million pixels (got 96 × 64)',
    );
    for (const length of [24, 200, bytes.length - 300])
      await expect(readPhoto(await file('cut.heic', bytes.subarray(0, length)))).rejects.toThrow(
        'cut.heic: cannot be decoded as a photo, the file may be damaged or cut off',
      );
  });

  it('BMP is read', async () => {
    // 2 × 2 pixels of 24 bits, from the bottom up, rows padded to 8 bytes: white, red; blue, green.
    const bmp = Buffer.alloc(54 + 16);
    bmp.write('BM');
    bmp.writeUInt32LE(bmp.length, 2);
    bmp.writeUInt32LE(54, 10);
    bmp.writeUInt32LE(40, 14);
    bmp.writeInt32LE(2, 18);
    bmp.writeInt32LE(2, 22);
    bmp.writeUInt16LE(1, 26);
    bmp.writeUInt16LE(24, 28);
    bmp.set([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 0, 255], 54);
    const { data } = await readPhoto(await file('picture.jpg', bmp));
    expect([...data]).toEqual([255, 255, 255, 255, 255, 0, 0, 255, 0, 0, 255, 255, 0, 255, 0, 255]);
  });

  it('AVIF that names only the general brand is read', async () => {
    const avif = await strip().extract({ left: 0, top: 0, width, height }).avif().toBuffer();
    avif.write('mif1', 8, 'latin1');
    expect(await readPhoto(await file('netflix.avif', avif))).toMatchObject({ width, height });
    // Not even as a brand that it is compatible with.
    const length = avif.readUInt32BE(0);
    for (let at = 16; at < length; at += 4) if (avif.toString('latin1', at, at + 4) === 'avif') avif.write('miaf', at);
    expect(await mediaKind(await file('bare.avif', avif))).toBe('photo');
  });

  it('that are transparent lie on white', async () => {
    const clear = await sharp({ create: { width, height, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } })
      .png()
      .toBuffer();
    expect([...(await readPhoto(clear)).data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });

  it('with a colour profile are read in sRGB', async () => {
    const red = { create: { width, height, channels: 3 as const, background: '#c83232' } };
    const wide = await sharp(red).withIccProfile('p3').png().toBuffer();
    expect((await sharp(wide).metadata()).icc).toBeDefined();
    const [r = 0, g = 0, b = 0] = (await readPhoto(wide)).data;
    expect(Math.max(Math.abs(r - 200), Math.abs(g - 50), Math.abs(b - 50))).toBeLessThan(4);
  });

  it('of any format give grey squares', async () => {
    const path = await file('face.png', await heicPhoto({ width: 96, height: 64, draw }));
    const grey = await squaredPixels(await readPhoto(path), { channels: 1, size: 8 });
    expect(grey).toHaveLength(64);
    // sRGB's luminance of both halves, (200, 20, 20) and (20, 20, 200).
    expect(grey[0]).toBeGreaterThan((grey[7] as number) + 20);
  });
});
