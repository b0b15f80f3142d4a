/** The page in a browser, for the end-to-end tests. */
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, onTestFinished } from 'vitest';
import { type ServeOptions, servePage } from '../src/cli/serving/serve';
import { packageRoot } from '../src/model/node';
import { launchOptions } from './browser';

/** Milliseconds that anything may take: only what never comes fails, on a loaded machine, too. */
export const patience = 240_000;

export const appFolder = join(packageRoot(), 'dist', 'app');

/** A server of the page, for the tests of one file. */
export async function servedPage(options: Partial<ServeOptions> = {}) {
  const { url, server } = await servePage(appFolder, { port: 0, ...options });
  afterAll(() => server.close());
  return { url, server };
}

/**
 * Opens pages, and closes each test's when it is over. Every page has a context of its own, so that nothing of one test is
 * left for the next; the browser itself, which takes a second to start, is kept for pages that want the same of it.
 */
export function pageOpener() {
  const browsers = new Map<string, Browser>();
  const contexts: BrowserContext[] = [];
  afterEach(async () => {
    while (contexts.length > 0) await contexts.pop()?.close();
  });
  afterAll(async () => {
    for (const browser of browsers.values()) await browser.close();
  });

  async function browserWith(args: string[]): Promise<Browser> {
    const wanted = args.join('\n');
    for (const [given, browser] of browsers) {
      const isUsed = browser.isConnected() && (given === wanted || browser.contexts().length > 0);
      if (isUsed) continue;
      browsers.delete(given);
      await browser.close();
    }
    const browser = browsers.get(wanted) ?? (await chromium.launch(launchOptions(args)));
    browsers.set(wanted, browser);
    return browser;
  }

  return {
    /** A page before a camera; without one, before none. */
    async open(args: string[], options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
      const browser = await browserWith(args);
      const context = await browser.newContext({ ...options, acceptDownloads: true });
      contexts.push(context);
      context.setDefaultTimeout(patience);
      return context.newPage();
    },
  };
}

/** A browser with a profile of its own on the disk, as a person has one; it does not outlive the test. */
export async function openProfile(folder: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(folder, launchOptions([]));
  onTestFinished(() => context.close().catch(() => {}));
  context.setDefaultTimeout(patience);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

/** Says what the page shows in place of what was waited for. */
export async function insteadShown(page: Page, error: Error): Promise<never> {
  const shown = await page.evaluate(() => {
    const { documentElement: root, body } = document;
    return `${root.dataset['state']}, ${document.querySelector('main')?.dataset['journal']}: ${body.textContent}`;
  });
  throw new Error(`${error.message}\nThe page shows: ${shown}`);
}

/** Waits until the page reads a face. */
export const reading = (page: Page) =>
  page.waitForSelector('html[data-state=reading]').catch((error: Error) => insteadShown(page, error));

/** Waits until the page has read so many more frames of its camera. */
export const moreReadings = (page: Page, count: number) =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        let seen = 0;
        new PerformanceObserver((list, observer) => {
          seen += list.getEntriesByName('feeling:reading').length;
          if (seen < wanted) return;
          observer.disconnect();
          resolve();
        }).observe({ type: 'measure' });
      }),
    count,
  );

/** The worker that reads; those of WebAssembly's threads do not answer. */
export const reader = (page: Page) => page.workers().findLast((worker) => worker.url().includes('reader.worker'));

/** Ends the worker that reads, as a crash does. */
export const killReader = (page: Page) =>
  reader(page)
    ?.evaluate(() => self.close())
    // It may be gone before it can answer.
    .catch(() => {});

/**
 * Lets the seconds go by faster that the page counts while something is silent. Returns what does so until the page is in
 * a state.
 */
export async function fastSeconds(page: Page) {
  await page.addInitScript(`
    window.everySecond = [];
    const { setInterval } = window;
    window.setInterval = (task, ms, ...more) => {
      if (ms === 1000) window.everySecond.push(task);
      return setInterval(task, ms, ...more);
    };`);
  return (state: string) =>
    page.waitForFunction(
      (wanted) => {
        const isThere = () => document.documentElement.dataset['state'] === wanted;
        for (const task of (window as unknown as { everySecond: (() => void)[] }).everySecond) if (!isThere()) task();
        return isThere();
      },
      state,
      { polling: 50 },
    );
}

/** Writes down all states that the page passes through. */
export async function watchStates(page: Page) {
  await page.addInitScript(`
    window.states = [];
    new MutationObserver(() => window.states.push(document.documentElement.dataset.state))
      .observe(document, { subtree: true, attributeFilter: ['data-state'] });
  `);
  /** Waits until the page has passed these states in this order. Between them it may show others, such as no face yet. */
  return (...states: string[]) =>
    page.waitForFunction((wanted) => {
      let found = 0;
      for (const state of (window as unknown as { states: string[] }).states) if (state === wanted[found]) found++;
      return found === wanted.length;
    }, states);
}

/** As another tab would tell that the language was changed there. */
export async function speak(page: Page, language: string) {
  await page.evaluate((chosen) => {
    const settings = JSON.parse(localStorage['feeling.settings'] ?? '{}');
    localStorage['feeling.settings'] = JSON.stringify({ ...settings, language: chosen });
    dispatchEvent(new StorageEvent('storage', { key: 'feeling.settings' }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor();
}
