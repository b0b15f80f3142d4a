/**
 * The page in one headless Chromium without a graphics card, beside @vladmandic/human and @vladmandic/face-api
 * (TensorFlow.js with WebAssembly, SIMD and threads), one after the other: the same face before the same camera. The clock
 * of a reading starts when the browser shows a frame (requestVideoFrameCallback) and stops when the page has its emotions.
 */
import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import * as Plot from '@observablehq/plot';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { servePage } from '../src/cli/serving/serve';
import { packageRoot } from '../src/model/node';
import { draw, theme } from '../src/report';
import { quantile } from '../src/statistics';
import { launchOptions } from '../tools/browser';
import { watchCalm } from '../tools/calm';
import { cameraArguments, cameraFile, hasShared, realFace, samplePhoto, sharedMedia } from '../tools/camera';
import { ffmpeg, hasFfmpeg } from '../tools/ffmpeg';
import { sideBySide } from '../tools/sideBySide';
import { peerPages, servePeers } from './browserPeers';

const appFolder = join(packageRoot(), 'dist', 'app');
const print = (line: string) => process.stdout.write(`${line}\n`);

interface Result {
  latencies: number[];
  seconds: number;
  emotion: string;
}

async function measurePeer(browser: Browser, url: string, seconds: number): Promise<Result> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction('window.latencies?.length > 5', undefined, { timeout: 60_000 });
  await page.evaluate('window.latencies.length = 0');
  await page.waitForTimeout(seconds * 1000);
  const result = await page.evaluate<{ latencies: number[]; emotion: string }>(
    '({ latencies: window.latencies, emotion: window.emotion })',
  );
  await page.close();
  return { ...result, seconds };
}

/** Writes down readings, long tasks of the main thread, and when the first reading came. */
const watching = `
  window.latencies = [];
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('feeling:reading')) window.latencies.push(entry.duration);
  }).observe({ type: 'measure' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  new MutationObserver(() => {
    if (document.documentElement.dataset.state === 'reading') window.firstReading ??= performance.now();
  }).observe(document, { subtree: true, attributeFilter: ['data-state'] });
`;

async function openOurs(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(watching);
  await page.goto(url);
  await page.waitForSelector('html[data-state=reading]', { timeout: 60_000 });
  return page;
}

async function measureOurs(browser: Browser, url: string, seconds: number) {
  const context = await browser.newContext();
  const page = await openOurs(context, url);
  await page.waitForTimeout(2000);
  await page.evaluate('window.latencies.length = window.longTasks.length = 0');
  await page.waitForTimeout(seconds * 1000);
  const latencies = await page.evaluate<number[]>('window.latencies');
  const longTasks = await page.evaluate<number[]>('window.longTasks');
  await page.getByRole('button', { name: 'Why?' }).click();
  const why = Number(await page.locator('[data-why-ms]').getAttribute('data-why-ms'));
  const emotion = (await page.getAttribute('[data-face]', 'data-emotion')) ?? '';
  const faces = await page.locator('[data-face]').count();
  await context.close();
  return { latencies, emotion, seconds, longTasks, faces, why };
}

/** Layout shifts and changes of words in so many seconds. */
async function measureCalm(browser: Browser, url: string, seconds: number) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const calm = await watchCalm(page);
  await page.goto(url);
  await page.waitForSelector('html[data-state=reading]', { timeout: 60_000 });
  await page.waitForTimeout(seconds * 1000);
  const shifts = await calm.shifts();
  const changes = await calm.changes();
  await context.close();
  return { shifts, changes };
}

/** The clip as a camera shows it, over and over. */
async function clipAsCamera(clip: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'feeling-clip-'));
  const size = 'scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:(ow-iw)/2:(oh-ih)/2';
  await ffmpeg(folder, `-i ${resolve(clip)} -vf ${size},fps=30 -c:v mjpeg -q:v 3 -f mjpeg clip.mjpeg`);
  return join(folder, 'clip.mjpeg');
}

/** Faces that come and go: one, nobody, four, one in the dark, another. */
async function comingAndGoing(): Promise<string> {
  const smiling = await realFace('smiling');
  const dark = await sharp(smiling).linear(0.15, 0).jpeg().toBuffer();
  const nobody = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
    .jpeg()
    .toBuffer();
  return cameraFile([smiling, nobody, samplePhoto(6), dark, await realFace('calm'), samplePhoto(6)], 75);
}

async function printCalm(url: string, clip: string | undefined) {
  const people = await chromium.launch(launchOptions(cameraArguments(await comingAndGoing())));
  const { shifts } = await measureCalm(people, url, 60);
  await people.close();
  print(`layout shifts in a minute with faces coming and going: ${shifts.length}`);
  for (const { value, what } of shifts.slice(0, 5)) print(`  ${value.toFixed(4)} ${what}`);
  if (!clip || !hasFfmpeg) return print('word changes: not measured (needs a clip and ffmpeg)');
  const woman = await chromium.launch(launchOptions(cameraArguments(await clipAsCamera(clip))));
  const calm = await measureCalm(woman, url, 20);
  await woman.close();
  print(`${basename(clip)}, 20 s: the words changed ${calm.changes} times, ${calm.shifts.length} layout shifts`);
}

/** Bytes that come over the network, and the first reading, of a first visit and of the next. */
async function measureLoading(browser: Browser, url: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watching);
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(url);
  await page.waitForSelector('html[data-state=reading]', { timeout: 60_000 });
  const cold = await page.evaluate<number>('window.firstReading');
  // The service worker asks again for what it keeps, and is answered from the browser's cache.
  await page.evaluate(() => navigator.serviceWorker.ready);
  const workerBytes = await servedBytes(page);
  await page.waitForTimeout(1000);
  await page.reload();
  await page.waitForSelector('html[data-state=reading]', { timeout: 60_000 });
  const warm = await page.evaluate<number>('window.firstReading');
  await context.close();
  return { cold, warm, bytes, workerBytes };
}

/** What a worker loads is not told to the page's own session: its files, as they are sent. */
async function servedBytes(page: Page): Promise<number> {
  const urls = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('feeling-'));
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  return urls
    .filter((path) => path.startsWith('/models/') || path.startsWith('/ort/'))
    .reduce((sum, path) => sum + sentBytes(join(appFolder, path)), 0);
}

const sentBytes = (path: string) =>
  Math.min(...[path, `${path}.gz`].map((p) => statSync(p, { throwIfNoEntry: false })?.size ?? Infinity));

/** Our own script and styles as they are sent: what the live page starts with, not what other views load later. */
function scriptBytes(): number {
  const folder = join(appFolder, 'assets');
  return readdirSync(folder)
    .filter((file) => /^(index|reader\.worker|ort\.wasm).*\.(js|css)$/.test(file))
    .reduce((sum, file) => sum + sentBytes(join(folder, file)), 0);
}

/** Heap after garbage collection, minute by minute. */
async function measureHeap(browser: Browser, url: string, minutes: number): Promise<number[]> {
  const context = await browser.newContext();
  const page = await openOurs(context, url);
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.enable');
  const heap: number[] = [];
  // The last minute's stream is full after one.
  for (let minute = 0; minute <= minutes + 1; minute++) {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    if (minute > 0) heap.push(usedSize / 1e6);
    if (minute <= minutes) await page.waitForTimeout(60_000);
  }
  await context.close();
  return heap;
}

/** 640 × 480 with one face five times. */
async function fiveFaces(face: string | Buffer): Promise<Buffer> {
  const one = await sharp(face).resize(200, 200, { fit: 'cover', position: 'top' }).toBuffer();
  const places = [
    [0, 20],
    [220, 20],
    [440, 20],
    [100, 250],
    [340, 250],
  ] as const;
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
    .composite(places.map(([left, top]) => ({ input: one, left, top })))
    .jpeg({ quality: 92 })
    .toBuffer();
}

const line = (name: string, { latencies, seconds, emotion }: Result) => {
  const ms = (q: number) => quantile(latencies, q).toFixed(1).padStart(6);
  const rate = (latencies.length / seconds).toFixed(0).padStart(3);
  print(`${name.padEnd(20)} p50 ${ms(0.5)} ms  p95 ${ms(0.95)} ms  ${rate} readings/s  reads "${emotion}"`);
};

/** Milliseconds of a bar, and of the last, which has all that took longer. */
const barWidth = 2;
const longest = 160;

/** Latencies as a picture: how many readings took how long. */
function latencyPicture(results: readonly (readonly [string, Result])[]): string {
  const bars = results.flatMap(([name, { latencies }]) =>
    Array.from({ length: longest / barWidth }, (_, i) => {
      const from = i * barWidth;
      const to = i === longest / barWidth - 1 ? Number.POSITIVE_INFINITY : from + barWidth;
      const share = latencies.filter((ms) => ms >= from && ms < to).length / latencies.length;
      return { name, from, to: from + barWidth, share };
    }),
  );
  const medians = results.map(([name, { latencies }]) => ({ name, p50: quantile(latencies, 0.5) }));
  const sentence = medians.map(({ name, p50 }) => `${name} ${p50.toFixed(0)} ms`).join(', ');
  return draw(`Milliseconds from frame to reading, half of them within: ${sentence}`, {
    width: 720,
    height: 260,
    marginBottom: 40,
    marginLeft: 80,
    marginRight: 32,
    x: { label: 'ms from frame to reading', domain: [0, longest] },
    y: { axis: null },
    fy: { label: null, domain: results.map(([name]) => name) },
    marks: [
      Plot.rectY(bars, {
        x1: 'from',
        x2: 'to',
        y: 'share',
        fy: 'name',
        inset: 0.5,
        fill: (bar: { name: string }) => (bar.name === 'feeling' ? theme.accent : theme.other),
      }),
      Plot.ruleX(medians, { x: 'p50', fy: 'name', stroke: theme.ink, strokeDasharray: '3 3' }),
      Plot.text(medians, {
        x: 'p50',
        fy: 'name',
        text: ({ p50 }: { p50: number }) => `${p50.toFixed(0)} ms`,
        frameAnchor: 'top',
        dx: 22,
      }),
      Plot.ruleY([0]),
    ],
  });
}

export interface BrowserOptions {
  photo?: string;
  clip?: string;
  seconds: string;
  minutes: string;
  calm?: true;
}

export async function benchBrowser({ photo, clip, seconds, minutes, calm }: BrowserOptions) {
  const face = photo ?? (await realFace('calm'));
  const ours = await servePage(appFolder, { port: 0 });
  const shown = clip ?? (hasShared ? sharedMedia('woman2.mp4') : undefined);
  if (calm) {
    await printCalm(ours.url, shown);
    ours.server.close();
    return;
  }
  const others = await servePeers();
  const launch = async (picture: string | Buffer) =>
    chromium.launch(launchOptions(cameraArguments(await cameraFile([picture]))));
  const browser = await launch(face);
  const crowd = await launch(await fiveFaces(face));
  try {
    print(`${cpus().length} × ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}, 640 × 480, ${seconds} s each`);
    const duration = Number(seconds);
    const one = await measureOurs(browser, ours.url, duration);
    const results: [string, Result][] = [['feeling', one]];
    line('feeling', one);
    for (const name of Object.keys(peerPages)) {
      const result = await measurePeer(browser, `${others.url}${name}`, duration);
      results.push([name, result]);
      line(name, result);
    }
    const five = await measureOurs(crowd, ours.url, duration);
    line(`feeling, ${five.faces} faces`, five);
    print(`"Why?" answered in ${one.why} ms beside the camera, ${five.why} ms with five faces`);
    const tasks = [...one.longTasks, ...five.longTasks];
    print(
      `the main thread was blocked for more than 50 ms ${tasks.length} times, at most ${Math.max(0, ...tasks).toFixed(0)} ms`,
    );
    const { cold, warm, bytes, workerBytes } = await measureLoading(browser, ours.url);
    print(
      `first reading ${(cold / 1000).toFixed(1)} s after a cold load, ${(warm / 1000).toFixed(1)} s after the next; ` +
        `transferred ${((bytes + workerBytes) / 1e6).toFixed(1)} MB, of it our own script and styles ${(scriptBytes() / 1000).toFixed(0)} kB`,
    );
    await printCalm(ours.url, shown);
    if (Number(minutes) > 0) {
      const heap = await measureHeap(browser, ours.url, Number(minutes));
      const first = heap[0] as number;
      const change = Math.max(...heap.map((megabytes) => Math.abs(megabytes / first - 1)));
      print(
        `heap after garbage collection, minute by minute: ${heap.map((m) => m.toFixed(2)).join(' ')} MB, ` +
          `at most ${(change * 100).toFixed(1)} % from the first`,
      );
    }
    await writeFile(join(packageRoot(), 'docs', 'latency.svg'), sideBySide([latencyPicture(results)]));
  } finally {
    await browser.close();
    await crowd.close();
    ours.server.close();
    others.server.close();
  }
}
