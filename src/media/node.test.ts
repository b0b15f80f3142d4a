import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hasShared, samplePhoto, sharedMedia } from '../../tools/camera';
import { drawnVideo } from '../../tools/drawnVideo';
import { temporaryFolder } from '../../tools/temporary';
import { mediaKind, openVideo, readPhoto } from './node';

const folder = temporaryFolder();
async function file(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('photos', () => {
  it('come upright, as their EXIF orientation says', async () => {
    // Left half black, right half white, stored lying on its side.
    const half = (value: number) => ({
      create: { width: 8, height: 16, channels: 3 as const, background: { r: value, g: value, b: value } },
    });
    const path = join(folder, 'turned.png');
    await sharp({ create: { width: 16, height: 16, channels: 3, background: '#000' } })
      .composite([{ input: half(255), left: 8, top: 0 }])
      .withMetadata({ orientation: 6 })
      .png()
      .toFile(path);
    const { data, width, height } = await readPhoto(path);
    expect([width, height]).toEqual([16, 16]);
    // Orientation 6 turns clockwise: right goes to the bottom.
    expect([data[0], data[15 * 16 * 4]]).toEqual([0, 255]);
  });

  it('may be grey, 16 bit or have an alpha channel', async () => {
    const deep = join(folder, 'deep.png');
    await sharp({ create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 255, b: 255, alpha: 0.5 } } })
      .toColourspace('rgb16')
      .png()
      .toFile(deep);
    expect((await readPhoto(deep)).data).toHaveLength(4 * 4 * 4);
    const grey = join(folder, 'grey.jpg');
    await sharp({ create: { width: 4, height: 4, channels: 3, background: '#888' } })
      .toColourspace('b-w')
      .jpeg()
      .toFile(grey);
    expect((await readPhoto(grey)).data.slice(0, 4)).toEqual(Buffer.from([0x88, 0x88, 0x88, 255]));
  });

  it('say what is wrong when they cannot be read', async () => {
    await expect(readPhoto('')).rejects.toThrow('the path of a photo or video must not be empty (got "")');
    await expect(readPhoto(join(folder, 'none.jpg'))).rejects.toThrow('none.jpg: there is no such file');
    await expect(readPhoto(await file('empty.jpg', ''))).rejects.toThrow('empty.jpg: the file is empty');
    await expect(readPhoto(await file('text.jpg', 'this is not a picture'))).rejects.toThrow(
      'text.jpg: neither a photo',
    );
    await expect(readPhoto(await file('notes.jpg', '%PDF-1.7'))).rejects.toThrow(
      'notes.jpg: PDF is not supported (photos:',
    );
    await mkdir(join(folder, 'folder.jpg'));
    await expect(readPhoto(join(folder, 'folder.jpg'))).rejects.toThrow('is a folder');
    const whole = await readFile(samplePhoto(1));
    const cut = await file('cut.jpg', whole.subarray(0, whole.length / 2));
    await expect(readPhoto(cut)).rejects.toThrow(
      'cut.jpg: cannot be decoded as a photo, the file may be damaged or cut off',
    );
  });

  it('come in every usual format, CMYK too', async () => {
    const red = sharp({ create: { width: 16, height: 12, channels: 3, background: '#c02020' } });
    const formats = {
      'a.jpg': await red.clone().jpeg().toBuffer(),
      'a.png': await red.clone().png().toBuffer(),
      'a.webp': await red.clone().webp().toBuffer(),
      'a.avif': await red.clone().avif().toBuffer(),
      'a.gif': await red.clone().gif().toBuffer(),
      'a.tif': await red.clone().tiff().toBuffer(),
      'cmyk.jpg': await red.clone().toColourspace('cmyk').jpeg().toBuffer(),
    };
    for (const [name, bytes] of Object.entries(formats)) {
      const { data, width, height } = await readPhoto(await file(name, bytes));
      expect([width, height], name).toEqual([16, 12]);
      const [r = 0, g = 0, b = 0, a = 0] = data;
      expect(r - Math.max(g, b), name).toBeGreaterThan(60);
      expect(a, name).toBe(255);
    }
  });

  it('larger than allowed are refused with the limit, and read when more is allowed', async () => {
    const path = await file(
      'large.png',
      await sharp({ create: { width: 1200, height: 1000, channels: 3, background: '#123' } })
        .png()
        .toBuffer(),
    );
    await expect(readPhoto(path, { maxMegapixels: 1 })).rejects.toThrow(
      'large.png: must have at most 1 million pixels (got 1,200 × 1,000); make it smaller, or allow more (--max-megapixels)',
    );
    expect((await readPhoto(path, { maxMegapixels: 2 })).width).toBe(1200);
  });

  it('of 50,000 × 50,000 pixels are refused by their header', async () => {
    const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    png.writeUInt32BE(50_000, 16);
    png.writeUInt32BE(50_000, 20);
    await expect(readPhoto(await file('bomb.png', png))).rejects.toThrow(/bomb.png: /);
  });
});

describe('videos', () => {
  it.each([
    ['avc', 'mp4'],
    ['hevc', 'mp4'],
    ['vp9', 'webm'],
    ['av1', 'mkv'],
  ] as const)('in %s are read, from %s', async (codec, container) => {
    const bytes = await drawnVideo({ width: 96, height: 64, frames: 8, codec, container });
    const video = await openVideo(await file(`${codec}.${container}`, bytes));
    const times: number[] = [];
    for await (const { time, width, height, data } of video.frames()) {
      times.push(time);
      expect([width, height, data.length]).toEqual([96, 64, 96 * 64 * 4]);
    }
    video.close();
    expect(times).toHaveLength(8);
    for (const [i, time] of times.entries()) expect(time).toBeCloseTo(i / 30, 2);
  });

  it('keep the times of a variable frame rate, and stand as they were held', async () => {
    const times = [0, 0.1, 0.15, 0.4, 1];
    // Left half dark, right half bright, held so that right becomes down.
    const draw = (pixels: Uint8Array) => {
      for (let i = 0; i < pixels.length; i += 4) pixels.fill((i / 4) % 96 < 48 ? 20 : 230, i, i + 3);
    };
    const bytes = await drawnVideo({ width: 96, height: 64, frames: 5, times, rotation: 90, draw });
    const video = await openVideo(await file('held.mp4', bytes));
    const seen: number[] = [];
    for await (const { time, width, height, data } of video.frames()) {
      seen.push(Math.round(time * 100) / 100);
      expect([width, height]).toEqual([64, 96]);
      const grey = (x: number, y: number) => data[(y * width + x) * 4] as number;
      expect(grey(32, 80) - grey(32, 10)).toBeGreaterThan(120);
    }
    video.close();
    expect(seen).toEqual(times);
  });

  it('say what is wrong when they cannot be read', async () => {
    const broken = await file(
      'broken.mp4',
      Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42'), Buffer.alloc(200, 7)]),
    );
    await expect(openVideo(broken)).rejects.toThrow(/broken.mp4: (cannot be read as a video|has no video track)/);
  });

  it.skipIf(!hasShared)('give every frame in order (skipped without ../shared)', async () => {
    const path = sharedMedia('woman2.mp4');
    expect(await mediaKind(path)).toBe('video');
    const video = await openVideo(path);
    expect([video.width, video.height]).toEqual([596, 336]);
    const times: number[] = [];
    for await (const frame of video.frames()) {
      times.push(frame.time);
      expect(frame.data).toHaveLength(596 * 336 * 4);
    }
    video.close();
    expect(times).toHaveLength(464);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeCloseTo(463 / 29.97, 2);
  });

  it.skipIf(!hasShared)('that are cut off keep what came before (skipped without ../shared)', async () => {
    const whole = await readFile(sharedMedia('woman2.mp4'));
    const path = await file('cut.mp4', whole.subarray(0, whole.length * 0.6));
    let frames = 0;
    await expect(
      (async () => {
        const video = await openVideo(path);
        for await (const _ of video.frames()) frames++;
      })(),
    ).rejects.toThrow(/cut.mp4: .*(damaged or cut off|has no video track)/);
    expect(frames).toBeLessThan(464);
  });
});
