import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hasShared, realFace, samplePhoto, sharedMedia } from '../tools/camera';
import { drawnVideo } from '../tools/drawnVideo';
import { pageOpener, servedPage } from '../tools/livePage';
import { temporaryFolder } from '../tools/temporary';

const folder = temporaryFolder();
const { url } = await servedPage();
const { open } = pageOpener();

async function openFiles(files: string[], prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await open(['--use-fake-ui-for-media-stream']);
  await prepare?.(page);
  await page.goto(`${url}#files`);
  await page.locator('input[type=file]').setInputFiles(files);
  return page;
}
const done = (page: Page, kind: string) => page.locator(`[data-file=${kind}][data-read=done]`).waitFor();

/** Keeps what the page says of files and shows of them while it reads. */
const watchFiles = (page: Page) =>
  page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const file of document.querySelectorAll('[data-file]')) {
        const said = file.querySelector('[role=status]')?.textContent;
        const isHidden = file.querySelector<HTMLElement>('.picture')?.hidden;
        seen.add(`${file.ariaLabel}: ${said}${isHidden ? ' (no picture)' : ''}`);
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });

describe('photos', () => {
  it('say that they wait or are read; one that cannot be shown has no broken picture meanwhile', async () => {
    const noPhoto = join(folder, 'text.jpg');
    await writeFile(noPhoto, 'no photo');
    const photo = samplePhoto(6);
    const page = await openFiles([photo, noPhoto], watchFiles);
    await done(page, 'photo');
    await page.getByRole('alert').waitFor();
    const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    expect(seen).toContain(`${photo.split('/').at(-1)}: Reading the photo …`);
    expect(seen).toContain('text.jpg: Waiting for its turn … (no picture)');
  });

  it('are read with everybody on them; a file that is not a photo is refused with a reason', async () => {
    const noPhoto = join(folder, 'notes.jpg');
    await writeFile(noPhoto, 'no photo');
    const page = await openFiles([samplePhoto(6), noPhoto]);
    await done(page, 'photo');
    await page.getByRole('alert').getByText('notes.jpg is neither a photo nor a video.').waitFor();
    expect(await page.locator('[data-face]').count()).toBe(4);
    expect(await page.locator('[data-face] meter').count()).toBe(28);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
    await page.getByRole('button', { name: 'Remove notes.jpg' }).click();
    expect(await page.locator('[data-file]').count()).toBe(1);
  });

  it('can be pasted, and one explained', async () => {
    const page = await openFiles([]);
    const face = await sharp(await realFace('smiling'))
      .png()
      .toBuffer();
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const clipboard = new DataTransfer();
      clipboard.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard }));
    }, face.toString('base64'));
    await done(page, 'photo');
    expect(await page.locator('[data-face]').getAttribute('data-emotion')).toBe('happy');
    await page.getByRole('button', { name: 'Why?' }).click();
    await page.locator('[data-why-ms]').waitFor();
  });
});

it('“Why?” explains the picture that it stands beside, not the one that was read last', async () => {
  const first = join(folder, 'first.png');
  const second = join(folder, 'second.png');
  await sharp(await realFace('smiling'))
    .png()
    .toFile(first);
  await sharp(await realFace('calm'))
    .png()
    .toFile(second);
  const page = await openFiles([]);
  const take = async (file: string) => {
    await page.locator('input[type=file]').setInputFiles(file);
    await page.locator(`[data-read=done][aria-label="${file.split('/').at(-1)}"]`).waitFor();
  };
  const why = async (name: string) => {
    const card = page.getByRole('article', { name });
    await card.getByRole('button', { name: 'Why?' }).click();
    await card.locator('[data-why-ms]').waitFor();
    return card.locator('.why canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  };
  await take(first);
  const alone = await why('first.png');
  await page.reload();
  await take(first);
  // Its only face has the same number as the other’s.
  await take(second);
  expect(await why('first.png')).toBe(alone);
  expect(await why('second.png')).not.toBe(alone);
});

describe('videos', () => {
  it('are read from beginning to end, and can be gone through along their timeline', async () => {
    // Two seconds without a face, then four with one.
    const [width, height, side] = [320, 240, 220];
    const face = await sharp(await realFace('smiling'))
      .resize(side, side, { fit: 'cover' })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const film = join(folder, 'film.webm');
    const bytes = await drawnVideo({
      width,
      height,
      frames: 60,
      framesPerSecond: 10,
      codec: 'vp9',
      container: 'webm',
      draw: (pixels, frame) => {
        pixels.fill(120);
        if (frame < 20) return;
        for (let y = 0; y < side; y++)
          pixels.set(face.subarray(y * side * 4, (y + 1) * side * 4), ((y + 10) * width + 50) * 4);
      },
    });
    await writeFile(film, bytes);
    const page = await openFiles([film]);
    await done(page, 'video');
    await page.getByText('Over time: happy').waitFor();
    const place = page.getByRole('slider', { name: 'Place in the video' });
    await place.fill('1');
    await expect.poll(() => page.locator('[data-face]').count()).toBe(0);
    await place.fill('5');
    await expect.poll(() => page.locator('[data-face]').getAttribute('data-emotion')).toBe('happy');
    expect(await page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime)).toBeCloseTo(5, 1);

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save data' }).click();
    const rows = (await readFile(await (await waiting).path(), 'utf8')).trimEnd().split('\n').slice(1);
    // Ten places a second for four seconds.
    expect(rows.length).toBeGreaterThanOrEqual(39);
    expect(rows.length).toBeLessThanOrEqual(41);
    const times = rows.map((row) => Number(row.split(',')[0]));
    expect(Math.min(...times)).toBeGreaterThan(1.85);
  });

  it('that a browser has recorded, which do not say how long they are, are read to their end', async () => {
    const face = await sharp(await realFace('smiling'))
      .resize(220, 220, { fit: 'cover' })
      .png()
      .toBuffer();
    const page = await openFiles([]);
    // Grey, then as long a face, until there is enough of both in frames, too.
    const recorded = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes]));
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 240;
      const context = canvas.getContext('2d')!;
      const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm;codecs=vp8' });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.start(200);
      const started = performance.now();
      const passed = () => (performance.now() - started) / 1000;
      const show = async (isFace: boolean) => {
        const since = passed();
        for (let frame = 0; passed() - since < 1.5 || frame < 15; frame++) {
          context.fillStyle = `rgb(120 120 ${118 + (frame % 5)})`;
          context.fillRect(0, 0, 320, 240);
          if (isFace) context.drawImage(picture, 50, 10);
          await new Promise(requestAnimationFrame);
        }
      };
      await show(false);
      await show(true);
      recorder.stop();
      await new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      const data = new Uint8Array(await new Blob(parts).arrayBuffer());
      const video = document.createElement('video');
      video.src = URL.createObjectURL(new Blob(parts));
      await new Promise((resolve) => {
        video.onloadedmetadata = resolve;
      });
      return { base64: btoa(Array.from(data, (v) => String.fromCharCode(v)).join('')), duration: video.duration };
    }, face.toString('base64'));
    expect(recorded.duration).toBe(Number.POSITIVE_INFINITY);
    const buffer = Buffer.from(recorded.base64, 'base64');
    await page.locator('input[type=file]').setInputFiles({ name: 'recorded.webm', mimeType: 'video/webm', buffer });
    await done(page, 'video');
    const place = page.getByRole('slider', { name: 'Place in the video' });
    const duration = Number(await place.getAttribute('max'));
    expect(duration).toBeGreaterThan(1);
    await place.fill('0.1');
    await expect.poll(() => page.locator('[data-face]').count()).toBe(0);
    const nearEnd = Number((duration - 0.2).toFixed(1));
    await place.fill(String(nearEnd));
    await expect.poll(() => page.locator('[data-face]').count()).toBe(1);
    const shownTime = () => page.locator('video').evaluate((video) => (video as HTMLVideoElement).currentTime);
    await expect.poll(async () => Math.abs((await shownTime()) - nearEnd)).toBeLessThan(0.2);
  });

  it.skipIf(!hasShared)('of a person who smiles as she talks say so (skipped without ../shared)', async () => {
    const page = await openFiles([sharedMedia('woman2.mp4')]);
    await done(page, 'video');
    const place = page.getByRole('slider', { name: 'Place in the video' });
    let happy = 0;
    const times = Array.from({ length: 9 }, (_, i) => 0.5 + i * 0.5);
    for (const time of times) {
      await place.fill(String(time));
      await page.waitForFunction((wanted) => {
        const video = document.querySelector('video');
        return video && !video.seeking && Math.abs(video.currentTime - wanted) < 0.1;
      }, time);
      if ((await page.locator('[data-face]').getAttribute('data-emotion')) === 'happy') happy++;
    }
    expect(happy).toBeGreaterThanOrEqual(8);
  });
});
