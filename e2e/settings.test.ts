import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import labelled from '../bench/labelledPhotos.json' with { type: 'json' };
import { emotions } from '../src/emotion';
import { packageRoot } from '../src/model/node';
import { cameraArguments, cameraFile, realFace, samplePhoto } from '../tools/camera';
import { moreReadings, pageOpener, reading, servedPage, watchStates } from '../tools/livePage';
import { otherNetwork } from '../tools/otherNetworks';

const { url } = await servedPage();
const { open } = pageOpener();
const smiling = await realFace('smiling');
const camera = cameraArguments(await cameraFile([smiling]));

const openSettings = async (page: Page) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  return page.getByRole('dialog');
};
const saved = async (page: Page, press: () => Promise<void>) => {
  const waiting = page.waitForEvent('download');
  await press();
  const download = await waiting;
  return { name: download.suggestedFilename(), path: await download.path() };
};

describe('settings', () => {
  it('hold at the next visit: language, colours, threshold, mirror; the first visit is introduced', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    for (const title of ['It reads expressions', 'It does not know feelings', 'It stays here']) {
      await page.getByRole('heading', { name: title }).waitFor();
      await page.getByRole('button', { name: /Next|Begin/ }).click();
    }
    await page.getByRole('slider').fill('0.5');
    const sheet = await openSettings(page);
    await sheet.getByRole('checkbox', { name: 'Mirrored' }).uncheck();
    await sheet.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
    await sheet.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
    await sheet.getByRole('button', { name: 'Schließen', exact: true }).click();

    await page.reload();
    await reading(page);
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    await page.locator('[data-face]').getByRole('heading', { name: 'fröhlich' }).waitFor();
    expect(await page.getByRole('slider').inputValue()).toBe('0.5');
    expect(await page.locator('.intro').count()).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(20, 22, 26)',
    );
    expect(await page.locator('video.mirrored').count()).toBe(0);
  });

  it('follow the browser’s language, and stay usable when nothing can be stored', async () => {
    const page = await open(camera, { locale: 'de-AT' });
    await page.addInitScript(`
      Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    `);
    await page.goto(url);
    await reading(page);
    await page.getByText('nur auf diesem Gerät').waitFor();
    await page.getByRole('button', { name: 'Einstellungen' }).click();
    await page.getByRole('alert').getByText('Dieser Browser behält keine Einstellungen').waitFor();
  });

  it('another size and another camera are taken at once', async () => {
    const page = await open(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2']);
    await page.goto(url);
    await page.waitForSelector('html[data-state=no-face]');
    const shown = () =>
      page.evaluate(() => {
        const stream = document.querySelector('video')?.srcObject as MediaStream | null;
        const { width, deviceId } = stream?.getVideoTracks()[0]?.getSettings() ?? {};
        return { width, deviceId };
      });
    const before = await shown();
    const sheet = await openSettings(page);
    await sheet.getByRole('combobox', { name: 'Picture size' }).selectOption('1280x720');
    await expect.poll(async () => (await shown()).width).toBe(1280);
    const cameras = sheet.getByRole('combobox', { name: 'Camera' });
    const others = () =>
      cameras
        .locator('option')
        .evaluateAll(
          (all, used) => all.map((o) => (o as HTMLOptionElement).value).filter((id) => id && id !== used),
          before.deviceId,
        );
    // The browser is asked for its cameras when the sheet opens.
    await expect.poll(others).toHaveLength(1);
    const other = await others();
    await cameras.selectOption(other[0] ?? '');
    await expect.poll(async () => (await shown()).deviceId).toBe(other[0]);
  });

  it('a network of one’s own reads in place of the packaged one', async () => {
    const page = await open(camera);
    const passes = await watchStates(page);
    await page.goto(url);
    await reading(page);
    const sheet = await openSettings(page);
    await page.evaluate('window.states.length = 0');
    await sheet.locator('.network input').setInputFiles(join(packageRoot(), 'models', 'tiny.onnx'));
    await passes('starting', 'reading');
    await sheet.getByText('tiny.onnx', { exact: true }).waitFor();
    await page.locator('[data-face][data-emotion=happy]').waitFor({ state: 'attached' });
    expect(await sheet.getByRole('alert').count()).toBe(0);
    await page.evaluate('window.states.length = 0');
    await sheet.getByRole('button', { name: 'Back to compact' }).click();
    await passes('starting', 'reading');
    await sheet.getByText('compact, which comes with feeling').waitFor();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.locator('[data-face][data-emotion=happy]').waitFor();
  });

  it('another maker’s network is asked about once, and then reads', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    const sheet = await openSettings(page);
    // Whatever it sees, it says sad.
    const { file } = otherNetwork({
      input: [1, 3, 64, 64],
      weights: [0, 1, 2].map(() => [0, 0, 0]),
      bias: [0, 9, 0],
    });
    const other = { name: 'other.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from(file) };
    await sheet.locator('.network input').setInputFiles(other);
    const form = sheet.getByRole('form', { name: 'About other.onnx' });
    await form.getByLabel('Emotions, in the order').fill('happy, sad');
    await form.getByRole('button', { name: 'Use it' }).click();
    await form.getByRole('alert').getByText('2 labels, but the network gives 3').waitFor();
    await form.getByLabel('Emotions, in the order').fill('Wut, sadness, fear');
    await form.getByRole('button', { name: 'Use it' }).click();
    await form.getByRole('alert').getByText('What does “Wut” mean? Say it as “Wut=happy”').waitFor();
    await sheet.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
    await sheet.getByRole('alert').getByText('Was bedeutet „Wut“? Schreib es als „Wut=happy“').waitFor();
    await sheet.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
    await form.getByLabel('Emotions, in the order').fill('Freude=happy, sadness, fear');
    await form.getByRole('button', { name: 'Use it' }).click();
    await sheet.getByText('other.onnx', { exact: true }).waitFor();
    await form.waitFor({ state: 'detached' });
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.locator('[data-face][data-emotion=sad]').waitFor();
    // After a reload what was said of it is still known.
    await page.reload();
    await reading(page);
    const again = await openSettings(page);
    await again.locator('.network input').setInputFiles(other);
    await again.getByText('other.onnx', { exact: true }).waitFor();
    await again.getByRole('button', { name: 'Close' }).click();
    await page.locator('[data-face][data-emotion=sad]').waitFor();
  });

  it('a file that is not a network is refused, and reading goes on', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    const sheet = await openSettings(page);
    await sheet
      .locator('.network input')
      .setInputFiles({ name: 'mine.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('no network') });
    await sheet
      .getByRole('alert')
      .getByText('That file cannot be used; compact goes on. (It is no ONNX file.)')
      .waitFor();
    await sheet.getByRole('combobox', { name: 'Face detector' }).selectOption({ index: 1 });
    await sheet.getByRole('button', { name: 'Close' }).click();
    await reading(page);
  });
});

describe('what one can do with a reading', () => {
  it('pausing turns the camera off, going on turns it on', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    const tracks = () =>
      page.evaluate(() => (document.querySelector('video')!.srcObject as MediaStream).getTracks()[0]?.readyState);
    expect(await tracks()).toBe('live');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused. The camera is off.').waitFor();
    expect(await tracks()).toBe('ended');
    expect(await page.locator('.figures').textContent()).toBe('');
    await page.getByRole('button', { name: 'Resume' }).click();
    await reading(page);
    // Another view needs no camera either.
    await page.getByRole('link', { name: 'Files' }).click();
    await expect.poll(() => page.evaluate(() => document.querySelectorAll('video').length)).toBe(0);
    await page.getByRole('link', { name: 'Live' }).click();
    await reading(page);
  });

  it('shows why: the places that speak for the emotion, in about a second', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    await page.locator('[data-face][data-emotion=happy]').waitFor();
    await page.getByRole('button', { name: 'Why?' }).click();
    const figure = page.locator('[data-why-ms]');
    await figure.waitFor();
    expect(await figure.textContent()).toContain('speaks for “happy”');
    // The face and a colour over it: not all grey.
    const colours = await figure.locator('canvas').evaluate((canvas) => {
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, 192, 192);
      let coloured = 0;
      for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i]! - data[i + 2]!) > 20) coloured++;
      return coloured / (data.length / 4);
    });
    expect(colours).toBeGreaterThan(0.02);
    expect(colours).toBeLessThan(0.9);
  });

  it('says that the picture is gone when it is', async () => {
    // A service worker would have the networks already.
    const page = await open(camera, { serviceWorkers: 'block' });
    await page.goto(url);
    await reading(page);
    // Reading begins anew with other networks; the face on the page is of before.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/\/models\//, async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Face detector').selectOption('auto');
    await page.waitForSelector('html[data-state=starting]');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Why?' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    release();
    await page.getByText('The picture of that face is gone.').waitFor();
    expect(await page.locator('[data-why-ms]').count()).toBe(0);
  });

  it('a snapshot is a picture of this moment', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    const snapshot = () => saved(page, () => page.getByRole('button', { name: 'Snapshot' }).click());
    const plain = await snapshot();
    expect(plain.name).toMatch(/^feeling-\d{4}-\d\d-\d\d-\d\d\.\d\d\.\d\d\.png$/);
    expect(await sharp(plain.path).metadata()).toMatchObject({ width: 640, height: 480 });
  });

  it('a snapshot with blurred faces has every face of a group blurred, and what is tapped', async () => {
    // Its four noses by eye (bench/labelledPhotos.json), as a camera of 640 × 480 shows them in a mirror.
    const scale = 480 / 1537;
    const noses = labelled
      .filter(({ photo }) => photo === 'sample6.jpg')
      .map(({ x, y }) => ({ x: 640 - ((640 - 1920 * scale) / 2 + x * scale), y: y * scale }));
    expect(noses).toHaveLength(4);
    const page = await open(cameraArguments(await cameraFile([samplePhoto(6)])));
    await page.goto(url);
    await reading(page);
    const sheet = await openSettings(page);
    await sheet.getByRole('checkbox', { name: 'Blur faces' }).check();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Snapshot' }).click();
    const shown = page.getByRole('dialog', { name: 'Snapshot with blurred faces' });
    await shown.getByText(/faces are blurred/).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
    // One more by a tap near a corner, one by the keyboard in the middle, and one that is taken back.
    const picture = shown.getByRole('button', { name: 'Blur one more place' });
    const { width = 0, height = 0 } = (await picture.boundingBox()) ?? {};
    const tapped = { x: 40, y: 440 };
    await picture.click({ position: { x: (tapped.x / 640) * width, y: (tapped.y / 480) * height } });
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await picture.click({ position: { x: width - 20, y: height - 20 } });
    await shown.getByRole('button', { name: 'Undo' }).click();
    const { path } = await saved(page, () => shown.getByRole('button', { name: 'Save' }).click());
    await expect.poll(() => shown.count()).toBe(0);
    const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    /** In blocks, a few pixels have very few colours. */
    const colours = ({ x, y }: { x: number; y: number }) => {
      const seen = new Set<number>();
      for (let row = Math.round(y) - 4; row < y + 4; row++)
        for (let column = Math.round(x) - 4; column < x + 4; column++)
          seen.add(data.readUIntBE((row * info.width + column) * 3, 3));
      return seen.size;
    };
    for (const place of [...noses, tapped, { x: 320, y: 240 + 2 * 16 }]) expect(colours(place)).toBeLessThan(10);
  });

  it('records numbers, and hands them over as CSV and JSON', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    await page.getByRole('button', { name: 'Record data' }).click();
    await moreReadings(page, 5);
    await page.getByRole('button', { name: 'Stop recording' }).click();
    const csv = await saved(page, () => page.getByRole('button', { name: 'CSV' }).click());
    const [header = '', ...rows] = (await readFile(csv.path, 'utf8')).trimEnd().split('\n');
    expect(header).toBe(`time,face,${emotions.join(',')},valence`);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      const [, , ...numbers] = row.split(',').map(Number);
      expect(numbers.slice(0, 7).reduce((a, b) => a + b)).toBeCloseTo(1, 2);
    }
    const json = await saved(page, () => page.getByRole('button', { name: 'JSON' }).click());
    expect(JSON.parse(await readFile(json.path, 'utf8'))).toHaveLength(rows.length);

    // What is saved makes room for the next; what is not stays beside it until it is saved or discarded.
    const record = async () => {
      await page.getByRole('button', { name: 'Record data' }).click();
      await moreReadings(page, 3);
      await page.getByRole('button', { name: 'Stop recording' }).click();
    };
    const recordings = page.locator('.recorder p');
    await record();
    await expect.poll(() => recordings.count()).toBe(1);
    const unsaved = await recordings.textContent();
    await record();
    await expect.poll(() => recordings.count()).toBe(2);
    expect(await recordings.first().textContent()).toBe(unsaved);
    // What is not saved is discarded once that was said again.
    const discard = page.getByRole('button', { name: /^Discard/ }).first();
    await discard.click();
    await discard.getByText(/^Discard the recording of/).waitFor();
    expect(await recordings.count()).toBe(2);
    await discard.click();
    await expect.poll(() => recordings.count()).toBe(1);
    // Leaving the page with it asks first.
    const asked = page.waitForEvent('dialog');
    const leaving = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await leaving;
  });

  it('of several faces one is shown in full, and it can be another', async () => {
    const page = await open(cameraArguments(await cameraFile([samplePhoto(6)])));
    await page.goto(url);
    await reading(page);
    await page.getByText(/^[2-4] faces$/).waitFor();
    const chosen = () => page.locator('.card.chosen').getAttribute('data-face');
    expect(await page.locator('.card.chosen .scales').count()).toBe(1);
    const before = await chosen();
    await page.locator('[data-face]:not(.chosen) button').first().click();
    expect(await chosen()).not.toBe(before);
  });
});

describe('everyone', () => {
  it('the keyboard alone reaches everything, in the order that is seen', async () => {
    const page = await open(camera, { viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await reading(page);
    const reached: string[] = [];
    while (!reached.includes('Record data') && reached.length < 40) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          return element.getAttribute('aria-label') ?? (element.id || element.textContent?.trim() || element.tagName);
        }),
      );
    }
    for (const name of ['Settings', 'Live', 'Files', 'Next', 'Pause', 'Snapshot', 'Why?', 'threshold', 'Record data'])
      expect(reached).toContain(name);
    await page.getByRole('button', { name: 'Settings' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    // Back to where one was.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Settings');
  });

  it('a screen reader is told what is read every few seconds', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    await page.getByRole('log').getByText('You look happy.').waitFor();
  });

  it.each([
    ['a small phone', { width: 360, height: 640 }],
    ['200 % zoom of a laptop', { width: 640, height: 400 }],
    ['4K', { width: 3840, height: 2160 }],
  ])('nothing is cut off and axe finds nothing on %s, settings open', async (_, viewport) => {
    const page = await open(camera, { viewport });
    await page.goto(url);
    await reading(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await openSettings(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  it('a language that runs from right to left fits, too', async () => {
    const page = await open(camera, { viewport: { width: 390, height: 844 } });
    await page.goto(url);
    await reading(page);
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    const { left, right } = await page
      .locator('.bars li')
      .first()
      .evaluate((row) => ({
        left: row.querySelector('.number')!.getBoundingClientRect().left,
        right: row.querySelector('.name')!.getBoundingClientRect().left,
      }));
    expect(left).toBeLessThan(right);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

  it('nothing moves by itself with reduced motion', async () => {
    const page = await open(camera, { reducedMotion: 'reduce' });
    await page.goto(url);
    await reading(page);
    const moving = await page.evaluate(
      () => [...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length,
    );
    expect(moving).toBe(0);
  });
});
