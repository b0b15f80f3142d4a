/**
 * Two tabs of one journal, in which random things are pressed, often at the same moment; a seed tells the whole sequence.
 *
 * Whatever happens: there is never a row in clear under a lock, the journal can always be opened with its passphrase, and
 * an entry that a tab has shown is there at the end unless somebody removed or changed it.
 */
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { servePage } from '../src/cli/serving/serve';
import { seededRandom } from '../src/graph';
import { type JournalEntry, writeJson } from '../src/mood';
import { stored } from './journalPage';

const passphrase = 'river walk at noon';
const steps = 12;
/** So often, 100 ms apart, the page is looked at for an entry that it does not show, before that is lost. */
const looksForLost = 1000;

export interface SequenceResult {
  /** What was pressed, for a report. */
  pressed: string[];
  /** What went wrong; empty where nothing did. */
  faults: string[];
  entries: number;
}

/**
 * Serves the page with its journal alone. Neither networks nor a passphrase that takes half a second are what is tried here:
 * nothing reads faces, and the key is a plain hash of the passphrase.
 */
export async function serveJournal(appFolder: string) {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-journal-'));
  const isLeftOut = (path: string) =>
    ['models', 'ort'].includes(basename(path)) || path.endsWith('.gz') || path.includes('libheif');
  await cp(appFolder, folder, { recursive: true, filter: (path) => !isLeftOut(path) });
  for (const name of await readdir(join(folder, 'assets'))) {
    const path = join(folder, 'assets', name);
    if (name.startsWith('reader.worker-')) await writeFile(path, '');
    if (name.startsWith('argon2-'))
      await writeFile(
        path,
        `export const argon2id = async ({ password, salt }) =>
          new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...salt, ...password])));`,
      );
  }
  const { url, server } = await servePage(folder, { port: 0 });
  return {
    url,
    async close() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

export async function prepareContext(context: BrowserContext) {
  // Only what never comes fails, on a loaded machine, too.
  context.setDefaultTimeout(240_000);
  context.setDefaultNavigationTimeout(240_000);
  // Small things that every press needs, in the page.
  await context.addInitScript(`
    localStorage.getItem('feeling.settings') ?? localStorage.setItem('feeling.settings', '{"introduced":true}');
    window.press = (name, within = document) => {
      const found = [...within.querySelectorAll('button')].find((b) => b.textContent.trim() === name);
      found?.click();
      return found !== undefined;
    };
    window.type = (field, text) => {
      const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    window.later = () => new Promise((resolve) => setTimeout(resolve, 30));
    // What happens with the data is in the settings: they are opened, and the journal is behind them again afterwards.
    window.inData = async (act) => {
      document.querySelector('button[aria-label=Settings]')?.click();
      for (let i = 0; i < 20 && !document.querySelector('.keeping .danger'); i++) await later();
      const result = await act();
      document.querySelector('dialog.sheet')?.close();
      return result;
    };`);
}

const scripts = {
  lock: () => `press('Lock the journal')`,
  unlock: () => `(async () => {
    const field = document.querySelector('[data-journal=locked] input');
    if (!field) return;
    type(field, ${JSON.stringify(passphrase)});
    await later();
    press('Open');
  })()`,
  guess: () => `(async () => {
    const field = document.querySelector('[data-journal=locked] input');
    if (!field) return;
    type(field, 'not the passphrase');
    await later();
    press('Open');
  })()`,
  protect: () => `inData(async () => {
    const form = document.querySelector('.keeping form.new-passphrase');
    if (!form || form.closest('.change-passphrase')) return;
    for (const field of form.querySelectorAll('input')) type(field, ${JSON.stringify(passphrase)});
    await later();
    press('Lock journal');
  })`,
  change: () => `inData(async () => {
    const form = document.querySelector('.change-passphrase form');
    if (!form) return;
    for (const field of form.querySelectorAll('input')) type(field, ${JSON.stringify(passphrase)});
    await later();
    press('Change it');
  })`,
  unprotect: () => `inData(() => press('Remove the passphrase'))`,
  done: (note: string) => `(async () => {
    const form = document.querySelector('form.check-in[aria-label="Check-in"]');
    if (!form) return;
    type(form.querySelector('input[type=range]'), '0.4');
    await later();
    const field = form.querySelector('textarea');
    if (!field) return;
    type(field, ${JSON.stringify(note)});
    await later();
    press('Done', form);
  })()`,
  edit: (note: string) => `(async () => {
    const card = document.querySelector('article[data-entry]');
    card?.querySelector('button[aria-label^="Change"]')?.click();
    await later();
    const form = document.querySelector('form.check-in[aria-label^="Change"]');
    const field = form?.querySelector('textarea');
    if (!field) return;
    type(field, ${JSON.stringify(note)});
    await later();
    press('Done', form);
  })()`,
  remove: () => `(() => {
    const card = document.querySelector('article[data-entry]');
    card?.querySelector('button[aria-label^="Remove"]')?.click();
    return card?.dataset.entry;
  })()`,
  forget: () => `(async () => {
    if (!document.querySelector('[data-journal=locked]')) {
      document.querySelector('button[aria-label=Settings]')?.click();
      for (let i = 0; i < 20 && !document.querySelector('.keeping .danger'); i++) await later();
    }
    press('Delete everything');
    await later();
    const field = document.querySelector('.forget input');
    if (field) type(field, 'delete');
    await later();
    return press('Delete for good') ? 'forgotten' : undefined;
  })()`,
} as const;

/** How often each is pressed. */
const weights = {
  lock: 3,
  unlock: 6,
  guess: 1,
  protect: 3,
  change: 1,
  unprotect: 2,
  done: 8,
  edit: 2,
  remove: 1,
  import: 1,
  forget: 0.3,
  reload: 1,
  kill: 1,
} as const;
type Press = keyof typeof weights;

/** Ids of the entries that a tab shows. */
const shownEntries = (page: Page) =>
  page
    .locator('article[data-entry]')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-entry') ?? ''))
    .catch(() => []);

/** A page of the same origin that is not the journal's. */
const elsewhere = 'icon.svg';

/** The browser as on the first visit; no tab has the journal open. */
const forgetAll = (page: Page) =>
  page.evaluate(`new Promise((resolve, reject) => {
    localStorage.clear();
    const removing = indexedDB.deleteDatabase('feeling.journal');
    removing.onsuccess = () => resolve();
    removing.onerror = () => reject(removing.error);
  })`);

/** Runs one sequence in a context's first two pages, which lose whatever journal they had. */
export async function runSequence(context: BrowserContext, url: string, seed: number): Promise<SequenceResult> {
  const random = seededRandom(seed);
  const pressed: string[] = [];
  const faults: string[] = [];
  /** Ids of entries that were shown as kept, and of those that somebody asked to be removed. */
  const kept = new Set<string>();
  const removed = new Set<string>();
  const isShown = (page: Page) => page.locator('[data-journal=ready], [data-journal=locked]').waitFor();
  const openTab = async (found?: Page) => {
    const page = found ?? (await context.newPage());
    await page.goto(`${url}#journal`);
    await isShown(page);
    return page;
  };
  const [first = await context.newPage(), second = await context.newPage()] = context.pages();
  await Promise.all([first, second].map((page) => page.goto(url + elsewhere)));
  await forgetAll(first);
  const pages: [Page, Page] = [await openTab(first), await openTab(second)];

  function pick(): Press {
    let at = random.uniform() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const [name, weight] of Object.entries(weights)) {
      at -= weight;
      if (at < 0) return name as Press;
    }
    return 'done';
  }

  const allShown = async () => (await Promise.all(pages.map(shownEntries))).flat();

  async function act(index: 0 | 1, name: Press, note: string) {
    const page = pages[index];
    if (name === 'reload') await page.reload();
    else if (name === 'kill') {
      // With whatever it is writing.
      const dying = page.evaluate(scripts.done(note)).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, random.uniform() * 120));
      await page.close();
      await dying;
      pages[index] = await openTab();
    } else if (name === 'import') {
      const entry: JournalEntry = {
        id: note,
        time: '2026-03-01T08:30',
        felt: { valence: 0, words: [] },
        tags: [],
        note,
      };
      const file = { name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(writeJson([entry])) };
      await page.evaluate(`document.querySelector('button[aria-label=Settings]')?.click()`);
      const input = page.locator('.keeping input[type=file]');
      await input.setInputFiles(file, { timeout: 2000 }).catch(() => {});
      await page.evaluate(`document.querySelector('dialog.sheet')?.close()`).catch(() => {});
    } else {
      const did = await page.evaluate<string | undefined>(scripts[name](note)).catch(() => undefined);
      if (name === 'remove' && did) removed.add(did);
      // It is gone from the page once everything is forgotten; what is shown before then is forgotten, too.
      if (name === 'forget' && did) await page.locator('.forget').waitFor({ state: 'detached' });
      await page.evaluate(`document.querySelector('dialog.sheet')?.close()`);
    }
  }

  async function checkRows() {
    const { entries = [], records = [], locks = [] } = await stored(pages[0]);
    const clear = [...entries, ...records].filter((row) => !('sealed' in row));
    if (locks.length > 0 && clear.length > 0)
      faults.push(`${clear.length} rows in clear under a lock: ${JSON.stringify(clear).slice(0, 300)}`);
    if (locks.length === 0 && [...entries, ...records].some((row) => 'sealed' in row))
      faults.push('a sealed row without a lock');
  }

  for (let step = 0; step < steps; step++) {
    const both = random.uniform() < 0.6;
    const presses = ([0, 1] as const)
      .filter((index) => both || index === step % 2)
      .map((index) => ({ index, name: pick(), note: `s${seed}-${step}-${index}` }));
    pressed.push(presses.map(({ index, name }) => `${index}:${name}`).join(' + '));
    await Promise.all(presses.map(({ index, name, note }) => act(index, name, note)));
    await new Promise((resolve) => setTimeout(resolve, random.uniform() * 200));
    await checkRows();
    for (const id of await allShown()) kept.add(id);
    // Whatever was there until everything was forgotten, and whatever came in just then.
    if (presses.some(({ name }) => name === 'forget')) for (const id of kept) removed.add(id);
  }

  // In the end one tab alone opens all of it.
  const last = pages[0];
  await pages[1].goto(url + elsewhere);
  await last.reload();
  await isShown(last);
  if (await last.locator('[data-journal=locked]').count()) {
    await last.evaluate(scripts.unlock());
    await last
      .locator('[data-journal=ready]')
      .waitFor()
      .catch(async () => faults.push(`the journal cannot be opened: ${await last.locator('main').textContent()}`));
  }
  if (await last.getByText('cannot be opened').count())
    faults.push(`rows are damaged: ${await last.getByText('cannot be opened').textContent()}`);
  await checkRows();
  // An entry that is still being changed is in its form, and comes back a moment after that is left.
  const missing = async () => {
    const cancel = last.getByRole('button', { name: 'Cancel' }).first();
    if (await cancel.count()) await cancel.click();
    const found = new Set(await shownEntries(last));
    return [...kept].filter((id) => !found.has(id) && !removed.has(id));
  };
  let lost = await missing();
  for (let look = 0; lost.length > 0 && look < looksForLost; look++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    lost = await missing();
  }
  for (const id of lost) faults.push(`${id} was shown as kept and is lost`);
  const { entries = [] } = await stored(last);
  return { pressed, faults, entries: entries.length };
}
