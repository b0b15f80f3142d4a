import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { emotions } from '../src/emotion';
import { cameraArguments, cameraFile, hasShared, realFace, samplePhoto } from '../tools/camera';
import { killReader, moreReadings, pageOpener, reading, servedPage, watchStates } from '../tools/livePage';

const { url } = await servedPage();
const { open } = pageOpener();
const shows = (page: Page, emotion: string) => page.waitForSelector(`[data-emotion=${emotion}]`);

const smiling = await realFace('smiling');
const calm = await realFace('calm');

describe('the live page', () => {
  it('reads a smiling face: outline, words, seven meters, rate; and talks to its own origin only', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling])));
    const requests: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(url);
    await reading(page);
    await shows(page, 'happy');

    const face = page.locator('[data-face]').first();
    expect(await face.getByRole('heading').textContent()).toContain('happy');
    for (const emotion of emotions) await face.getByRole('meter', { name: emotion, exact: true }).waitFor();
    const values = await face
      .locator('meter')
      .evaluateAll((meters) => meters.map((m) => (m as HTMLMeterElement).value));
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 1);
    expect(await page.locator('.mark .corners').count()).toBeGreaterThan(0);

    await page.waitForFunction(() => {
      const { fps, latencyMs } = document.documentElement.dataset;
      return Number(fps) > 0 && Number(latencyMs) > 0;
    });

    // Cross-origin isolated, so that WebAssembly may use threads.
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((r) => !r.startsWith(url) && !r.startsWith('blob:'))).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('follows the face from smiling to neutral and back', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling, calm], 60)));
    await page.goto(url);
    await shows(page, 'happy');
    await shows(page, 'neutral');
    await shows(page, 'happy');
  });

  it('reads several faces, each by itself', async () => {
    const page = await open(cameraArguments(await cameraFile([samplePhoto(6)])));
    await page.goto(url);
    await reading(page);
    await page.getByText(/^[2-4] faces$/).waitFor();
    // In one look: the next frame may show one more, or one alone.
    const look = () =>
      page.evaluate(() => ({
        faces: [...document.querySelectorAll('[data-face]')].map((face) => face.getAttribute('data-face')),
        meters: document.querySelectorAll('[data-face] meter').length,
        marks: document.querySelectorAll('.mark .corners').length,
      }));
    let seen = await look();
    await expect
      .poll(async () => {
        seen = await look();
        return seen.faces.length;
      })
      .toBeGreaterThan(1);
    const { faces, meters, marks } = seen;
    expect(new Set(faces).size).toBe(faces.length);
    expect(meters).toBe(faces.length * 7);
    expect(marks).toBe(faces.length);
  });

  it('is not sure of a face in the dark, says that it is the dark, and what would help', async () => {
    const dark = await sharp(smiling)
      .resize(640, 480, { fit: 'contain' })
      .linear(hasShared ? 0.12 : 0.2, 0)
      .jpeg()
      .toBuffer();
    const page = await open(cameraArguments(await cameraFile([dark])));
    await page.goto(url);
    await reading(page);
    await page.locator('[data-hindrance=dark]').getByText('More light from the front helps.').waitFor();
    expect(await page.getAttribute('[data-face]', 'data-emotion')).toBe('unsure');
    expect(await page.locator('.overlay .word').textContent()).toContain('too dark');
    // Nothing beside it is surer: the bars fade, and it is not said to look pleasant or unpleasant.
    expect(await page.locator('.bars.faded').count()).toBe(1);
    expect(await page.locator('.scales .point').isVisible()).toBe(false);
    expect(await page.locator('.scales').innerText()).not.toContain('pleasant');
    expect(await page.locator('.panel').innerText()).not.toContain('mostly neutral');
    await page.locator('.minute .unsure-time').waitFor({ state: 'attached' });
  });

  it('says so when there is no face', async () => {
    const page = await open(cameraArguments());
    await page.goto(url);
    await page.waitForSelector('html[data-state=no-face]');
    await page.getByText('No face yet').waitFor();
    expect(await page.locator('[data-face]').count()).toBe(0);
  });

  it('says so when the camera is refused, and reads once it is allowed', async () => {
    const page = await open([
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${await cameraFile([smiling])}`,
    ]);
    await page.goto(url);
    await page.getByRole('button', { name: 'Turn on camera' }).click();
    await page.waitForSelector('html[data-state=denied]');
    await page.getByText('The camera is blocked').waitFor();
    await page.context().grantPermissions(['camera'], { origin: new URL(url).origin });
    await page.getByRole('button', { name: 'Try again' }).click();
    await reading(page);
  });

  it('goes on by itself when the camera stops sending, or the worker dies', async () => {
    const page = await open(cameraArguments(await cameraFile([smiling])));
    const passes = await watchStates(page);
    await page.goto(url);
    await reading(page);
    await page.evaluate(() => document.querySelector('video')?.pause());
    await passes('reading', 'asking', 'reading');
    await killReader(page);
    await passes('reading', 'starting', 'reading');
  });

  it('says so when there is no camera', async () => {
    const page = await open(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0']);
    await page.goto(url);
    await page.waitForSelector('html[data-state=no-camera]');
    await page.getByRole('button', { name: 'Look again' }).waitFor();
  });

  it('names less from a higher threshold, "not sure" when nothing reaches it', async () => {
    const page = await open(cameraArguments(await cameraFile([calm])));
    await page.goto(url);
    await reading(page);
    const named = async () => page.locator('.bars li.named').count();
    const slider = page.getByRole('slider');
    await slider.fill('0.1');
    await moreReadings(page, 1);
    const many = await named();
    await slider.fill('0.9');
    await moreReadings(page, 1);
    expect(await named()).toBeLessThanOrEqual(many);
    // Words stay for a moment after they have stopped being right.
    await expect
      .poll(() =>
        page
          .locator('[data-face]')
          .first()
          .evaluate((face) => {
            const top = Math.max(...[...face.querySelectorAll('meter')].map((meter) => meter.value));
            return top >= 0.85 || face.getAttribute('data-emotion') === 'unsure';
          }),
      )
      .toBe(true);
  });

  it.each([
    ['light', { width: 390, height: 844 }],
    ['dark', { width: 1440, height: 900 }],
  ] as const)(
    'has nothing that axe complains of, and no sideways scrolling (%s, %j)',
    async (colorScheme, viewport) => {
      const page = await open(cameraArguments(await cameraFile([smiling])), { colorScheme, viewport });
      await page.goto(url);
      await reading(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    },
  );
});
