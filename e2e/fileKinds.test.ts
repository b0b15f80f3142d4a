/** Files as people have them, given to the page. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { seededRandom } from '../src/graph';
import { realFace } from '../tools/camera';
import { durationOf, ffmpeg, hasFfmpeg } from '../tools/ffmpeg';
import { heicPhoto } from '../tools/heicPhoto';
import { pageOpener, servedPage } from '../tools/livePage';
import { temporaryFolder } from '../tools/temporary';

const folder = temporaryFolder();
const { url } = await servedPage();
const { open } = pageOpener();

const [width, height] = [320, 240];
const face = async () =>
  sharp(await realFace('smiling'))
    .resize(width, height, { fit: 'contain', background: '#777' })
    .removeAlpha()
    .raw()
    .toBuffer();
/** A grey frame, then two with a face. */
const strip = async () => {
  const shown = await face();
  const data = Buffer.concat([Buffer.alloc(shown.length, 0x77), shown, shown]);
  return sharp(data, { raw: { width, height: height * 3, channels: 3, pageHeight: height } });
};

async function give(name: string, content: Uint8Array): Promise<Page> {
  const path = join(folder, name);
  await writeFile(path, content);
  const page = await open(['--use-fake-ui-for-media-stream']);
  await page.goto(`${url}#files`);
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.locator('[data-read=done], [data-read=unreadable]').waitFor();
  return page;
}

it('a HEIC photo is read and shown, whatever its name', async () => {
  const shown = await face();
  const draw = (pixels: Uint8Array) => {
    for (let i = 0; i < width * height; i++) pixels.set(shown.subarray(i * 3, i * 3 + 3), i * 4);
  };
  const page = await give('IMG_0001.JPG', await heicPhoto({ width, height, draw }));
  expect(await page.locator('[data-file]').getAttribute('data-read')).toBe('done');
  expect(await page.locator('[data-face]').getAttribute('data-emotion')).toBe('happy');
  const size = await page.locator('.picture img').evaluate(async (img: HTMLImageElement) => {
    await img.decode();
    return [img.naturalWidth, img.naturalHeight];
  });
  expect(size).toEqual([width, height]);
});

it('a TIFF of several pages is read as one a second, and says so', async () => {
  const page = await give('pages.tif', await (await strip()).tiff({ compression: 'lzw' }).toBuffer());
  await page.locator('[data-file=video][data-read=done]').waitFor();
  await page.getByText('3 pages, read as one a second').waitFor();
  const place = page.getByRole('slider', { name: 'Place in the video' });
  expect(await place.getAttribute('max')).toBe('3');
  await place.fill('2');
  await page.locator('[data-face][data-emotion=happy]').first().waitFor();
});

it('a TIFF of one page is a photo', async () => {
  const tiff = await sharp(await face(), { raw: { width, height, channels: 3 } })
    .tiff({ compression: 'deflate' })
    .toBuffer();
  const page = await give('one.tiff', tiff);
  expect(await page.locator('[data-file=photo] [data-face]').getAttribute('data-emotion')).toBe('happy');
});

const timed = { delay: [400, 500, 600] };
it.each([
  ['gif', async () => (await strip()).gif(timed).toBuffer()],
  ['webp', async () => (await strip()).webp(timed).toBuffer()],
] as const)('an animated %s is read frame by frame with its times', async (ending, make) => {
  await seesFaceAfter(await give(`a.${ending}`, await make()), 1.5);
});

it.skipIf(!hasFfmpeg)('an animated AVIF is read frame by frame with its times (skipped without ffmpeg)', async () => {
  await writeFile(join(folder, 'source.gif'), await (await strip()).gif(timed).toBuffer());
  await ffmpeg(folder, '-i source.gif -r 5 -c:v libaom-av1 -cpu-used 8 -pix_fmt yuv420p a.avif');
  const page = await give('film.avif', await readFile(join(folder, 'a.avif')));
  await seesFaceAfter(page, await durationOf(join(folder, 'a.avif')));
});

it.skipIf(!hasFfmpeg)('an animated PNG is read frame by frame with its times (skipped without ffmpeg)', async () => {
  await writeFile(join(folder, 'still.gif'), await (await strip()).gif(timed).toBuffer());
  await ffmpeg(folder, '-i still.gif -r 10 -plays 0 -f apng moving.png');
  const bytes = await readFile(join(folder, 'moving.png'));
  // How long FFmpeg shows the last picture is its version's affair.
  await seesFaceAfter(await give('moving.png', bytes), durationOfApng(bytes));
});

/** Seconds of all frames, as their control chunks say (PNG specification, 11.3.6.2). */
function durationOfApng(bytes: Buffer): number {
  let seconds = 0;
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'fcTL')
      seconds += bytes.readUInt16BE(at + 28) / (bytes.readUInt16BE(at + 30) || 100);
  return seconds;
}

/** No face at first, one from half a second on. */
async function seesFaceAfter(page: Page, duration: number) {
  await page.locator('[data-file=video][data-read=done]').waitFor();
  const place = page.getByRole('slider', { name: 'Place in the video' });
  expect(Number(await place.getAttribute('max'))).toBeCloseTo(duration, 3);
  expect(await page.locator('[data-face]').count()).toBe(0);
  await place.fill('0.5');
  await page.locator('[data-face][data-emotion=happy]').first().waitFor();
}

it('an animation that is cut off is read as far as it goes, and says where it ends', async () => {
  // Noise, so that each picture is written whole and takes as many bytes: half of the file ends in the second one.
  const random = seededRandom(1);
  const noise = Uint8Array.from({ length: width * height * 9 }, () => random.uniform() * 256);
  const whole = await sharp(noise, { raw: { width, height: height * 3, channels: 3, pageHeight: height } })
    .gif(timed)
    .toBuffer();
  const page = await give('cut.gif', whole.subarray(0, Math.floor(whole.length / 2)));
  await page.locator('[data-file=video][data-read=done]').waitFor();
  await page.getByText('The file is damaged or cut off after 0.4 s; what comes before was read.').waitFor();
});

it.skipIf(!hasFfmpeg)(
  'a video and a TIFF that are cut off are told, a whole one is not (skipped without ffmpeg)',
  async () => {
    const picture = sharp(await face(), { raw: { width, height, channels: 3 } });
    await picture.png().toFile(join(folder, 'face.png'));
    const film = '-loop 1 -i face.png -t 1.2 -r 10';
    // Each picture is whole and takes as many bytes, so that a part of the file is that part of the time.
    const webm = '-vf scroll=horizontal=0.02 -c:v libvpx -g 1';
    await ffmpeg(folder, `${film} ${webm} whole.webm`);
    // As MediaRecorder writes it, whose header tells no duration.
    await ffmpeg(folder, `${film} ${webm} -live 1 recorded.webm`);
    await ffmpeg(folder, `${film} -c:v libx264 -pix_fmt yuv420p -g 10 -movflags +faststart whole.mp4`);
    await writeFile(join(folder, 'whole.tif'), await (await strip()).tiff({ compression: 'lzw' }).toBuffer());
    const names = ['whole.mp4', 'whole.tif', 'whole.webm', 'recorded.webm'];
    const files: string[] = [];
    for (const name of names) {
      const bytes = await readFile(join(folder, name));
      const path = join(folder, `cut ${name}`);
      await writeFile(path, bytes.subarray(0, Math.floor((bytes.length * 2) / 3)));
      files.push(path);
    }
    files.push(join(folder, 'whole.webm'));
    const page = await open(['--use-fake-ui-for-media-stream']);
    await page.goto(`${url}#files`);
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.waitForFunction((n) => document.querySelectorAll('[data-read=done]').length === n, files.length);
    const whole = page.locator('[data-file][aria-label="whole.webm"]');
    expect(await whole.textContent()).not.toContain('cut off');
    for (const name of names) {
      const told = page
        .locator(`[data-file][aria-label="cut ${name}"]`)
        .getByText('The file is damaged or cut off after');
      const seconds = Number(/after ([\d.]+) s/.exec((await told.textContent()) ?? '')?.[1]);
      expect(seconds, name).toBeGreaterThan(0.3);
      expect(seconds, name).toBeLessThan(name.endsWith('tif') ? 2.9 : 1.15);
    }
  },
);

it.skipIf(!hasFfmpeg)(
  'a video whose size changes has its boxes where the faces are (skipped without ffmpeg)',
  async () => {
    const picture = sharp(await face(), { raw: { width, height, channels: 3 } });
    await picture.png().toFile(join(folder, 'wide.png'));
    await ffmpeg(folder, '-loop 1 -i wide.png -t 0.4 -r 10 -c:v libvpx wide.webm');
    await ffmpeg(folder, '-loop 1 -i wide.png -t 0.4 -r 10 -vf pad=320:480 -c:v libvpx tall.webm');
    await writeFile(join(folder, 'list'), 'file wide.webm\nfile tall.webm\n');
    await ffmpeg(folder, '-f concat -i list -c copy turned.webm');
    const page = await give('both.webm', await readFile(join(folder, 'turned.webm')));
    const place = page.getByRole('slider', { name: 'Place in the video' });
    for (const [time, box] of [
      ['0.1', '0 0 320 240'],
      ['0.7', '0 0 320 480'],
    ] as const) {
      await place.fill(time);
      await page.locator(`svg.overlay[viewBox="${box}"]`).waitFor({ state: 'attached' });
      await expect.poll(() => page.locator('[data-face]').count()).toBe(1);
    }
  },
);
