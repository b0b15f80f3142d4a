/** The page as files, on a host that knows nothing of it. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { certificateFor } from '../src/cli/serving/certificate';
import { createPairing } from '../src/cli/serving/pairing';
import { servePage } from '../src/cli/serving/serve';
import { cameraArguments, cameraFile, realFace } from '../tools/camera';
import { feelingIn } from '../tools/commandLine';
import { appFolder, pageOpener, reading, servedPage } from '../tools/livePage';
import { temporaryFolder } from '../tools/temporary';

const folder = temporaryFolder();
const site = join(folder, 'site');
const { open } = pageOpener();
const served = await servedPage();
const feeling = feelingIn();

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};
const missed: string[] = [];
/** Files in a subfolder, and not one header of ours. */
const host = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  const name = pathname.replace(/^\/some\/place\//, '').replace(/^$/, 'index.html');
  const content = await readFile(join(site, name)).catch(() => undefined);
  if (!content) missed.push(pathname);
  response.writeHead(content ? 200 : 404, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' });
  response.end(content);
});
beforeAll(() => new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve)));
afterAll(() => void host.close());

it('reads a face in a subfolder without a single header, reaches no other server, and has threads the second time', async () => {
  expect(feeling('page', '--out', site)).toMatchObject({ status: 0, stdout: '' });
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/some/place/`;
  const page = await open(cameraArguments(await cameraFile([await realFace('smiling')])));
  await page.goto(url);
  await reading(page);
  const isIsolated = () => page.evaluate(() => crossOriginIsolated);
  expect(await isIsolated()).toBe(false);
  const elsewhere = () =>
    page.evaluate(() => fetch('http://127.0.0.1:1/').then(String, (error) => `refused: ${error.message}`));
  const refusals: string[] = [];
  page.on('console', (message) => refusals.push(message.text()));
  await elsewhere();
  await expect.poll(() => refusals.join()).toMatch(/Content Security Policy/);

  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.reload();
  await reading(page);
  expect(await isIsolated()).toBe(true);
  expect(missed).toEqual([]);
});

it('has each of ONNX Runtime’s scripts once, for all its workers', async () => {
  const scripts = (await readdir(join(appFolder, 'assets'))).filter((name) => /^ort\..*\.js$/.test(name));
  expect(scripts.map((name) => name.replace(/-.{8}\.js$/, '')).sort()).toEqual(['ort.wasm.min', 'ort.webgpu.min']);
});

it('is paired anew in a browser that keeps it, after the server was started again', async () => {
  vi.stubEnv('FEELING_CACHE', join(folder, 'cache'));
  const tls = await certificateFor(['127.0.0.1']);
  const serve = async (port: number) => {
    const pairing = createPairing();
    const { url, server } = await servePage(appFolder, { port, tls, pairing });
    const close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    return { url, address: `${pairing.addressWithCode(url)}#about`, close };
  };
  const page = await open(['--ignore-certificate-errors']);
  const first = await serve(0);
  await page.goto(first.address);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await first.close();
  // Without its server the page opens all the same, with an old code, too.
  await page.goto('about:blank');
  await page.goto(first.address);
  await page.locator('.about').waitFor();

  const second = await serve(Number(new URL(first.url).port));
  const answered = () => page.evaluate(async () => (await fetch('./models/fetched.json')).status);
  expect(await answered()).toBe(403);
  await page.goto('about:blank');
  await page.goto(second.address);
  await page.locator('.about').waitFor();
  expect(page.url()).toBe(`${second.url}#about`);
  expect(await answered()).toBe(200);
  await second.close();
});

it('a reminder that is pressed shows the journal in the page that is open, as it is', async () => {
  const { url } = served;
  const page = await open([]);
  await page.goto(`${url}index.html?from=elsewhere#about`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => Object.assign(window, { isStillOpen: true }));
  // Browsers without a display give no page the focus.
  await page
    .context()
    .serviceWorkers()[0]
    ?.evaluate(`
    WindowClient.prototype.focus = async function () { return this; };
    dispatchEvent(Object.assign(new Event('notificationclick'), { notification: { close() {} }, waitUntil() {} }));
  `);
  await page.locator('[data-journal=ready]').waitFor();
  expect(await page.evaluate('window.isStillOpen')).toBe(true);
});

it('is written over by a newer version, which removes what is no longer in it and leaves the rest', async () => {
  expect(feeling('page', '--out', site).status).toBe(0);
  const list = join(site, 'feeling-page.json');
  const { files } = JSON.parse(await readFile(list, 'utf8'));
  await writeFile(join(site, 'assets', 'old.js'), '');
  await writeFile(list, JSON.stringify({ files: [...files, 'assets/old.js'] }));
  await writeFile(join(site, 'CNAME'), 'feeling.example.org');
  expect(feeling('page', '--out', site).status).toBe(0);
  expect(await readdir(join(site, 'assets'))).not.toContain('old.js');
  expect(await readFile(join(site, 'CNAME'), 'utf8')).toBe('feeling.example.org');
});

it('is not written among the files of others', async () => {
  await writeFile(join(folder, 'thesis.txt'), 'mine');
  const { status, stderr } = feeling('page', '--out', folder);
  expect(status).toBe(2);
  expect(stderr).toContain('there are other files in this folder; choose a new one');
  for (const damaged of [JSON.stringify({ files: ['../thesis.txt'] }), '{"files":[', 'null']) {
    await writeFile(join(site, 'feeling-page.json'), damaged);
    expect(feeling('page', '--out', site).stderr).toContain('feeling-page.json: is damaged');
  }
  expect(await readFile(join(folder, 'thesis.txt'), 'utf8')).toBe('mine');
});
