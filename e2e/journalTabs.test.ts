/** The journal in two tabs of one browser: they never disagree, and nothing is lost between them. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { writeJson } from '../src/mood';
import {
  checkIn,
  closeSettings,
  days,
  deleteEverything,
  exported,
  importText,
  journalOpener,
  lockNow,
  openData,
  openJournal,
  reload,
  removePassphrase,
  setPassphrase,
  stored,
  unlock,
  usual,
} from '../tools/journalPage';
import { appFolder, pageOpener, servedPage } from '../tools/livePage';
import { prepareContext, runSequence, serveJournal } from '../tools/tabSequences';

const { url } = await servedPage();
const open = journalOpener();
const { open: openPage } = pageOpener();
const passphrase = 'river walk at noon';

async function twoTabs(): Promise<[Page, Page]> {
  const first = await open([]);
  await openJournal(first, url);
  const second = await first.context().newPage();
  await openJournal(second, url);
  return [first, second];
}

const entryCount = (page: Page, count: number) =>
  page.waitForFunction((n) => document.querySelectorAll('[data-entry]').length === n, count);
const isLocked = (page: Page) => page.getByText('Your journal is locked').waitFor();
const isOpen = (page: Page) => page.locator('[data-journal=ready]').waitFor();

/** What lies in the entries' table: in clear, or sealed. */
const rows = async (page: Page) => {
  const { entries = [], locks = [] } = await stored(page);
  const sealed = entries.filter((row) => 'sealed' in row).length;
  return { clear: entries.length - sealed, sealed, locks: locks.length };
};

describe('two tabs', () => {
  it('show the same at once: entries, removals, lock, unlock, passphrase, settings, forgetting', async () => {
    const [first, second] = await twoTabs();
    await checkIn(first, 0.5, 0.2, (page) => page.getByRole('textbox', { name: 'Note' }).fill('from the first'));
    await second.getByText('from the first').waitFor();
    await checkIn(second, -0.5, 0.2);
    await entryCount(first, 2);
    await first
      .getByRole('button', { name: /^Remove the entry/ })
      .first()
      .click();
    await entryCount(second, 1);
    await importText(first, 'mine.json', writeJson(days(3, usual)));
    await entryCount(second, 7);

    // A passphrase that is set in one is asked for in none that is open, and what the other keeps is sealed.
    await setPassphrase(first, passphrase);
    await openData(second);
    await second.getByRole('button', { name: 'Remove the passphrase' }).waitFor();
    await closeSettings(second);
    await checkIn(second, 0.1, 0.1);
    expect(await rows(first)).toEqual({ clear: 0, sealed: 8, locks: 1 });

    await lockNow(second);
    await Promise.all([isLocked(first), isLocked(second)]);
    expect(await first.getByText('from the first').count()).toBe(0);
    await unlock(first, passphrase);
    await Promise.all([isOpen(first), isOpen(second)]);
    await entryCount(second, 8);

    await removePassphrase(first);
    await openData(second);
    await second.getByRole('button', { name: 'Lock journal' }).waitFor();
    await closeSettings(second);
    expect(await rows(first)).toEqual({ clear: 8, sealed: 0, locks: 0 });

    // Settings are merged by their names: what one tab changes does not undo what the other did.
    await first.getByRole('button', { name: 'Settings' }).click();
    await first.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
    await second.waitForSelector('html[data-theme=dark]');
    await second.getByRole('button', { name: 'Settings' }).click();
    await second.getByRole('combobox', { name: 'Picture size' }).selectOption('320x240');
    await second.keyboard.press('Escape');
    await first.keyboard.press('Escape');
    await expect
      .poll(() => first.evaluate(() => JSON.parse(localStorage.getItem('feeling.settings') ?? '{}')))
      .toMatchObject({ theme: 'dark', resolution: '320x240' });

    await deleteEverything(second);
    for (const page of [first, second]) await page.getByText('Everything was deleted.').waitFor();
    await Promise.all([entryCount(first, 0), entryCount(second, 0)]);
    await first.waitForSelector('html[data-theme=auto]');
    for (const found of Object.values(await stored(first))) expect(found).toEqual([]);
  });

  it('lose nothing when Done is pressed while the passphrase of many entries is taken away', async () => {
    const [first, second] = await twoTabs();
    await importText(first, 'mine.json', writeJson(days(200, usual)));
    await setPassphrase(first, passphrase);
    await second.locator('[data-entry]').first().waitFor();
    await openData(first);
    const plane = second.locator('.plane');
    await plane.click({ position: { x: 40, y: 40 } });
    // Both presses fall together, in either tab.
    await Promise.all([
      first.getByRole('button', { name: 'Remove the passphrase' }).click(),
      second.getByRole('button', { name: 'Done' }).click(),
    ]);
    await first.getByRole('button', { name: 'Lock journal' }).waitFor();
    await second.waitForFunction(() => document.querySelector('.plane-point') === null);
    expect(await rows(first)).toEqual({ clear: 401, sealed: 0, locks: 0 });
    await reload(second);
    await isOpen(second);
    expect(await exported(second)).toHaveLength(401);
  });

  it('a press on Done after the lock writes nothing in clear, and what was typed is there again', async () => {
    const [first, second] = await twoTabs();
    await setPassphrase(first, passphrase);
    await second.locator('.plane').click({ position: { x: 40, y: 40 } });
    const note = second.getByRole('textbox', { name: 'Note' });
    await note.fill('half');
    await second.evaluate(() => {
      // In one go, so that the page has no time to draw, or to take the form away.
      const field = document.querySelector('.note textarea') as HTMLTextAreaElement;
      field.value = 'half a thought';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      const press = (name: string) =>
        [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === name)?.click();
      press('Lock the journal');
      press('Done');
    });
    await Promise.all([isLocked(first), isLocked(second)]);
    expect(await rows(first)).toEqual({ clear: 0, sealed: 0, locks: 1 });
    await unlock(second, passphrase);
    await isOpen(second);
    expect(await note.inputValue()).toBe('half a thought');
    await second.getByRole('button', { name: 'Done' }).click();
    await second.locator('[data-entry]').waitFor();
    expect(await rows(first)).toEqual({ clear: 0, sealed: 1, locks: 1 });
  });

  it('whatever is pressed in either, lose nothing, leave nothing in clear, and can be opened again', async () => {
    const alone = await serveJournal(appFolder);
    const context = (await openPage([])).context();
    await prepareContext(context);
    for (const seed of [1, 2, 3, 4]) {
      const { pressed, faults } = await runSequence(context, alone.url, seed);
      expect(faults, `seed ${seed}: ${pressed.join(', ')}`).toEqual([]);
    }
    await alone.close();
  });

  it('a newer page takes the database over: the old tab says so, and reads and exports what it finds', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await checkIn(page, 0.4, 0.1);
    const newer = await page.context().newPage();
    await newer.goto(`${url}icon.svg`);
    await newer.evaluate(
      `new Promise((resolve, reject) => {
        const opening = indexedDB.open('feeling.journal', 50);
        opening.onupgradeneeded = () => opening.result.createObjectStore('more', { keyPath: 'id' });
        opening.onsuccess = () => resolve(opening.result.close());
        // A tab that has just written may need a moment to let it go.
        opening.onerror = () => reject(opening.error);
      })`,
    );
    await page.getByText('Reload this tab to go on').waitFor();
    expect(await page.locator('[data-entry]').count()).toBe(0);
    await page.getByRole('button', { name: 'Reload this tab' }).click();
    await page.getByText('you can read and export it').waitFor();
    await entryCount(page, 1);
    expect(await page.locator('.plane').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Change|Remove) the entry/ }).count()).toBe(0);
    expect(await exported(page)).toHaveLength(1);
    expect(await importText(page, 'mine.json', writeJson(days(1, usual)))).toContain('Nothing was imported');
    expect((await rows(page)).clear).toBe(1);
  });
});
