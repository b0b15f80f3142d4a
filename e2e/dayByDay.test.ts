import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type JournalEntry, writeJson } from '../src/mood';
import { cameraArguments, cameraFile, realFace } from '../tools/camera';
import {
  checkIn,
  complaints,
  days,
  exported,
  importText,
  journalOpener,
  openJournal,
  reload,
  usual,
} from '../tools/journalPage';
import { servedPage } from '../tools/livePage';

const { url } = await servedPage();
const camera = cameraArguments(await cameraFile([await realFace('smiling')]));
const open = journalOpener(camera);

/** Opens the settings, does something there, and closes them. */
async function inSettings(page: Page, act: (page: Page) => Promise<unknown>) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await act(page);
  await page.keyboard.press('Escape');
}

describe('day by day', () => {
  it('an entry can be changed: its words, its time, and nothing that was not touched', async () => {
    const page = await open([]);
    await openJournal(page, url);
    const imported: JournalEntry = {
      id: 'from-elsewhere',
      time: '2026-03-01T08:30:00+01:00',
      // Another journal asked for no energy.
      felt: { valence: 0.5, words: [] },
      tags: ['garden'],
      note: 'early',
    };
    await importText(page, 'one.json', writeJson([imported]));
    await page.getByRole('button', { name: 'Change the entry of 08:30' }).click();
    const form = page.getByRole('form', { name: 'Change the entry of 08:30' });
    expect(await form.getByRole('button', { name: 'garden' }).getAttribute('aria-pressed')).toBe('true');
    await form.getByRole('textbox', { name: 'Note' }).fill('late');
    await form.getByRole('button', { name: 'Done' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await exported(page)).toEqual([{ ...imported, note: 'late' }]);

    await page.getByRole('button', { name: 'Change the entry of 08:30' }).click();
    await form.getByLabel('When').fill('2026-02-27T21:15');
    await form.getByRole('slider', { name: 'Unpleasant to pleasant' }).press('ArrowLeft');
    await form.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Friday, February 27, 2026').waitFor();
    const [changed] = await exported(page);
    expect(changed).toMatchObject({ id: 'from-elsewhere', felt: { valence: 0.4, energy: 0 }, note: 'late' });
    expect(changed?.time).toMatch(/^2026-02-27T21:15/);

    await page.getByRole('button', { name: 'Change the entry of 21:15' }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('never mind');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect((await exported(page))[0]?.note).toBe('late');
  });

  it('a page that stays open notices the new day, and Done leaves the days before in sight', async () => {
    const page = await open([], { timezoneId: 'UTC' });
    await page.clock.install({ time: new Date('2026-03-31T21:00:00Z') });
    await openJournal(page, url);
    await checkIn(page, 0.2, 0.1);
    const headings = () => page.locator('.journal-days h3').allTextContents();
    await expect.poll(headings).toEqual(['Today']);

    // A device that slept runs its timers once when it wakes.
    await page.clock.fastForward('10:00:00');
    await expect.poll(headings).toEqual(['Yesterday']);
    await checkIn(page, -0.2, 0.1);
    await expect.poll(headings).toEqual(['Today', 'Yesterday']);
    expect(await page.locator('.found').count()).toBe(0);
  });

  it('the camera looks by itself only where that is wanted, in plain sight, and keeps numbers', async () => {
    const page = await open(camera);
    const complained = complaints(page);
    await page.clock.install();
    await openJournal(page, url);
    await page.clock.runFor('06:00');
    expect(await page.locator('.camera-on').count()).toBe(0);
    await inSettings(page, () => page.getByRole('checkbox', { name: 'Automatic camera checks' }).check());
    await page.getByRole('link', { name: 'Care' }).click();
    // What is more than these minutes goes off the time that it waits for a face.
    await page.clock.runFor('05:01');
    const card = page.getByRole('region', { name: 'The camera is on' });
    await card.waitFor();
    await page.locator('.camera-on').waitFor();
    await page.waitForSelector('html[data-state=reading]');
    expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([]);
    await expect
      .poll(
        async () => {
          await page.clock.runFor(1000);
          return card.count();
        },
        { interval: 500 },
      )
      .toBe(0);
    expect(await page.locator('.camera-on').count()).toBe(0);
    await page.getByRole('link', { name: 'Journal' }).click();
    await page.getByText('1 automatic camera check').click();
    await page.getByText('To the camera you looked happy').waitFor();
    const [entry] = await exported(page);
    expect(entry?.felt).toBeUndefined();
    expect(entry?.seen?.emotions.happy).toBeGreaterThan(0.5);
    expect(JSON.stringify(entry).length).toBeLessThan(1000);
    expect(complained).toEqual([]);
  });

  it('reminds once, at the time that was chosen, on a day without an entry', async () => {
    const page = await open([], { permissions: ['notifications'], serviceWorkers: 'block' });
    await page.addInitScript(`
      window.shown = [];
      window.Notification = class {
        static permission = 'granted';
        static requestPermission = async () => 'granted';
        constructor(title) { window.shown.push(title); }
      };`);
    const shown = () => page.evaluate('window.shown.length');
    await page.clock.install({ time: new Date('2026-03-01T19:00:00') });
    await openJournal(page, url);
    await inSettings(page, () => page.getByRole('button', { name: 'Add a reminder' }).click());
    // The clock goes on while the page is used: only what is far from the time is certain.
    await page.clock.runFor('30:00');
    expect(await shown()).toBe(0);
    await page.clock.runFor('31:00');
    await expect.poll(shown).toBe(1);
    await page.clock.runFor('59:00');
    expect(await shown()).toBe(1);
    await page.clock.fastForward('20:00:00');
    await checkIn(page, 0.2, 0);
    await page.clock.runFor('05:00:00');
    expect(await shown()).toBe(1);
  });

  it('shows a day by the hour and how often one checks in, and saves plots as pictures', async () => {
    const page = await open([]);
    const complained = complaints(page);
    await openJournal(page, url);
    await importText(page, 'mine.json', writeJson(days(12, usual)));
    await checkIn(page, 0.4, 0);
    await page.getByRole('link', { name: 'Trends' }).click();
    await page.getByText('On 13 of the last 30 days · 13 days in a row now').waitFor();
    await page.getByRole('button', { name: 'day', exact: true }).click();
    await page.getByRole('heading', { name: 'Today: 1 check-in' }).waitFor();
    await page.getByRole('img', { name: 'Today: 1 check-in' }).locator('svg').waitFor();

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a picture' }).first().click();
    const picture = await readFile((await (await waiting).path()) as string);
    const { width = 0, height = 0 } = await sharp(picture).metadata();
    expect(width).toBeGreaterThan(1400);
    expect(height).toBeGreaterThan(300);
    // A year's grid in grey and orange: more than a blank page.
    expect((await sharp(picture).stats()).entropy).toBeGreaterThan(0.3);
    expect(complained).toEqual([]);
  });

  it('things to do have their time, tones if wanted, and drawings', async () => {
    const page = await open(['--autoplay-policy=no-user-gesture-required']);
    const complained = complaints(page);
    await page.clock.install();
    await page.addInitScript(`
      window.tones = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        window.tones.push(performance.now() / 1000);
        return start.apply(this, when);
      };`);
    await openJournal(page, url);
    const start = async (activity: string) => {
      await page.getByRole('link', { name: 'Care' }).click();
      // Tones are counted from here.
      await reload(page);
      await page.locator('.plane').click({ position: { x: 40, y: 120 } });
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByRole('button', { name: /^See all/ }).click();
      await page.locator(`[data-offer=${activity}]`).getByRole('button', { name: 'Start' }).click();
    };
    const tones = () => page.evaluate<number>('window.tones.length');
    await start('meditation');
    expect(await tones()).toBe(0);
    await page.getByRole('checkbox', { name: 'Soft tones' }).check();
    await expect.poll(tones).toBe(3);
    await page.clock.runFor(45_000);
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Notice each breath where you feel it best.');
    expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([]);
    await page.clock.runFor(260_000);
    await page.getByText('That was it.').waitFor();
    await expect.poll(tones).toBe(6);
    // Its time went on: loaded again, it is over still.
    await reload(page);
    await page.getByText('That was it.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();

    await start('breathing');
    await expect.poll(tones).toBeGreaterThan(0);
    await page.clock.runFor(12_000);
    // In, out, and in again: four seconds and six, whenever it began; a busy machine is late with single ones.
    await expect.poll(tones).toBeGreaterThanOrEqual(3);
    const [first = 0, second = 0, third = 0] = await page.evaluate<number[]>('window.tones');
    expect(Math.abs(second - first - 4)).toBeLessThan(1.5);
    expect(Math.abs(third - second - 6)).toBeLessThan(1.5);
    expect(Math.abs(third - first - 10)).toBeLessThan(1.5);
    await page.getByRole('button', { name: 'Cancel' }).click();

    await start('movement');
    const drawing = () => page.locator('.figure').innerHTML();
    const drawn = await drawing();
    await page.clock.runFor(65_000);
    await expect.poll(drawing).not.toBe(drawn);
    expect(complained).toEqual([]);
  });
});
