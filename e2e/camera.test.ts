import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../src/graph';
import { cameraArguments, cameraFile, realFace } from '../tools/camera';
import { hide, watchTracks } from '../tools/cameraTracks';
import { checkIn, complaints, openJournal } from '../tools/journalPage';
import { pageOpener, reading, servedPage } from '../tools/livePage';

const { url } = await servedPage();
const { open } = pageOpener();
const camera = cameraArguments(await cameraFile([await realFace('smiling')]));

const go = (page: Page, view: string) => page.getByRole('link', { name: view, exact: true }).click();
const pause = (page: Page) => page.getByRole('button', { name: 'Pause' }).click();
const paused = 'html[data-state=paused]';

describe('the camera is on only when it is wanted', () => {
  it('is off while the page is hidden, and back when it is seen', async () => {
    const page = await open(camera);
    const { live, given, lies } = await watchTracks(page);
    await page.goto(url);
    await reading(page);
    expect(await live()).toBe(1);
    await hide(page, true);
    expect(await live()).toBe(0);
    expect(await page.locator('.camera-on').count()).toBe(0);
    await hide(page, false);
    await reading(page);
    expect(await live()).toBe(1);
    expect(await given()).toBe(2);
    await pause(page);
    await hide(page, true);
    await hide(page, false);
    await page.waitForSelector(paused);
    expect(await live()).toBe(0);
    expect(await given()).toBe(2);
    expect(await lies()).toEqual([]);
  });

  it('is not asked for by a page that opens out of view', async () => {
    const page = await open(camera);
    const { given, live } = await watchTracks(page);
    await page.addInitScript(`
      let hidden = true;
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    `);
    await page.goto(url);
    await page.waitForSelector('html[data-state=off]');
    expect(await given()).toBe(0);
    await hide(page, false);
    await reading(page);
    expect(await live()).toBe(1);
  });

  it('the sign agrees with the tracks through any order of presses, views and tabs, with a slow camera', async () => {
    const page = await open(camera);
    const complained = complaints(page);
    const { live, lies } = await watchTracks(page, 60);
    await page.goto(url);
    await reading(page);
    await page.getByRole('button', { name: 'Skip' }).click();
    const random = seededRandom(17);
    let hidden = false;
    const acts = {
      pause: async () => {
        const button = page.getByRole('button', { name: /^(Pause|Resume)$/ });
        if (await button.count()) await button.click();
      },
      live: () => go(page, 'Live'),
      files: () => go(page, 'Files'),
      trends: () => go(page, 'Trends'),
      hide: async () => {
        hidden = !hidden;
        await hide(page, hidden);
      },
    };
    const names = Object.keys(acts) as (keyof typeof acts)[];
    for (let i = 0; i < 80; i++) {
      await acts[names[Math.floor(random.between(0, names.length))] as keyof typeof acts]();
      // Some acts come while the camera is still asked for, some after.
      const wait = random.between(0, 150);
      await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), wait);
    }
    await hide(page, false);
    await go(page, 'Live');
    const button = page.getByRole('button', { name: 'Resume' });
    if (await button.count()) await button.click();
    await reading(page);
    expect(await live()).toBe(1);
    // Pressed as fast as one can: a video that has lost its camera has no picture to give.
    await page.evaluate(() => {
      const press = () => document.querySelector<HTMLButtonElement>('.stage .controls button')?.click();
      for (let i = 0; i < 20; i++) press();
    });
    for (let i = 0; i < 10; i++) {
      await pause(page);
      await page.waitForSelector(paused);
      expect(await live()).toBe(0);
      await button.click();
      await page.waitForSelector('.camera-on');
    }
    await reading(page);
    expect(await lies()).toEqual([]);
    expect(complained).toEqual([]);
  });

  it('a check-in’s look asks first while the camera is paused, and leaves Pause as it was', async () => {
    const page = await open(camera);
    const { live, lies } = await watchTracks(page);
    await page.goto(url);
    await reading(page);
    await pause(page);
    await page.waitForSelector(paused);
    await openJournal(page, url);
    await checkIn(page, 0.5, 0.2, () => page.getByRole('checkbox', { name: 'Camera check' }).check());
    await page.getByRole('heading', { name: 'The camera is paused' }).waitFor();
    expect(await live()).toBe(0);
    await page.getByRole('button', { name: 'Look now' }).click();
    await reading(page);
    expect(await live()).toBe(1);
    await page.getByText('To the camera you looked happy').waitFor();
    expect(await live()).toBe(0);
    await go(page, 'Live');
    await page.getByText('Paused. The camera is off.').waitFor();
    expect(await live()).toBe(0);
    expect(await lies()).toEqual([]);
  });

  it('a look by itself ends when the page is hidden or the camera paused, and nothing is kept of it', async () => {
    const page = await open(camera);
    await page.addInitScript(
      `localStorage['feeling.settings'] = JSON.stringify({ passiveLook: true, introduced: true })`,
    );
    const { live, given, lies } = await watchTracks(page);
    await page.clock.install();
    await openJournal(page, url);
    const card = page.getByRole('region', { name: 'The camera is on' });
    // What is more than these minutes goes off the time that it waits for a face.
    await page.clock.runFor('05:01');
    await card.waitFor();
    await reading(page);
    expect(await live()).toBe(1);
    await hide(page, true);
    expect(await live()).toBe(0);
    await expect.poll(() => card.count()).toBe(0);
    await page.clock.runFor('11:00');
    expect(await given()).toBe(1);
    await hide(page, false);
    await page.clock.runFor('01:00');
    expect(await live()).toBe(0);
    expect(await page.locator('.looks').count()).toBe(0);
    // With Live paused it does not look at all.
    await go(page, 'Live');
    await reading(page);
    await pause(page);
    await go(page, 'Journal');
    await page.clock.runFor('11:00');
    expect(await live()).toBe(0);
    expect(await given()).toBe(2);
    // The comparing itself ran on the page's clock: all times that were tried.
    expect(await lies()).toEqual([]);
  });
});
