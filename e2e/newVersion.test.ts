/** A new version of the page: it says so, what is open goes on, and one that is broken does not take over. */
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { expect, it } from 'vitest';
import { complaints } from '../tools/journalPage';
import { appFolder, pageOpener } from '../tools/livePage';
import { temporaryFolder } from '../tools/temporary';

const { open } = pageOpener();

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * Files that no cache of the browser keeps beside the page's own.
 *
 * changed: what is answered in place of the content at a path
 */
async function serveUncached(folder: string, changed = (content: Buffer, _: string): string | Buffer => content) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    // The same page in folders of one host, too.
    const path = pathname.replace(/^\/(one|two)\//, '/');
    const name = path === '/' ? 'index.html' : path;
    const content = await readFile(join(folder, name)).then(
      (found) => changed(found, pathname),
      () => undefined,
    );
    response.writeHead(content ? 200 : 404, {
      'Content-Type': types[extname(name)] ?? 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

it('takes over without losing what is open; a broken one leaves the old one', async () => {
  const folder = temporaryFolder();
  await cp(appFolder, folder, { recursive: true, filter: (path) => !path.endsWith('.gz') });
  const { url, server } = await serveUncached(folder);
  const page = await open([]);
  const complained = complaints(page);
  await page.goto(`${url}#about`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const line = page.getByText('A new version is ready.');

  const script = join(folder, 'serviceWorker.js');
  const old = await readFile(script, 'utf8');
  const [version = ''] = /\b[\da-f]{16}\b/.exec(old) ?? [];
  expect(version).not.toBe('');
  const days = (await readdir(join(folder, 'assets'))).find((name) => /^days-.*\.js$/.test(name)) as string;
  const update = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      // As soon as it is found: it may have failed by the time that the update is told of.
      let worker: ServiceWorker | null = null;
      registration.addEventListener('updatefound', () => {
        worker = registration.installing;
      });
      await registration.update().catch(() => {});
      worker ??= registration.installing ?? registration.waiting;
      if (!worker) return registration.active?.state;
      const found: ServiceWorker = worker;
      return new Promise<string>((resolve) => {
        const look = () => ['activated', 'redundant'].includes(found.state) && resolve(found.state);
        found.addEventListener('statechange', look);
        look();
      });
    });

  // Of this one a part is missing on the server.
  await rename(join(folder, 'assets', days), join(folder, 'away'));
  await writeFile(script, old.replaceAll(version, 'bbbbbbbbbbbbbbbb').replace(days, 'days-gone.js'));
  // The browser looks for a new version by itself, too: what it finds first may be of before, or of a moment ago.
  await expect.poll(update).toBe('redundant');
  expect(await line.count()).toBe(0);

  // A list, or a text that is split: as the build likes it.
  const listed = new RegExp(`(["'\`]?)\\./assets/${days}\\1,?`);
  // This one is whole, and has the part no more: the open page has never asked for it yet.
  await writeFile(script, old.replaceAll(version, 'aaaaaaaaaaaaaaaa').replace(listed, ''));
  await expect.poll(update).toBe('activated');
  await line.waitFor();
  await page.evaluate(() => {
    location.hash = '#journal';
  });
  await page.locator('[data-journal=ready]').waitFor();
  expect(complained.filter((text) => !text.includes('404'))).toEqual([]);
  // The person takes it.
  await rename(join(folder, 'away'), join(folder, 'assets', days));
  await page.getByRole('button', { name: 'Reload' }).click();
  await line.waitFor({ state: 'detached' });
  await page.locator('[data-journal=ready]').waitFor();
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

it('leaves what another page of the same host keeps, in another folder', async () => {
  let version = 'cccccccccccccccc';
  const { url, server } = await serveUncached(appFolder, (content, path) =>
    path === '/two/serviceWorker.js' ? content.toString().replaceAll(/\b[\da-f]{16}\b/g, version) : content,
  );
  const page = await open([]);
  const openIn = async (folder: string) => {
    await page.goto(`${url}${folder}/#about`);
    await page.evaluate(() => navigator.serviceWorker.ready);
  };
  /** Which versions are kept, once none is on its way. */
  const versions = () =>
    page.evaluate(async () => {
      const { installing, waiting, active } = await navigator.serviceWorker.ready;
      return installing || waiting || active?.state !== 'activated' ? 'more to come' : (await caches.keys()).join();
    });
  await openIn('one');
  for (const next of ['dddddddddddddddd', 'eeeeeeeeeeeeeeee', 'ffffffffffffffff']) {
    await openIn('two');
    await expect.poll(versions).toContain(version);
    version = next;
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await expect.poll(versions).toContain(version);
  }
  await page.context().setOffline(true);
  server.closeAllConnections();
  server.close();
  await page.goto(`${url}one/#about`);
  await page.locator('.about').waitFor();
});
