/** A journal of ten years with twenty entries a day: how long each view takes, from the press until it is painted. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { servePage } from '../src/cli/serving/serve';
import { packageRoot } from '../src/model/node';
import { writeJson } from '../src/mood';
import { quantile } from '../src/statistics';
import { launchOptions } from '../tools/browser';
import { closeSettings, openData } from '../tools/journalPage';
import { longJournal } from './longJournal';

const print = (line: string) => process.stdout.write(`${line}\n`);
const times = 5;

/** Milliseconds from a click on `press` until `shown` is there and painted; the plots are drawn after that. */
const timed = (page: Page, press: string, shown: string) =>
  page.evaluate<number>(`new Promise((resolve) => {
    const start = performance.now();
    const observer = new MutationObserver(look);
    function look() {
      if (!document.querySelector(${JSON.stringify(shown)})) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    }
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    document.querySelector(${JSON.stringify(press)}).click();
  })`);

export async function benchJournal() {
  const { url, server } = await servePage(join(packageRoot(), 'dist', 'app'), { port: 0 });
  const browser = await chromium.launch(launchOptions([]));
  const page = await browser.newPage();
  const folder = await mkdtemp(join(tmpdir(), 'feeling-journal-'));
  const path = join(folder, 'journal.json');
  const entries = longJournal(20);
  await writeFile(path, writeJson(entries));

  await page.goto(`${url}#journal`);
  await page.locator('[data-journal=ready]').waitFor();
  await page.getByRole('button', { name: 'Skip' }).click();
  const start = performance.now();
  await openData(page);
  await page.locator('.keeping input[type=file]').setInputFiles(path);
  await page.getByText('were there already').waitFor({ timeout: 120_000 });
  print(
    `${entries.length.toLocaleString('en')} entries imported in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );

  await closeSettings(page);
  const reloading = performance.now();
  await page.reload();
  await page.locator('[data-entry]').first().waitFor({ timeout: 60_000 });
  print(`the page opened anew, journal and all, in ${((performance.now() - reloading) / 1000).toFixed(1)} s`);

  const views = {
    trends: ['a[href="#trends"]', '[data-trends=ready] .trend'],
    'trends, a year': ['.chips .chip:nth-of-type(3)', '.chip[aria-pressed=true]:nth-of-type(3)'],
    journal: ['a[href="#journal"]', '[data-entry]'],
    live: ['a[href="#live"]', '.live'],
  } as const;
  const taken = new Map<string, number[]>();
  for (let round = 0; round < times; round++)
    for (const [name, [press, shown]] of Object.entries(views))
      taken.set(name, [...(taken.get(name) ?? []), await timed(page, press, shown)]);
  for (const [name, ms] of taken)
    print(`${name.padEnd(16)} median ${quantile(ms, 0.5).toFixed(0)} ms, at most ${Math.max(...ms).toFixed(0)} ms`);

  await page.locator('a[href="#journal"]').click();
  await openData(page);
  await page.getByLabel('A passphrase').fill('a passphrase for it');
  await page.getByLabel('The same passphrase again').fill('a passphrase for it');
  const sealing = performance.now();
  await page.getByRole('button', { name: 'Lock journal' }).click();
  await page.getByRole('button', { name: 'Lock now' }).waitFor({ timeout: 120_000 });
  print(`all of it sealed by a passphrase in ${((performance.now() - sealing) / 1000).toFixed(1)} s`);
  await page.reload();
  await page.getByLabel('Passphrase', { exact: true }).fill('a passphrase for it');
  const unlocking = performance.now();
  await page.getByRole('button', { name: 'Open' }).click();
  await page.locator('[data-entry]').first().waitFor({ timeout: 120_000 });
  print(`opened with it in ${((performance.now() - unlocking) / 1000).toFixed(1)} s`);
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}
