/** The journal in a browser, as a person uses it, for the end-to-end tests. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { dateOf, dayOn, type JournalEntry, readJournal } from '../src/mood';
import { pageOpener } from './livePage';

const networks = /\/(models|ort)\//;

/** The journal needs no networks, and loading them takes most of a page's start. */
export const withoutNetworks = (page: Page) => page.context().route(networks, (route) => route.abort());

/** Opens pages for tests of the journal alone. */
export function journalOpener() {
  const { open } = pageOpener();
  return async (...options: Parameters<typeof open>) => {
    const page = await open(...options);
    await withoutNetworks(page);
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
  await page.locator('[data-journal=ready]').waitFor();
  const skip = page.getByRole('button', { name: 'Skip' });
  if (await skip.isVisible()) await skip.click();
}

/** Taps the plane where such a feeling lies, and says Done. */
export async function checkIn(
  page: Page,
  valence: number,
  energy: number,
  more: (page: Page) => Promise<unknown> = async () => {},
) {
  const plane = page.locator('.plane');
  const { width, height } = (await plane.boundingBox()) as { width: number; height: number };
  await plane.click({ position: { x: ((valence + 1) / 2) * width, y: ((1 - energy) / 2) * height } });
  await more(page);
  const latest = () => document.querySelector('[data-entry]')?.getAttribute('data-entry');
  const before = await page.evaluate(latest);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.waitForFunction(
    (id) => (document.querySelector('[data-entry]')?.getAttribute('data-entry') ?? id) !== id,
    before,
  );
}

/** Entries of the morning and evening of so many days that end yesterday. */
export const days = (count: number, valence: (ago: number) => number): JournalEntry[] => {
  const today = dayOn(new Date());
  return Array.from({ length: count }, (_, i) => count - i).flatMap((ago) =>
    ['08:15', '20:30'].map((clock, i) => ({
      id: `made-${ago}-${i}`,
      time: `${dateOf(today - ago)}T${clock}:00+00:00`,
      felt: { valence: Math.round((valence(ago) + (i ? 0.05 : -0.05)) * 100) / 100, energy: 0, words: ['fine'] },
      tags: ago % 2 ? ['movement'] : [],
      note: '',
    })),
  );
};
export const usual = (ago: number) => 0.3 + 0.1 * Math.sin(ago * 2.4);

export async function importText(page: Page, name: string, content: string) {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-import-'));
  const path = join(folder, name);
  await writeFile(path, content);
  if (!(await page.locator('.keeping[open]').count())) await page.locator('.keeping > summary').click();
  const status = page.locator('.keeping [role=status]');
  // What an earlier import came to stays there until this one is over.
  const before = Number(await status.getAttribute('data-imports'));
  await page.locator('.keeping input[type=file]').setInputFiles(path);
  await page.locator(`.keeping [role=status][data-imports="${before + 1}"]`).waitFor({ state: 'attached' });
  await rm(folder, { recursive: true });
  return status.textContent();
}

export const exported = async (page: Page): Promise<JournalEntry[]> => readJournal(await exportedText(page));

/** The file that Export gives. */
export async function exportedText(page: Page): Promise<string> {
  if (!(await page.locator('.keeping[open]').count())) await page.locator('.keeping > summary').click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export (JSON)' }).click();
  return readFile((await (await waiting).path()) as string, 'utf8');
}

/** Seals the journal, as a person does. */
export async function setPassphrase(page: Page, passphrase: string) {
  if (!(await page.locator('.keeping[open]').count())) await page.locator('.keeping > summary').click();
  await page.getByLabel('A passphrase').fill(passphrase);
  await page.getByLabel('The same passphrase again').fill(passphrase);
  await page.getByRole('button', { name: 'Lock journal' }).click();
  await page.getByRole('button', { name: 'Lock now' }).waitFor();
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
