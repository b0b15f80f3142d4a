/** What was written is kept: drafts, entries of other time zones, backups, and what is good of a bad file. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type JournalEntry, writeJson } from '../src/mood';
import { hide } from '../tools/cameraTracks';
import {
  checkIn,
  closeSettings,
  days,
  deleteEverything,
  exported,
  holdWrites,
  importText,
  journalOpener,
  kept,
  lockNow,
  openData,
  openJournal,
  reload,
  setPassphrase,
  stored,
  unlock,
  usual,
} from '../tools/journalPage';
import { servedPage } from '../tools/livePage';

const { url } = await servedPage();
const open = journalOpener();
const passphrase = 'river walk at noon';
const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });

describe('leaving the page', () => {
  /** Closes it as a person does. Returns whether the browser asked first; then the person stays. */
  async function asksFirst(page: Page) {
    const left = new Promise<boolean>((resolve) => {
      page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(true)));
      page.once('close', () => resolve(false));
    });
    await page.close({ runBeforeUnload: true });
    return left;
  }

  it('asks first while something that was pressed is not kept, and then it is', async () => {
    const page = await open([], { timezoneId: 'UTC' });
    // A Monday, on which the week is looked back on.
    await page.clock.setFixedTime(new Date('2026-03-09T12:00:00Z'));
    await openJournal(page, url);
    const made = ['03', '05', '07'].map(
      (day): JournalEntry => ({
        ...{ id: day, time: `2026-03-${day}T12:00`, tags: [], note: '' },
        felt: { valence: 0.4, energy: 0, words: [] },
      }),
    );
    await importText(page, 'mine.json', writeJson(made));
    const week = page.getByRole('region', { name: 'Your week' });
    await week.waitFor();
    await kept(page);
    const release = await holdWrites(page);
    await week.getByRole('button', { name: 'Put away' }).click();
    await week.waitFor({ state: 'detached' });
    expect(await asksFirst(page)).toBe(true);
    await release();
    await reload(page);
    await page.locator('[data-entry]').first().waitFor();
    expect(await week.count()).toBe(0);
    expect(await asksFirst(page)).toBe(false);
  });

  it('asks first while the last words are not kept, and keeps them when nobody sees the page', async () => {
    const page = await open([]);
    await page.clock.install();
    await openJournal(page, url);
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    await note(page).fill('half');
    await kept(page);
    // Time stands still: the moment in which words are written never comes.
    await page.clock.pauseAt(Date.now() + 60_000);
    await note(page).fill('half a thought');
    expect(await asksFirst(page)).toBe(true);
    expect(JSON.stringify(await stored(page))).not.toContain('half a thought');
    await hide(page, true);
    await kept(page);
    await page.clock.resume();
    await page.reload();
    await page.locator('[data-journal=ready]').waitFor();
    expect(await note(page).inputValue()).toBe('half a thought');
  });
});

describe('a draft', () => {
  it('outlives another view, a lock, a crash and another entry, and is gone once it is done', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    await note(page).fill('half a thought');
    await page.getByRole('button', { name: 'people' }).click();
    await page.getByRole('link', { name: 'Trends' }).click();
    await page.getByRole('link', { name: 'Journal' }).click();
    expect(await note(page).inputValue()).toBe('half a thought');
    expect(await page.getByRole('button', { name: 'people' }).getAttribute('aria-pressed')).toBe('true');

    // Another entry is made meanwhile, by something that was done in Care.
    await page.getByRole('link', { name: 'Care' }).click();
    await page.locator('.plane').click({ position: { x: 60, y: 150 } });
    await page.getByRole('button', { name: 'Show what might help' }).click();
    await page.getByRole('button', { name: 'Start' }).first().click();
    await page.getByRole('button', { name: 'I’m done' }).click();
    await page.locator('.plane').click({ position: { x: 150, y: 150 } });
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('[data-care=done]').waitFor();
    await page.getByRole('link', { name: 'Journal' }).click();
    expect(await note(page).inputValue()).toBe('half a thought');

    // And one that was being changed.
    await page.getByRole('button', { name: /^Change the entry/ }).click();
    const changing = page.getByRole('form', { name: /^Change the entry/ });
    await note(changing as unknown as Page).fill('changed by half');
    await setPassphrase(page, passphrase);
    await lockNow(page);
    await page.getByText('Your journal is locked').waitFor();
    expect(JSON.stringify(await stored(page))).not.toMatch(/half|people/);
    await reload(page);
    await unlock(page, passphrase);
    await page.locator('[data-journal=ready]').waitFor();
    expect(
      await page.locator('textarea').evaluateAll((fields) => fields.map((f) => (f as HTMLTextAreaElement).value)),
    ).toEqual(['half a thought', 'changed by half']);
    await changing.getByRole('button', { name: 'Done' }).click();
    await changing.waitFor({ state: 'detached' });
    await page.getByRole('form', { name: 'Check-in' }).getByRole('button', { name: 'Done' }).click();
    await page.locator('[data-entry]').nth(1).waitFor();
    expect((await stored(page))['records']).toHaveLength(0);
    await reload(page);
    await unlock(page, passphrase);
    await page.locator('[data-entry]').nth(1).waitFor();
    expect(await page.locator('textarea').count()).toBe(0);
  });

  it('that is finished in two tabs is one entry', async () => {
    const first = await open([]);
    await openJournal(first, url);
    await first.locator('.plane').click({ position: { x: 40, y: 40 } });
    await note(first).fill('once');
    await expect.poll(async () => JSON.stringify((await stored(first))['records'])).toContain('once');
    const second = await first.context().newPage();
    await openJournal(second, url);
    expect(await note(second).inputValue()).toBe('once');
    await second.getByRole('button', { name: 'Done' }).click();
    await second.locator('[data-entry]').waitFor();
    await first.locator('[data-entry]').waitFor();
    await first.getByRole('button', { name: 'Done' }).click();
    await first.waitForFunction(() => document.querySelector('.plane-point') === null);
    expect((await stored(first))['entries']).toHaveLength(1);
  });
});

describe('an entry', () => {
  it('dated after now can be changed: whoever flies west has some', async () => {
    const page = await open([], { timezoneId: 'America/Los_Angeles' });
    await page.clock.setFixedTime(new Date('2026-03-01T08:00:00Z'));
    await openJournal(page, url);
    const ahead: JournalEntry = {
      id: 'ahead',
      time: '2026-03-01T16:30:00+08:00',
      felt: { valence: 0.5, energy: 0, words: [] },
      tags: [],
      note: 'before the flight',
    };
    await importText(page, 'one.json', writeJson([ahead]));
    await page.getByRole('button', { name: 'Change the entry of 16:30' }).click();
    const form = page.getByRole('form', { name: 'Change the entry of 16:30' });
    await form.getByRole('textbox', { name: 'Note' }).fill('after the flight');
    await form.getByRole('button', { name: 'Done' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await exported(page)).toEqual([{ ...ahead, note: 'after the flight' }]);
  });

  it('that is removed in another window while it is being changed leaves what was typed, and comes back with it', async () => {
    const first = await open([]);
    await openJournal(first, url);
    await importText(first, 'mine.json', writeJson(days(1, usual)));
    await first
      .getByRole('button', { name: /^Change the entry/ })
      .first()
      .click();
    const form = first.getByRole('form', { name: /^Change the entry/ });
    await form.getByRole('textbox', { name: 'Note' }).fill('half a thought');
    await kept(first);
    const second = await first.context().newPage();
    await openJournal(second, url);
    // The newest is on top, in either window; in this one it is being changed, too.
    const same = second.getByRole('form', { name: /^Change the entry/ });
    await same.getByRole('button', { name: 'Cancel' }).click();
    await second
      .getByRole('button', { name: /^Remove the entry/ })
      .first()
      .click();
    await second.getByText('Removed.').waitFor();
    await first.getByText('This entry was removed elsewhere.').waitFor();
    expect(await form.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('half a thought');
    expect(await second.getByRole('form', { name: /^Change the entry/ }).count()).toBe(0);
    expect(await exported(first)).toHaveLength(1);
    await form.getByRole('button', { name: 'Done' }).click();
    await form.waitFor({ state: 'detached' });
    await second.locator('.entry-note').getByText('half a thought').waitFor();
    expect((await exported(first)).map((entry) => entry.note)).toEqual(['', 'half a thought']);
  });

  it('with 51 tags goes out and comes back', async () => {
    const page = await open([]);
    await openJournal(page, url);
    const tags = Array.from({ length: 51 }, (_, i) => `tag ${i}`);
    await checkIn(page, 0.2, 0.2, async () => {
      for (const tag of tags) {
        await page.getByRole('textbox', { name: 'Something else' }).fill(tag);
        await page.getByRole('button', { name: 'Add' }).click();
      }
    });
    const [entry] = await exported(page);
    expect(entry?.tags).toEqual(tags);
    await deleteEverything(page);
    await page.getByText('Nothing here yet').waitFor();
    expect(await importText(page, 'mine.json', writeJson([entry as JournalEntry]))).toBe(
      '1 added, 0 were there already.',
    );
    expect(await exported(page)).toEqual([entry]);
  });

  it('is asked of the browser to be kept, and the answer is shown', async () => {
    for (const [answer, sentence] of [
      [true, 'has promised to keep them'],
      [false, 'may clear them'],
    ] as const) {
      const page = await open([]);
      await page.addInitScript(`
        window.asked = 0;
        navigator.storage.persisted = async () => false;
        navigator.storage.persist = async () => { window.asked++; return ${answer}; };`);
      await openJournal(page, url);
      expect(await page.evaluate('window.asked')).toBe(0);
      await checkIn(page, 0.2, 0.2);
      await openData(page);
      await page.getByText(sentence).waitFor();
      await closeSettings(page);
      await checkIn(page, 0.3, 0.2);
      expect(await page.evaluate('window.asked')).toBe(1);
    }
  });
});

describe('a file', () => {
  it('of which some entries are bad gives the good ones, and names the others', async () => {
    const page = await open([]);
    await openJournal(page, url);
    const made = days(2, usual);
    const file = JSON.parse(writeJson(made));
    file.entries[1].time = 'yesterday';
    expect(await importText(page, 'mine.json', JSON.stringify(file))).toBe(
      '3 added, 0 were there already. 1 could not be read and was left out: entry 2: time must look like 2026-03-01T08:30 (got "yesterday").',
    );
    expect(await exported(page)).toEqual(made.filter((_, i) => i !== 1));
    const whole = writeJson(made);
    expect(await importText(page, 'cut.json', whole.slice(0, -30))).toMatch(
      /^1 added, 2 were there already\. 1 could not be read .* cut off/,
    );
  });
});

describe('what the browser refuses to write or to remove', () => {
  it('is told wherever it was pressed, and is then as it was', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await checkIn(page, 0.4, 0.1);
    await checkIn(page, 0.2, 0.1);
    await page
      .getByRole('button', { name: /^Remove the entry/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Bring it back' }).waitFor();
    await page.evaluate(`
      for (const name of ['put', 'add', 'delete', 'clear'])
        IDBObjectStore.prototype[name] = () => { throw new DOMException('no room', 'QuotaExceededError'); };
      IDBFactory.prototype.deleteDatabase = () => { throw new DOMException('no room', 'QuotaExceededError'); };`);
    // Done: the word of the entry before is gone, and what is said follows the language.
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    await page.getByRole('button', { name: 'Done' }).click();
    const alert = page.getByRole('form').getByRole('alert');
    await alert.getByText('there is no room left on this device; free some space first').waitFor();
    expect(await page.getByText('Saved.').count()).toBe(0);
    const imported = await importText(page, 'mine.json', writeJson(days(2, usual)));
    expect(imported).toBe(
      'Nothing was imported from mine.json: there is no room left on this device; free some space first.',
    );
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
    await alert.getByText('auf diesem Gerät ist kein Platz mehr').waitFor({ state: 'attached' });
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
    await page.keyboard.press('Escape');
    const told = page.getByRole('alert').getByText('That was not done');
    for (const press of [/^Remove the entry/, 'Bring it back']) {
      await page.getByRole('button', { name: press }).click();
      await told.getByText('no room').waitFor();
      // Another view, and the journal anew.
      await page.getByRole('link', { name: 'Files' }).click();
      await page.getByRole('link', { name: 'Journal' }).click();
      await expect.poll(() => page.locator('[data-entry]').count()).toBe(1);
    }
    await deleteEverything(page);
    await page.getByText('Your entries are still here').waitFor();
    expect(await page.locator('[data-entry]').count()).toBe(1);
    await reload(page);
    await page.locator('[data-entry]').waitFor();
    // Nor does it say so where only a training is left.
    await page.evaluate(`new Promise((made) => {
      const opening = indexedDB.open('feeling-training', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('run');
      opening.onsuccess = () => { opening.result.close(); made(); };
    })`);
    await page.evaluate(`
      const { clear } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.clear = function () {
        if (this.name === 'run') throw new DOMException('no room', 'QuotaExceededError');
        return clear.call(this);
      };`);
    await deleteEverything(page);
    await page.getByText('Your entries are still here').waitFor();
    await reload(page);
    await page.locator('[data-entry]').waitFor();
    await deleteEverything(page);
    await page.getByText('Everything was deleted.').waitFor();
  });
});

describe('a backup', () => {
  /** The browser's own file system stands in for a folder that the person chose. */
  const withFolder = (page: Page) =>
    page.addInitScript('window.showDirectoryPicker = () => navigator.storage.getDirectory();');
  const files = (page: Page) =>
    page.evaluate(async () => {
      const found: Record<string, string> = {};
      const folder = (await navigator.storage.getDirectory()) as unknown as {
        entries(): AsyncIterable<[string, FileSystemFileHandle]>;
      };
      for await (const [name, handle] of folder.entries()) found[name] = await (await handle.getFile()).text();
      return found;
    });

  it('is written into the chosen folder after each day with entries, also after a reload, sealed if the journal is', async () => {
    const page = await open([]);
    await withFolder(page);
    await page.clock.setFixedTime(new Date('2026-03-01T08:00:00Z'));
    await openJournal(page, url);
    await checkIn(page, 0.2, 0.2, () => note(page).fill('first day'));
    await openData(page);
    await page.getByRole('button', { name: 'Back up into a folder' }).click();
    await page.getByText('A copy goes into the folder').waitFor();
    await closeSettings(page);
    await expect
      .poll(() => files(page))
      .toMatchObject({ 'feeling-journal-2026-03-01.json': expect.stringContaining('first day') });

    await page.clock.setFixedTime(new Date('2026-03-02T08:00:00Z'));
    await reload(page);
    await page.locator('[data-entry]').waitFor();
    await checkIn(page, 0.4, 0.2, () => note(page).fill('second day'));
    await expect
      .poll(async () => Object.keys(await files(page)).sort())
      .toEqual(['feeling-journal-2026-03-01.json', 'feeling-journal-2026-03-02.json']);
    expect((await files(page))['feeling-journal-2026-03-02.json']).toContain('second day');

    await setPassphrase(page, passphrase);
    await page.clock.setFixedTime(new Date('2026-03-03T08:00:00Z'));
    // A day without anybody has locked it.
    await page.getByText('Your journal is locked').waitFor();
    await unlock(page, passphrase);
    await page.locator('[data-entry]').first().waitFor();
    await checkIn(page, 0.6, 0.2, () => note(page).fill('third day'));
    await expect
      .poll(async () => (await files(page))['feeling-journal-2026-03-03.json'] ?? '')
      .toContain('sealed journal');
    const sealed = (await files(page))['feeling-journal-2026-03-03.json'];
    // No shorter words: sealed rows are letters at random, which now and then make one of three or four.
    expect(sealed).not.toMatch(/(first|second|third) day|valence/);
    expect(JSON.parse(sealed as string).entries).toHaveLength(3);
  });

  it('is missed once a month, quietly, and not where there was one', async () => {
    const page = await open([]);
    await page.clock.setFixedTime(new Date('2026-03-01T08:00:00Z'));
    await openJournal(page, url);
    await checkIn(page, 0.2, 0.2);
    const line = page.getByText('no backup for a month');
    const at = async (day: string) => {
      await page.clock.setFixedTime(new Date(`${day}T08:00:00Z`));
      await reload(page);
      await page.locator('[data-entry]').first().waitFor();
    };
    expect(await line.count()).toBe(0);
    await at('2026-03-29');
    expect(await line.count()).toBe(0);
    await at('2026-04-02');
    await line.waitFor();
    // However long it takes until that is written: it is of the day on which it was said.
    const release = await holdWrites(page);
    await page.getByRole('button', { name: 'Not now' }).click();
    await line.waitFor({ state: 'detached' });
    await page.clock.setFixedTime(new Date('2026-04-20T08:00:00Z'));
    await release();
    await at('2026-04-20');
    expect(await line.count()).toBe(0);
    await at('2026-05-04');
    await line.waitFor();
    await page.getByRole('button', { name: 'Export it now' }).click();
    await line.waitFor({ state: 'detached' });
    await at('2026-05-20');
    expect(await line.count()).toBe(0);
  });
});
