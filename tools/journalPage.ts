/** The journal in a browser, as a person uses it, for the end-to-end tests. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { dateOf, dayOn, type JournalEntry, readJournal } from '../src/mood';
import { insteadShown, pageOpener } from './livePage';

const networks = /\/(models|ort)\//;

/** The journal needs no networks, and loading them takes most of a page's start. */
export const withoutNetworks = (page: Page) => page.context().route(networks, (route) => route.abort());

/**
 * Opens pages for tests of the journal, without networks.
 *
 * camera: arguments of the browser before which there are networks, since its camera is read
 */
export function journalOpener(camera?: string[]) {
  const { open } = pageOpener();
  return async (...options: Parameters<typeof open>) => {
    const page = await open(...options);
    if (camera === undefined || options[0] !== camera) await withoutNetworks(page);
    return page;
  };
}

/** All that the page complains of, its policy's refusals among them; not that it got no networks where a test refuses them. */
export function complaints(page: Page) {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const isRefused = message.text().includes('net::ERR_FAILED') && networks.test(message.location().url);
    if (!isRefused) found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(error.message));
  return found;
}

export async function openJournal(page: Page, url: string) {
  await page.goto(`${url}#journal`);
  await page.waitForSelector('[data-journal=ready]').catch((error: Error) => insteadShown(page, error));
  const skip = page.getByRole('button', { name: 'Skip' });
  if (await skip.isVisible()) await skip.click();
}

/** Waits until all that was done is kept: before that the browser would ask whether to leave the page. */
export const kept = (page: Page) =>
  page.waitForFunction(() => dispatchEvent(new Event('beforeunload', { cancelable: true })));

/** Loads the page again, as a person does who is not asked whether to leave it. */
export async function reload(page: Page) {
  await kept(page);
  await page.reload();
}

/** As if another tab were writing: every write of the page waits its turn until what this returns is called. */
export async function holdWrites(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(`new Promise((held) => {
    void navigator.locks.request('feeling.journal', () => new Promise((end) => { window.endWrite = end; held(); }));
  })`);
  return () => page.evaluate('window.endWrite()');
}

/**
 * Taps the plane where such a feeling lies, and says Done.
 *
 * isLatest: the entry is later than all others
 */
export async function checkIn(
  page: Page,
  valence: number,
  energy: number,
  more: (page: Page) => Promise<unknown> = async () => {},
  isLatest = true,
) {
  const plane = page.locator('.plane');
  const { width, height } = (await plane.boundingBox()) as { width: number; height: number };
  await plane.click({ position: { x: ((valence + 1) / 2) * width, y: ((1 - energy) / 2) * height } });
  await more(page);
  const shown = () => [...document.querySelectorAll('[data-entry]')].map((entry) => entry.getAttribute('data-entry'));
  const before = await page.evaluate(shown);
  await page.getByRole('button', { name: 'Done' }).click();
  if (!isLatest) return page.locator('.plane-point').waitFor({ state: 'detached' });
  // Not the first shown: under a clock that stands still, two entries have one time and either order.
  await page.waitForFunction(
    (ids) =>
      [...document.querySelectorAll('[data-entry]')].some((entry) => !ids.includes(entry.getAttribute('data-entry'))),
    before,
  );
}

/** That on which the tests of a file began: asked for twice, the same days are the same. */
const today = dayOn(new Date());

/** Entries of the morning and evening of so many days that end yesterday. */
export const days = (count: number, valence: (ago: number) => number): JournalEntry[] =>
  Array.from({ length: count }, (_, i) => count - i).flatMap((ago) =>
    ['08:15', '20:30'].map((clock, i) => ({
      id: `made-${ago}-${i}`,
      time: `${dateOf(today - ago)}T${clock}:00+00:00`,
      felt: { valence: Math.round((valence(ago) + (i ? 0.05 : -0.05)) * 100) / 100, energy: 0, words: ['fine'] },
      tags: ago % 2 ? ['movement'] : [],
      note: '',
    })),
  );
export const usual = (ago: number) => 0.3 + 0.1 * Math.sin(ago * 2.4);

/** The settings, in any language; not another sheet, which may be there still while it closes. */
const sheet = (page: Page) => page.locator('dialog.sheet:has(.keeping)');

/** Opens the settings where the journal's data are. */
export async function openData(page: Page) {
  if (await sheet(page).count()) return;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.locator('.keeping .danger').waitFor();
}

/** Does something with the journal's data, and closes the settings again where they were closed. */
async function inData<T>(page: Page, act: () => Promise<T>): Promise<T> {
  const wasOpen = (await sheet(page).count()) > 0;
  await openData(page);
  const result = await act();
  if (!wasOpen) await closeSettings(page);
  return result;
}

export async function closeSettings(page: Page) {
  await sheet(page).getByRole('button', { name: 'Close', exact: true }).click();
  await sheet(page).waitFor({ state: 'detached' });
}

export async function importText(page: Page, name: string, content: string) {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-import-'));
  const path = join(folder, name);
  await writeFile(path, content);
  const said = await inData(page, async () => {
    const status = page.locator('.keeping [data-imports]');
    // What an earlier import came to stays there until this one is over.
    const before = Number(await status.getAttribute('data-imports'));
    await page.locator('.keeping input[type=file]').setInputFiles(path);
    await page.locator(`.keeping [data-imports="${before + 1}"]`).waitFor({ state: 'attached' });
    return status.textContent();
  });
  await rm(folder, { recursive: true });
  return said;
}

export const exported = async (page: Page): Promise<JournalEntry[]> => readJournal(await exportedText(page));

/** The file that Export gives. */
export const exportedText = (page: Page): Promise<string> =>
  inData(page, async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export (JSON)' }).click();
    return readFile((await (await waiting).path()) as string, 'utf8');
  });

/** Seals the journal, as a person does. */
export const setPassphrase = (page: Page, passphrase: string) =>
  inData(page, async () => {
    await page.getByLabel('A passphrase').fill(passphrase);
    await page.getByLabel('The same passphrase again').fill(passphrase);
    await page.getByRole('button', { name: 'Lock journal' }).click();
    await page.getByRole('button', { name: 'Lock now' }).waitFor();
  });

/** Takes the passphrase away. */
export const removePassphrase = (page: Page) =>
  inData(page, async () => {
    await page.getByRole('button', { name: 'Remove the passphrase' }).click();
    await page.getByRole('button', { name: 'Lock journal' }).waitFor();
  });

/** Locks the journal, from its own page. */
export const lockNow = (page: Page) => page.getByRole('button', { name: 'Lock the journal' }).click();

/** Writes out that everything is to be deleted, and presses the button; in the settings, or at the locked journal. */
export async function deleteEverything(page: Page) {
  if (!(await page.locator('[data-journal=locked], [data-journal=failed]').count())) await openData(page);
  await page.getByRole('button', { name: 'Delete everything' }).click();
  const sure = page.getByRole('button', { name: 'Delete for good' });
  if (!(await sure.isDisabled())) throw new Error('it can be deleted before that was written out');
  await page.getByLabel('Type “delete” to confirm').fill('delete');
  await sure.click();
  // What came of it: the settings close, or say why not. Closing, they could be taken for open by whatever is done next.
  await page.waitForFunction(() => {
    const problem = document.querySelector('.forget .problem');
    return problem ? problem.textContent !== '' : document.querySelector('dialog.sheet') === null;
  });
}

export async function unlock(page: Page, passphrase: string) {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Open' }).click();
}

/** Everything in the journal's database, as it lies there; bytes as Latin-1, so that a text in them would be seen. */
export const stored = (page: Page): Promise<Record<string, Record<string, unknown>[]>> =>
  page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('feeling.journal');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const names = [...database.objectStoreNames];
      const transaction = database.transaction(names);
      const readable = (value) =>
        value instanceof ArrayBuffer || value instanceof Uint8Array
          ? 'bytes ' + new TextDecoder('latin1').decode(value)
          : Array.isArray(value)
            ? value.map(readable)
            : value !== null && typeof value === 'object' && !(value instanceof FileSystemHandle)
              ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, readable(part)]))
              : value;
      const found = {};
      for (const name of names) {
        const all = transaction.objectStore(name).getAll();
        all.onsuccess = () => (found[name] = all.result.map(readable));
      }
      transaction.oncomplete = () => {
        database.close();
        resolve(found);
      };
    };
  })`);
