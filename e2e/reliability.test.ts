import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { Speeds } from '../src/detect';
import { cameraArguments, cameraFile, realFace } from '../tools/camera';
import { hide } from '../tools/cameraTracks';
import { cardArguments, cardWithFrames, hasCard, inWorker } from '../tools/cardPage';
import { fastSeconds, killReader, moreReadings, pageOpener, reader, reading, servedPage } from '../tools/livePage';

const { url } = await servedPage();
const { open } = pageOpener();
const smiling = await realFace('smiling');
const camera = cameraArguments(await cameraFile([smiling]));
const state = (page: Page) => page.getAttribute('html', 'data-state');

/** Gives the page a photo, and waits for its reading. */
async function readPhoto(page: Page) {
  await page.getByRole('link', { name: 'Files' }).click();
  const buffer = typeof smiling === 'string' ? readFileSync(smiling) : smiling;
  await page.locator('input[type=file]').setInputFiles({ name: 'face.jpg', mimeType: 'image/jpeg', buffer });
  await page.locator('[data-face][data-emotion=happy]').waitFor();
}

/** Another answer of the browser than it would give, before the page asks. */
const instead = (page: Page, script: string) => page.addInitScript(script);

describe('the camera', () => {
  it('in use elsewhere: says so, and takes it as soon as it is free', async () => {
    const page = await open(camera);
    await instead(
      page,
      `const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
       window.busy = true;
       navigator.mediaDevices.getUserMedia = (wish) => window.busy
         ? Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
         : real(wish);`,
    );
    await page.goto(url);
    await page.getByText('The camera is busy').waitFor();
    expect(await state(page)).toBe('error');
    await page.evaluate('window.busy = false');
    await reading(page);
  });

  it('unplugged and plugged in again', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    // What a browser does when the cable is pulled.
    await page.evaluate(() => {
      const [track] = (document.querySelector('video')?.srcObject as MediaStream | undefined)?.getTracks() ?? [];
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
    });
    await page.getByText('The camera was unplugged').waitFor();
    expect(await state(page)).toBe('no-camera');
    // Nothing is read any more.
    expect(await page.locator('.figures').textContent()).toBe('');
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await reading(page);
  });

  it('a phone that is turned: the picture takes its new shape, the reading goes on', async () => {
    const page = await open(camera, { viewport: { width: 390, height: 844 }, isMobile: true });
    await page.goto(url);
    await reading(page);
    const face = await page.getAttribute('[data-face]', 'data-face');
    await page.setViewportSize({ width: 844, height: 390 });
    await page.waitForFunction(() => innerWidth === 844 && document.documentElement.scrollWidth <= innerWidth);
    await moreReadings(page, 1);
    expect(await state(page)).toBe('reading');
    expect(await page.getAttribute('[data-face]', 'data-face')).toBe(face);
  });

  it('a hidden tab stops and goes on where it was, with its last minute', async () => {
    const page = await open(camera);
    await page.goto(url);
    await reading(page);
    await page.waitForSelector('.minute');
    await hide(page, true);
    await page.waitForSelector('html[data-state=off]');
    await hide(page, false);
    await reading(page);
    await moreReadings(page, 3);
    expect(await state(page)).toBe('reading');
    expect(await page.locator('.minute').count()).toBe(1);
  });

  it('an address without https: says so, and photos can be read all the same', async () => {
    const page = await open(camera);
    await instead(page, `Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined });`);
    await page.goto(url);
    await page.getByText('This address gets no camera').waitFor();
    await readPhoto(page);
  });
});

describe('the browser', () => {
  it('that is too old: says what it lacks', async () => {
    const page = await open(camera);
    await instead(page, 'delete window.VideoFrame; delete HTMLVideoElement.prototype.requestVideoFrameCallback;');
    await page.goto(url);
    await page.getByText('It lacks VideoFrame, requestVideoFrameCallback.').waitFor();
    expect(await state(page)).toBe('error');
  });

  it('that gives no threads reads with one', async () => {
    // The page from a server that does not isolate it.
    const plain = createServer(async (request, response) => {
      const answer = await fetch(new URL(request.url ?? '/', url), { headers: { 'accept-encoding': 'identity' } });
      response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    afterAll(() => plain.close());
    const page = await open(camera);
    await page.goto(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`);
    await reading(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await page.getByText('WebAssembly, 1 thread').waitFor();
  });

  it('whose worker dies again and again: stops, says so, and can be started again', async () => {
    const page = await open(camera);
    // It waits for 75 seconds in all, each time twice as long.
    const passSeconds = await fastSeconds(page);
    await page.goto(url);
    await reading(page);
    for (let i = 0; i < 3; i++) {
      await killReader(page);
      const said = page.locator('.passing').getByText('Reading stopped for a moment').waitFor();
      await passSeconds('starting');
      await reading(page);
      await said;
    }
    await killReader(page);
    await passSeconds('error');
    await page.getByText('the worker died again and again').waitFor();
    await page.getByRole('button', { name: 'Start again' }).click();
    await reading(page);
  });

  it.each([
    ['computes', cardArguments],
    ['takes frames, too,', cardWithFrames],
  ])('whose graphics card that %s is lost goes on with the processor', async (_, card) => {
    // A service worker would answer in the route's place.
    const page = await open([...camera, ...card], { serviceWorkers: 'block' });
    await page.goto(`${url}#about`);
    if (!(await hasCard(page))) return console.log('no graphics card, not even a played one: not tried');
    // The device that the worker is given can be taken away.
    await inWorker(
      page,
      'reader',
      `const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        return (globalThis.lentDevice = await request.apply(this, args));
      };`,
    );
    await page.evaluate(() => localStorage.setItem('feeling.settings', JSON.stringify({ backend: 'webgpu' })));
    await page.goto(`${url}?again#live`);
    // A card that the processor plays is too slow to wait for a reading.
    await page.waitForSelector('html[data-state=no-face], html[data-state=reading]');
    await reader(page)?.evaluate(() => (globalThis as { lentDevice?: { destroy(): void } }).lentDevice?.destroy());
    await page.getByText('The graphics card stopped; the processor goes on.').waitFor();
    await page.getByText(/WebAssembly, \d thread/).waitFor();
    await reading(page);
  });

  it('with a graphics card measures once which is faster, says so, and keeps to it', async () => {
    const page = await open([...camera, ...cardArguments], { serviceWorkers: 'block' });
    await page.goto(`${url}#about`);
    if (!(await hasCard(page))) return console.log('no graphics card, not even a played one: not tried');
    // The played card passes for a real one.
    await inWorker(
      page,
      'reader',
      `for (const of of [GPUAdapter, GPUAdapterInfo])
        Object.defineProperty(of.prototype, 'isFallbackAdapter', { get: () => false });`,
    );
    const kept = () =>
      page.evaluate(() => JSON.parse(localStorage.getItem('feeling.settings') ?? '{}').speeds as Speeds[] | undefined);
    await page.goto(`${url}?again#live`);
    // It reads at once, and measures between the frames.
    await reading(page);
    await page.getByText(/WebAssembly, \d thread/).waitFor();
    await page.waitForFunction(
      () => (JSON.parse(localStorage.getItem('feeling.settings') ?? '{}').speeds ?? []).length > 0,
      undefined,
      { timeout: 600_000 },
    );
    // The processor is faster than the card that it plays.
    const [measured, ...others] = (await kept()) as Speeds[];
    expect(others).toEqual([]);
    expect(measured?.readMany.webgpu).toBeGreaterThan(measured?.readMany.cpu as number);
    await reading(page);
    await page.getByText(/WebAssembly, \d thread/).waitFor();

    // What was measured before is not measured again.
    const before = { ...measured, readFew: { cpu: 5, webgpu: 77 } };
    await page.evaluate(
      (speeds) => localStorage.setItem('feeling.settings', JSON.stringify({ speeds: [speeds] })),
      before,
    );
    await page.goto(`${url}?a-third-time#live`);
    await reading(page);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page
      .getByText('Measured on this device: one face takes 5 ms on the processor and 77 ms on the graphics card')
      .waitFor();
    expect(await kept()).toEqual([before]);
  });
});

it('the service worker keeps networks that are asked for, and nothing that tells of the server’s state', async () => {
  const own = await servedPage({ fetched: ['mtcnn'] });
  const page = await open(camera);
  await page.goto(own.url);
  await reading(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await reading(page);
  const asked = await page.evaluate(async () => {
    const get = async (path: string) => (await fetch(path)).text();
    await get('models/blazeface-full.onnx');
    return get('models/fetched.json');
  });
  expect(JSON.parse(asked)).toEqual(['mtcnn']);
  const kept = await page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/models/blazeface-full.onnx');
  expect(kept.filter((path) => path.endsWith('fetched.json'))).toEqual([]);
  // With the server gone nobody knows what is fetched there.
  await new Promise((resolve) => {
    own.server.close(resolve);
    own.server.closeAllConnections();
  });
  expect(
    await page.evaluate(() =>
      fetch('models/fetched.json').then(
        () => 'answered',
        () => 'gone',
      ),
    ),
  ).toBe('gone');
});

describe('without a network', () => {
  it('the page opens and reads, once it has been there', async () => {
    const own = await servedPage();
    const page = await open(camera);
    await page.goto(own.url);
    await reading(page);
    await page.goto(`${own.url}#about`);
    await page.getByText('The page is kept on this device and opens without a network, too.').waitFor();
    await page.goto(`${own.url}#live`);
    // The server is gone for good, not only the network.
    await new Promise((resolve) => {
      own.server.close(resolve);
      own.server.closeAllConnections();
    });
    await page.reload();
    await reading(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const manifest = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
      return (await fetch(link?.href ?? '')).json();
    });
    expect(manifest).toMatchObject({ name: 'feeling', display: 'standalone' });
  });
});

it('a whole session talks to the page’s own origin only', async () => {
  const page = await open(camera);
  const requests: string[] = [];
  page.context().on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  await reading(page);
  await page.getByRole('button', { name: 'Why?' }).click();
  await page.locator('[data-why-ms]').waitFor();
  for (const name of ['Record data', 'Stop recording', 'Snapshot', 'Settings'])
    await page.getByRole('button', { name }).click();
  await page.getByRole('combobox', { name: 'Face detector' }).selectOption({ index: 1 });
  await page.keyboard.press('Escape');
  await reading(page);
  await readPhoto(page);
  expect(requests.length).toBeGreaterThan(10);
  expect(requests.filter((r) => !r.startsWith(url) && !r.startsWith('blob:') && !r.startsWith('data:'))).toEqual([]);
  // What the page tries to reach elsewhere, it cannot.
  const reached = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
  );
  expect(reached).toBe(false);
});
