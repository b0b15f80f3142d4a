/** Files as people have them, given to the page. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { realFace } from '../tools/camera';
import { ffmpeg, hasFfmpeg } from '../tools/ffmpeg';
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
  await page.locator('[data-read=done], [data-read=unreadable]').waitFor({ timeout: 120_000 });
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

it.each(['gif', 'webp'] as const)('an animated %s is read frame by frame with its times', async (format) => {
  const page = await give(`a.${format}`, await (await strip())[format]({ delay: [400, 500, 600] }).toBuffer());
  await page.locator('[data-file=video][data-read=done]').waitFor();
  const place = page.getByRole('slider', { name: 'Place in the video' });
  expect(await place.getAttribute('max')).toBe('1.5');
  expect(await page.locator('[data-face]').count()).toBe(0);
  await place.fill('0.5');
  await page.locator('[data-face][data-emotion=happy]').first().waitFor();
});

it("MediaRecorder's WebM, which does not say how long it is, is read to its end", async () => {
  const page = await open(['--use-fake-ui-for-media-stream']);
  await page.goto(`${url}#files`);
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 96 });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm;codecs=vp8' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start(200);
    for (let i = 0; i < 20; i++) {
      context.fillStyle = `hsl(${i * 18} 80% 50%)`;
      context.fillRect(0, 0, 160, 96);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  const path = join(folder, 'recorded.webm');
  await writeFile(path, Buffer.from(base64, 'base64'));
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.locator('[data-file=video][data-read=done]').waitFor({ timeout: 120_000 });
  const place = page.getByRole('slider', { name: 'Place in the video' });
  expect(Number(await place.getAttribute('max'))).toBeGreaterThan(0.5);
});

it.skipIf(!hasFfmpeg)('a video whose size changes is read on (skipped without ffmpeg)', async () => {
  await ffmpeg(folder, '-f lavfi -i testsrc=d=0.4:s=160x96:r=10 -c:v libvpx a.webm');
  await ffmpeg(folder, '-f lavfi -i testsrc=d=0.4:s=96x160:r=10 -c:v libvpx b.webm');
  await writeFile(join(folder, 'list'), 'file a.webm\nfile b.webm\n');
  await ffmpeg(folder, '-f concat -i list -c copy turned.webm');
  const page = await open(['--use-fake-ui-for-media-stream']);
  await page.goto(`${url}#files`);
  await page.locator('input[type=file]').first().setInputFiles(join(folder, 'turned.webm'));
  await page.locator('[data-file=video][data-read=done]').waitFor({ timeout: 120_000 });
});
