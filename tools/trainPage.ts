/** The page where it trains networks, for the end-to-end tests. */
import type { Page } from 'playwright-core';

export const trainingIn = (page: Page, state: 'empty' | 'paused' | 'done') =>
  page.locator(`[data-training=${state}]`).waitFor();

export async function openTraining(page: Page, url: string) {
  await page.goto(`${url}#train`);
  await trainingIn(page, 'empty');
}

export const chooseCsv = (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) =>
  page.locator('input[type=file]').first().setInputFiles(file);

export async function beginTraining(page: Page, epochs: number) {
  await page.getByLabel('Epochs').fill(String(epochs));
  await page.getByRole('button', { name: 'Begin' }).click();
}

interface Recorded {
  stepLosses: number[];
}

/** Writes down the loss of every step that the worker tells of, from the next page that is loaded on. */
export const recordLosses = (page: Page) =>
  page.addInitScript(`
    window.stepLosses = [];
    const Plain = Worker;
    window.Worker = class extends Plain {
      constructor(...options) {
        super(...options);
        this.addEventListener('message', ({ data }) => {
          if (data.type === 'step') window.stepLosses.push(data.loss);
        });
      }
    };
  `);

/** Pauses when so many steps were told of since the page was loaded; their losses, and those that came meanwhile. */
export async function pauseAfter(page: Page, steps: number): Promise<number[]> {
  await page.waitForFunction((wanted) => (window as unknown as Recorded).stepLosses.length >= wanted, steps);
  await page.getByRole('button', { name: 'Pause' }).click();
  await trainingIn(page, 'paused');
  return page.evaluate(() => (window as unknown as Recorded).stepLosses);
}

/** In the page: what it keeps of its training, read or written. */
export const keptRun = `window.keptRun = (rows, keys = ['begun', 'reached']) => new Promise((resolve) => {
  indexedDB.open('feeling-training').onsuccess = ({ target: { result: database } }) => {
    const transaction = database.transaction('run', 'readwrite');
    const run = transaction.objectStore('run');
    const found = {};
    if (rows) for (const [key, value] of Object.entries(rows)) run.put(value, key);
    else for (const key of keys) run.get(key).onsuccess = ({ target }) => (found[key] = target.result);
    transaction.oncomplete = () => { database.close(); resolve(found); };
  };
})`;
