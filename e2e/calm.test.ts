/** A page that is calm to watch and never a dead end: what keeps its place, what is offered, and how small screens hold it. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { emotions } from '../src/emotion';
import { peopleReport } from '../src/report';
import { watchCalm } from '../tools/calm';
import { cameraArguments, cameraFile, hasShared, realFace, samplePhoto } from '../tools/camera';
import { hide, watchTracks } from '../tools/cameraTracks';
import { cutOff } from '../tools/cutOff';
import { moreReadings, pageOpener, reading, servedPage } from '../tools/livePage';

const { url } = await servedPage();
const { open } = pageOpener();
const smiling = await realFace('smiling');
const settled = (more = {}) =>
  `localStorage['feeling.settings'] ??= '${JSON.stringify({ introduced: true, ...more })}'`;

type Rectangle = { x: number; y: number; width: number; height: number };
const rectangles = (all: Locator) =>
  all.evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    }),
  );
const overlap = (a: Rectangle, b: Rectangle) =>
  a.x + 0.5 < b.x + b.width && b.x + 0.5 < a.x + a.width && a.y + 0.5 < b.y + b.height && b.y + 0.5 < a.y + a.height;
const fitsSideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe('nothing moves by itself', () => {
  it('while faces come and go, and are well or badly seen', async () => {
    const dark = await sharp(smiling)
      .resize(640, 480, { fit: 'contain' })
      .linear(hasShared ? 0.12 : 0.2, 0)
      .jpeg()
      .toBuffer();
    const nobody = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
      .jpeg()
      .toBuffer();
    const film = [smiling, nobody, samplePhoto(6), dark, await realFace('calm')];
    const page = await open(cameraArguments(await cameraFile(film, 90)), { viewport: { width: 1440, height: 900 } });
    await page.addInitScript(settled());
    const calm = await watchCalm(page);
    await page.goto(url);
    const card = (emotion: string) => page.locator(`.card.chosen[data-emotion=${emotion}]`).waitFor();
    for (let round = 0; round < 2; round++) {
      await card('happy');
      await page.locator('.card[data-empty]').waitFor();
      await page.getByText(/^[2-4] faces$/).waitFor();
      await page.locator('[data-hindrance=dark]').waitFor();
      await card('neutral');
    }
    expect(await calm.shifts()).toEqual([]);
  });
});

describe('faces and cards belong together', () => {
  it('four people at some distance are found, each with a number here and there, and no label covers another', async () => {
    // Half as large as the whole picture: the network for near faces alone misses some.
    const group = await sharp(samplePhoto(6)).resize(400, 300, { fit: 'inside' }).toBuffer();
    const room = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
      .composite([{ input: group, left: 120, top: 100 }])
      .jpeg()
      .toBuffer();
    const page = await open(cameraArguments(await cameraFile([room])), { viewport: { width: 390, height: 844 } });
    await page.addInitScript(settled());
    await page.goto(url);
    await page.getByText('4 faces').waitFor();
    await moreReadings(page, 2);
    // In one look: the next frame may number them otherwise.
    const numbers = () =>
      page.evaluate(() => {
        const textsOf = (selector: string) => [...document.querySelectorAll(selector)].map((e) => e.textContent).sort();
        return { cards: textsOf('.face-number [aria-hidden]'), picture: textsOf('.mark-number') };
      });
    let seen = await numbers();
    await expect
      .poll(async () => {
        seen = await numbers();
        return seen.cards.length;
      })
      .toBe(4);
    expect(seen.picture).toEqual(seen.cards);
    const labels = await rectangles(page.locator('.overlay .word > rect:first-child'));
    const [picture] = await rectangles(page.locator('.overlay'));
    expect(labels.length).toBeGreaterThanOrEqual(3);
    labels.forEach((label, i) => {
      for (const other of labels.slice(i + 1)) expect(overlap(label, other)).toBe(false);
      expect(label.x).toBeGreaterThanOrEqual((picture?.x ?? 0) - 0.5);
      expect(label.x + label.width).toBeLessThanOrEqual((picture?.x ?? 0) + (picture?.width ?? 0) + 0.5);
    });
    // Whoever is pointed at beside the picture stands out in it, also with the keyboard.
    const other = page.locator('[data-face]:not(.chosen) button').first();
    await other.focus();
    const id = await page.locator('.card.pointed').getAttribute('data-face');
    expect(await page.locator('.mark.pointed').getAttribute('data-mark')).toBe(id);
  });

  it('any face of a group photo can be chosen and asked “Why?”', async () => {
    const page = await open(['--use-fake-ui-for-media-stream']);
    await page.addInitScript(settled());
    await page.goto(`${url}#files`);
    await page.locator('input[type=file]').setInputFiles([samplePhoto(6)]);
    await page.locator('[data-read=done]').waitFor();
    for (const id of ['3', '2']) {
      await page.locator(`[data-face="${id}"] button.plain`).click();
      await page.locator(`.chosen[data-face="${id}"]`).waitFor();
      await page.getByRole('button', { name: 'Why?' }).click();
      await page.locator(`.chosen[data-face="${id}"] [data-why-ms]`).waitFor();
    }
    // In the picture, too.
    await page.locator('[data-mark="1"] .hit').click();
    await page.locator('.chosen[data-face="1"]').waitFor();
  });
});

describe('the way in', () => {
  it('the page says what the camera is for before the browser asks, and reads after one press', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling])));
    // This browser says yes to everything; as it would be where it asks:
    await page.addInitScript(`navigator.permissions.query = async () => ({ state: 'prompt' });`);
    const { given } = await watchTracks(page);
    await page.goto(url);
    await page.waitForSelector('html[data-state=welcome]');
    expect(await page.title()).toBe('Live · feeling');
    expect(await given()).toBe(0);
    const notice = page.locator('.notice');
    await notice.getByRole('link', { name: 'Read a photo' }).waitFor();
    await notice.getByRole('link', { name: 'Journal' }).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
    // What had the focus goes; it is then where the page begins.
    await page.getByRole('button', { name: 'Skip' }).click();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    await page.getByRole('button', { name: 'Turn on camera' }).click();
    await reading(page);

    // A pause tells what was seen, if that was a second at least.
    await moreReadings(page, 45);
    await expect
      .poll(async () => {
        await page.waitForTimeout(300);
        return page.locator('[data-face]').count();
      })
      .toBe(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page
      .locator('[data-summary]')
      .getByText(/Your face was seen for \d+ s: happy/)
      .waitFor();

    // The page opens where it was left.
    await page.getByRole('link', { name: 'Trends' }).click();
    await expect.poll(() => page.title()).toBe('Trends · feeling');
    await page.goto(`${url}NOTICE.txt`);
    await page.goto(url);
    await expect.poll(() => page.title()).toBe('Trends · feeling');
    await page.getByRole('link', { name: 'Trends' }).and(page.locator('[aria-current]')).waitFor();
  });

  it('without a camera there is a way on: a drawn face is read', async () => {
    const page = await open(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0']);
    await page.addInitScript(settled());
    await page.goto(url);
    await page.waitForSelector('html[data-state=no-camera]');
    await page.getByRole('button', { name: 'Try a drawn face' }).click();
    await page.getByRole('article', { name: 'drawn face.png' }).and(page.locator('[data-read=done]')).waitFor();
    expect(await page.locator('[data-face]').count()).toBe(1);
  });

  it('“show me all seven” sees a smile, and gives a picture only where it is asked for', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling])));
    await page.addInitScript(settled());
    await page.goto(url);
    await reading(page);
    await page.getByRole('button', { name: 'Show me all seven' }).click();
    await page.locator('[data-game=surprise]').waitFor();
    const game = page.getByRole('region', { name: 'Show me all seven' });
    expect(await game.locator('canvas').count()).toBe(1);
    for (let i = 0; i < 6; i++) await game.getByRole('button', { name: 'Skip this one' }).click();
    await game.getByText('1 of 7').waitFor();
    const waiting = page.waitForEvent('download');
    await game.getByRole('button', { name: 'Save as a picture' }).click();
    const picture = await sharp(await (await waiting).path()).metadata();
    expect(picture.width).toBeGreaterThan(180);
    await game.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => game.count()).toBe(0);
  });
});

it('a small window over others goes on reading while the page is hidden, and gives the camera back', async () => {
  const page = await open(cameraArguments(await cameraFile([smiling])));
  await page.addInitScript(settled());
  // A frame stands in for the window, which headless browsers do not open.
  await page.addInitScript(`
    Object.defineProperty(window, 'documentPictureInPicture', {
      value: {
        async requestWindow() {
          const frame = document.createElement('iframe');
          document.body.append(frame);
          frame.contentWindow.close = () => frame.remove();
          return frame.contentWindow;
        },
      },
    });`);
  await page.goto(url);
  await reading(page);
  await page.getByRole('button', { name: 'Small window' }).click();
  const small = page.frameLocator('iframe');
  await small.getByText('happy').first().waitFor();
  // The window's clock begins when it is opened; what is read of its frames counts by the page's. The first may be of the
  // page's own frames still.
  const [opened, shown] = await page.evaluate(() => {
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    const at = (frame.contentWindow as Window).performance.timeOrigin - performance.timeOrigin;
    return new Promise<[number, number]>((resolve) => {
      let seen = 0;
      new PerformanceObserver((list, observer) => {
        seen += list.getEntriesByName('feeling:reading').length;
        if (seen < 5) return;
        observer.disconnect();
        resolve([at, list.getEntriesByName('feeling:reading').at(-1)?.startTime ?? 0]);
      }).observe({ type: 'measure' });
    });
  });
  expect(shown).toBeGreaterThan(opened);
  await hide(page, true);
  await moreReadings(page, 3);
  await hide(page, false);
  // The page may be out of sight: what is in the way is said in the window, too.
  await page.getByRole('button', { name: 'Pause' }).click();
  await small.getByText('Paused. The camera is off.').waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await reading(page);
  for (const shownIn of [page, small]) {
    const isOn = shownIn
      .locator('video')
      .evaluate((video: HTMLVideoElement) => (video.srcObject as MediaStream).active);
    expect(await isOn).toBe(true);
  }
  await page.getByRole('link', { name: 'Files' }).click();
  await expect.poll(() => page.locator('iframe').count()).toBe(0);
  await page.getByRole('link', { name: 'Live' }).click();
  await reading(page);
  await moreReadings(page, 3);
});

describe('small screens', () => {
  it('320 pixels, German, and a phone on its side: nothing is cut off, the face stays in view', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling])), {
      viewport: { width: 320, height: 640 },
      locale: 'de',
    });
    await page.addInitScript(settled());
    await page.goto(url);
    await reading(page);
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 700 });
      for (const view of ['live', 'files', 'journal', 'trends', 'care', 'about']) {
        await page.goto(`${url}#${view}`);
        await page.locator('main').waitFor();
        expect([view, await fitsSideways(page)]).toEqual([view, true]);
      }
      // Each word of the navigation has room, on one line.
      const cut = await page
        .locator('nav a span')
        .evaluateAll(
          (all) => all.filter((e) => e.scrollWidth > e.parentElement!.clientWidth || e.clientHeight > 20).length,
        );
      expect(cut).toBe(0);
      await page.getByRole('button', { name: 'Einstellungen', exact: true }).click();
      const sheet = page.locator('dialog.sheet');
      await sheet.locator('.keeping .danger').waitFor();
      expect(await sheet.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
      await sheet.getByRole('button', { name: 'Schließen', exact: true }).click();
      await sheet.waitFor({ state: 'detached' });
    }
    await page.goto(`${url}#live`);
    await reading(page);
    await page.setViewportSize({ width: 844, height: 390 });
    const inView = async () => {
      const [picture] = await rectangles(page.locator('video.camera'));
      return picture && picture.height > 200 && picture.y >= 0 && picture.y + picture.height <= 390;
    };
    await expect.poll(inView).toBe(true);
    await page.locator('.limits').last().scrollIntoViewIfNeeded();
    await expect.poll(inView).toBe(true);
    expect(await fitsSideways(page)).toBe(true);
  });

  it('full screen can be entered and left, its button in view, and nothing is cut off', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling])), { viewport: { width: 320, height: 568 } });
    await page.addInitScript(settled());
    await page.goto(url);
    await reading(page);
    const isInView = async (name: string) => {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox();
      const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
      return box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
    };
    for (const viewport of [
      { width: 320, height: 568 },
      { width: 844, height: 390 },
    ]) {
      await page.setViewportSize(viewport);
      await expect.poll(async () => [viewport, await isInView('Full screen')]).toEqual([viewport, true]);
      await page.getByRole('button', { name: 'Full screen', exact: true }).click();
      await page.waitForFunction(() => document.fullscreenElement !== null);
      await expect.poll(() => isInView('Leave full screen')).toBe(true);
      await expect.poll(async () => (await rectangles(page.locator('video.camera')))[0]?.height).toBeGreaterThan(100);
      await expect.poll(() => cutOff(page)).toEqual([]);
      await page.getByRole('button', { name: 'Leave full screen', exact: true }).click();
      await page.waitForFunction(() => document.fullscreenElement === null);
    }
  });

  it('reports fit a phone: long paths break, wide plots scroll by themselves, and words of an axis are apart', async () => {
    const source = `${'a_folder_with_a_long_name/'.repeat(6)}clip.mp4`;
    const means = emotions.map(() => 1 / 7);
    const timeline = [0, 1, 2].map((time) => ({ time, means }));
    const person = { name: 'face 1', frames: 3, means, meanValence: 0, timeline, step: 1, moments: [] };
    const page = await open([], { viewport: { width: 390, height: 844 } });
    await page.setContent(peopleReport([{ source, what: '3 frames', people: [person] }]));
    expect(await fitsSideways(page)).toBe(true);
    const texts = await rectangles(page.locator('svg[aria-label^="Emotions of"] text'));
    expect(texts.length).toBeGreaterThan(6);
    texts.forEach((text, i) => {
      for (const other of texts.slice(i + 1)) expect(overlap(text, other)).toBe(false);
    });
  });
});
