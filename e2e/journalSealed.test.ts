/** What a passphrase promises: nothing readable is left, nothing can be exchanged, nobody is locked out by one damaged byte. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  withoutNetworks,
} from '../tools/journalPage';
import { openProfile, servedPage } from '../tools/livePage';

const { url } = await servedPage();
const open = journalOpener();
const passphrase = 'river walk at noon';

/** Changes the journal's database with a script that has `entries`, `records` and `locks`, its stores. */
const change = (page: Page, script: string) =>
  page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('feeling.journal');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
      const entries = transaction.objectStore('entries');
      const locks = transaction.objectStore('locks');
      const all = (store, then) => (store.getAll().onsuccess = ({ target }) => then(target.result));
      ${script};
      transaction.oncomplete = () => {
        database.close();
        resolve();
      };
      transaction.onabort = () => reject(transaction.error);
    };
  })`);

/** A journal as the version before left it: entries sealed with the PBKDF2 key itself, answers in clear. */
async function plantOldJournal(page: Page, isSealed: boolean) {
  await page.goto(`${url}icon.svg`);
  await page.evaluate(
    async ([made, word]) => {
      const entries = JSON.parse(made as string).entries as { id: string }[];
      const bytes = (text: string) => new TextEncoder().encode(text);
      const material = await crypto.subtle.importKey('raw', bytes(word as string), 'PBKDF2', false, ['deriveKey']);
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 600_000 };
      const key = await crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
      const seal = async (value: unknown) => {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes(JSON.stringify(value))) };
      };
      const rows = await Promise.all(
        entries.map(async (entry, i) => (word ? { id: `old-${i}`, sealed: await seal(entry) } : entry)),
      );
      const lock = { name: 'lock', salt, rounds: 600_000, proof: await seal('feeling') };
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('feeling.journal', 20);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('entries', { keyPath: 'id' });
          opening.result.createObjectStore('answers', { keyPath: 'day' });
          opening.result.createObjectStore('locks', { keyPath: 'name' });
        };
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(['entries', 'answers', 'locks'], 'readwrite');
          for (const row of rows) transaction.objectStore('entries').put(row);
          transaction.objectStore('answers').put({ day: 20_500, quietUntil: 'wrong' });
          if (word) transaction.objectStore('locks').put(lock);
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      });
      localStorage.setItem(
        'feeling.settings',
        JSON.stringify({ introduced: true, ownTags: ['my garden'], helpLines: 'Call my sister', theme: 'dark' }),
      );
    },
    [writeJson(days(2, usual)), isSealed ? passphrase : ''],
  );
}

/** What earlier versions kept among the settings, in clear, is in the journal. */
const isAdopted = (page: Page) =>
  expect.poll(() => page.evaluate(() => localStorage.getItem('feeling.settings'))).not.toMatch(/garden|sister/);

describe('a journal of an earlier version', () => {
  it('in clear is carried on, with its answers, tags and help lines', async () => {
    const page = await open([]);
    await plantOldJournal(page, false);
    await openJournal(page, url);
    expect(await exported(page)).toEqual(days(2, usual));
    await isAdopted(page);
    const found = await stored(page);
    expect(found['answers']).toBeUndefined();
    expect(found['records']).toContainEqual({
      id: '@answer/20500',
      kind: 'answer',
      name: '20500',
      value: { day: 20_500, quietUntil: 'wrong' },
    });
    expect(JSON.stringify(found['records'])).toContain('my garden');
    await page.waitForSelector('html[data-theme=dark]');
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    await page.getByRole('button', { name: 'my garden' }).waitFor();
  });

  it('under a passphrase opens with it, and is then sealed as new ones are, records and all', async () => {
    const page = await open([]);
    await plantOldJournal(page, true);
    await page.goto(`${url}#journal`);
    await page.getByText('Your journal is locked').waitFor();
    await unlock(page, 'river walk at night');
    await page.getByText('That is not the passphrase').waitFor();
    await unlock(page, passphrase);
    expect(await exported(page)).toEqual(days(2, usual));
    await isAdopted(page);
    const found = await stored(page);
    // Rows are named in hexadecimal digits at random: five of them are a day's number only where they stand alone.
    expect(JSON.stringify(found)).not.toMatch(/old-|made-|\b20500\b|garden|sister|quietUntil/);
    expect(found['locks']).toMatchObject([{ version: 2, copies: [{ stretching: { name: 'argon2id' } }, {}] }]);
    for (const row of found['entries'] ?? []) expect(row).toMatchObject({ sealed: { version: 2 } });
  });

  it('whose proof of the passphrase is damaged opens all the same', async () => {
    const page = await open([]);
    await plantOldJournal(page, true);
    await change(page, 'all(locks, ([lock]) => { new Uint8Array(lock.proof.data)[2] ^= 1; locks.put(lock); })');
    await page.goto(`${url}#journal`);
    await unlock(page, 'river walk at night');
    await page.getByText('That is not the passphrase').waitFor();
    await unlock(page, passphrase);
    expect(await exported(page)).toEqual(days(2, usual));
  });
});

describe('one bad row', () => {
  it('costs one row: flipped, exchanged, doubled, planted or strange ones are told and kept, the rest opens', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await importText(page, 'mine.json', writeJson(days(3, usual)));
    await setPassphrase(page, passphrase);
    await lockNow(page);
    await change(
      page,
      `all(entries, ([a, b, c, d]) => {
        new Uint8Array(a.sealed.data)[7] ^= 1;
        entries.put(a);
        entries.put({ ...b, id: 'doubled' });
        const { sealed } = c;
        entries.put({ ...c, sealed: d.sealed });
        entries.put({ ...d, sealed });
        entries.put({ id: 'planted', time: '2026-03-01T08:30', tags: [], note: 'never said' });
        entries.put({ id: 'strange', from: 'another planet' });
      })`,
    );
    await unlock(page, passphrase);
    await page.getByText('6 entries cannot be opened; they are kept').waitFor();
    expect(await page.getByText('never said').count()).toBe(0);
    // What the rows held is in a file, and comes back.
    expect(await exported(page)).toHaveLength(3);
    expect(await importText(page, 'mine.json', writeJson(days(3, usual)))).toBe('3 added, 3 were there already.');
    await removePassphrase(page);
    expect((await exported(page)).map(({ id }) => id)).toEqual(
      expect.arrayContaining(days(3, usual).map(({ id }) => id)),
    );
  });

  it('in clear, too; a damaged key is healed by its copy, and one beyond help leaves export and a new beginning', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await importText(page, 'mine.json', writeJson(days(1, usual)));
    await change(page, `entries.put({ id: 'strange', time: 'long ago', felt: 7 })`);
    await reload(page);
    await page.getByText('1 entry cannot be opened; it is kept').waitFor();
    expect(await exported(page)).toHaveLength(2);
    await setPassphrase(page, passphrase);
    await lockNow(page);
    await change(page, 'all(locks, ([lock]) => { lock.copies[0].iv[2] ^= 1; locks.put(lock); })');
    await unlock(page, passphrase);
    await page.locator('[data-entry]').nth(1).waitFor();
    expect(JSON.stringify(await stored(page))).not.toContain('long ago');

    await reload(page);
    await change(page, `locks.put({ name: 'lock', version: 2, copies: [] })`);
    await unlock(page, passphrase);
    await page.getByText('no passphrase opens it any more').waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export (sealed)' }).click();
    expect(JSON.parse(await readFile((await (await waiting).path()) as string, 'utf8')).entries).toHaveLength(3);
    await deleteEverything(page);
    await page.getByText('Nothing here yet').waitFor();
  });
});

describe('a sealed journal', () => {
  it('is exported sealed without being opened, and comes back with its passphrase alone', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await importText(page, 'mine.json', writeJson(days(2, usual)));
    await setPassphrase(page, passphrase);
    // In an open one the sealed file is the first that is offered.
    await openData(page);
    expect(await page.locator('.keeping .controls button').first().textContent()).toBe('Export (sealed)');
    await closeSettings(page);
    await lockNow(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export (sealed)' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/-journal\.sealed\.json$/);
    const content = await readFile((await download.path()) as string, 'utf8');
    expect(content).not.toMatch(/made-|valence|movement/);

    const other = await open([]);
    await openJournal(other, url);
    await openData(other);
    const file = { name: 'mine.sealed.json', mimeType: 'application/json', buffer: Buffer.from(content) };
    await other.locator('.keeping input[type=file]').setInputFiles(file);
    const field = other.getByLabel('The passphrase of mine.sealed.json');
    await field.fill('river walk at night');
    await other.getByRole('button', { name: 'Open the file' }).click();
    await other.getByText('That is not the passphrase of this file').waitFor();
    await field.fill(passphrase);
    await other.getByRole('button', { name: 'Open the file' }).click();
    await other.getByText('4 added, 0 were there already.').waitFor();
    expect(await exported(other)).toEqual(days(2, usual));
  });

  it('gets another passphrase without a row being written anew', async () => {
    const page = await open([]);
    await openJournal(page, url);
    await importText(page, 'mine.json', writeJson(days(2, usual)));
    await setPassphrase(page, passphrase);
    const before = (await stored(page))['entries'];
    await openData(page);
    await page.getByText('Change the passphrase').click();
    const change = async (current: string) => {
      await page.getByLabel('Current passphrase').fill(current);
      await page.getByLabel('A new passphrase').fill('sunset by the sea');
      await page.getByLabel('The same passphrase again').fill('sunset by the sea');
      await page.getByRole('button', { name: 'Change it' }).click();
    };
    await change('river walk at night');
    await page.getByText('That is not the passphrase').waitFor();
    await change(passphrase);
    await page.getByText('The passphrase was changed.').waitFor();
    expect((await stored(page))['entries']).toEqual(before);
    await reload(page);
    await unlock(page, passphrase);
    await page.getByText('That is not the passphrase').waitFor();
    await unlock(page, 'sunset by the sea');
    expect(await exported(page)).toHaveLength(4);
  });

  it('locks itself by the wall clock in every view, when it is seen again, and before a press counts', async () => {
    const page = await open(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']);
    await page.clock.install();
    await openJournal(page, url);
    await setPassphrase(page, passphrase);
    await checkIn(page, 0.2, 0.2);
    // Told by the page itself, before another view is opened.
    await page.evaluate(`window.locked = 0;
      new BroadcastChannel('feeling.journal').onmessage = ({ data }) => (window.locked += data.kind === 'locked');`);
    for (const [i, name] of ['Live', 'Files', 'Live'].entries()) {
      await page.getByRole('link', { name }).click();
      if (name === 'Live') await page.locator('.camera-on').waitFor();
      await page.clock.runFor('05:10');
      await page.waitForFunction((count) => (window as unknown as { locked: number }).locked === count, i + 1);
      await page.getByRole('link', { name: 'Journal' }).click();
      await page.getByText('Your journal is locked').waitFor();
      await unlock(page, passphrase);
      await page.locator('[data-entry]').waitFor();
    }

    // A device that slept: the clock has gone on, and no timer has run. The first press presses nothing.
    const asleep = async (then: () => Promise<unknown>) => {
      // Far enough ahead that it is still to come when the browser is told.
      await page.clock.pauseAt(await page.evaluate(() => Date.now() + 30_000));
      await page.clock.setSystemTime(await page.evaluate(() => Date.now() + 6 * 60_000));
      await then();
      await page.clock.resume();
      await page.getByText('Your journal is locked').waitFor();
    };
    await asleep(() => page.getByRole('button', { name: /^Remove the entry/ }).click({ noWaitAfter: true }));
    await unlock(page, passphrase);
    await page.locator('[data-entry]').waitFor();
    await asleep(() => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))));
    await unlock(page, passphrase);
    await page.locator('[data-entry]').waitFor();
  });

  it('that was sealed before anything was written leaves nothing readable on the disk', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'feeling-profile-'));
    const { context, page } = await openProfile(profile);
    await withoutNetworks(page);
    await openJournal(page, url);
    await setPassphrase(page, passphrase);
    const secrets = ['nobodyMayReadThis', 'myOwnGarden', 'halfAThought', 'andAnotherTag'];
    await checkIn(page, -0.3, 0.1, async () => {
      await page.getByRole('textbox', { name: 'Note' }).fill('nobodyMayReadThis');
      await page.getByRole('textbox', { name: 'Something else' }).fill('myOwnGarden');
      await page.getByRole('button', { name: 'Add' }).click();
    });
    await page.locator('.plane').click({ position: { x: 40, y: 40 } });
    await page.getByRole('textbox', { name: 'Note' }).pressSequentially('halfAThought');
    await page.getByRole('textbox', { name: 'Something else' }).pressSequentially('andAnotherTag');
    await expect.poll(async () => (await stored(page))['records']?.length).toBeGreaterThan(1);
    await page.getByRole('link', { name: 'Files' }).click();
    await context.close();
    const found: string[] = [];
    for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath, entry.name));
      for (const secret of [...secrets, passphrase])
        for (const encoding of ['utf8', 'utf16le'] as const)
          if (content.includes(Buffer.from(secret, encoding))) found.push(`${secret} in ${entry.name}`);
    }
    await rm(profile, { recursive: true });
    expect(found).toEqual([]);
  });
});
