/**
 * Frame to reading in one headless Chromium without a graphics card: this page, @vladmandic/human and
 * @vladmandic/face-api (TensorFlow.js with WebAssembly, SIMD and threads), the same face before the same camera,
 * one after the other. The clock starts when the browser shows a frame (requestVideoFrameCallback) and stops when the
 * page has its emotions.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { extname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { servePage } from '../src/cli/serve';
import { packageRoot } from '../src/model/node';
import { launchOptions } from '../tools/browser';
import { cameraArguments, cameraFile, realFace } from '../tools/camera';
import { quantile } from './statistics';

const packageFolder = (name: string) => join(packageRoot(), 'node_modules', name);

/** Folders the peers' pages read from. */
const folders: Record<string, string> = {
  wasm: join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist'),
  human: packageFolder('@vladmandic/human'),
  'face-api': packageFolder('@vladmandic/face-api'),
};

const loop = `
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  const video = document.createElement('video');
  video.muted = true; video.srcObject = stream; document.body.append(video); await video.play();
  for (let i = 0; i < 5; i++) await read(video);
  window.latencies = [];
  let busy = false;
  const onFrame = async (now) => {
    video.requestVideoFrameCallback(onFrame);
    if (busy) return;
    busy = true;
    window.emotion = await read(video);
    window.latencies.push(performance.now() - now);
    busy = false;
  };
  video.requestVideoFrameCallback(onFrame);
`;

const peers: Record<string, string> = {
  human: `
    const { default: Human } = await import('/human/dist/human.esm.js');
    const off = { enabled: false };
    const human = new Human({
      backend: 'wasm', wasmPath: '/wasm/', modelBasePath: '/human/models/', cacheSensitivity: 0, debug: false, filter: off,
      face: { enabled: true, detector: { rotation: false }, mesh: off, iris: off, description: off, emotion: { enabled: true } },
      body: off, hand: off, object: off, gesture: off, segmentation: off,
    });
    const read = async (video) => (await human.detect(video)).face[0]?.emotion?.[0]?.emotion;
    ${loop}`,
  'face-api': `
    const faceapi = await import('/face-api/dist/face-api.esm.js');
    faceapi.tf.setWasmPaths('/wasm/');
    await faceapi.tf.setBackend('wasm'); await faceapi.tf.ready();
    await faceapi.nets.tinyFaceDetector.loadFromUri('/face-api/model');
    await faceapi.nets.faceExpressionNet.loadFromUri('/face-api/model');
    const options = new faceapi.TinyFaceDetectorOptions();
    const read = async (video) => {
      const found = await faceapi.detectSingleFace(video, options).withFaceExpressions();
      return found?.expressions.asSortedArray()[0].expression;
    };
    ${loop}`,
};

/** Serves the peers' pages and the files of their packages on this computer. */
async function servePeers() {
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.json': 'application/json',
    '.wasm': 'application/wasm',
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    const page = peers[pathname.slice(1)];
    if (page !== undefined) {
      response.writeHead(200, { ...isolated, 'Content-Type': 'text/html' });
      response.end(`<!doctype html><body><script type="module">${page}</script>`);
      return;
    }
    const [, folder = '', ...rest] = pathname.split('/');
    const file = join(folders[folder] ?? '', ...rest);
    if (!folders[folder] || pathname.includes('..') || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { ...isolated, 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

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

async function measureOurs(browser: Browser, url: string, seconds: number): Promise<Result> {
  const page = await browser.newPage();
  await page.addInitScript(`
    window.latencies = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('feeling:reading')) window.latencies.push(entry.duration);
    }).observe({ type: 'measure' });
  `);
  await page.goto(url);
  await page.waitForSelector('html[data-state=reading]', { timeout: 60_000 });
  await page.waitForTimeout(2000);
  await page.evaluate('window.latencies.length = 0');
  await page.waitForTimeout(seconds * 1000);
  const latencies = await page.evaluate<number[]>('window.latencies');
  const emotion = (await page.getAttribute('[data-face]', 'data-emotion')) ?? '';
  await page.close();
  return { latencies, emotion, seconds };
}

export async function benchBrowser({ photo, seconds }: { photo?: string; seconds: string }) {
  const face = photo ?? (await realFace('calm'));
  const camera = await cameraFile([face]);
  const ours = await servePage(join(packageRoot(), 'dist', 'app'), { port: 0, orAnyFree: true });
  const others = await servePeers();
  const browser = await chromium.launch(launchOptions(cameraArguments(camera)));
  const print = (line: string) => process.stdout.write(`${line}\n`);
  try {
    print(
      `${cpus().length} × ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}, 640 × 480, one face, ${seconds} s each`,
    );
    const duration = Number(seconds);
    const measurements: [string, () => Promise<Result>][] = [
      ['feeling', () => measureOurs(browser, ours.url, duration)],
      ...Object.keys(peers).map((name): [string, () => Promise<Result>] => [
        name,
        () => measurePeer(browser, `${others.url}${name}`, duration),
      ]),
    ];
    for (const [name, run] of measurements) {
      const { latencies, emotion } = await run();
      const ms = (q: number) => quantile(latencies, q).toFixed(1).padStart(6);
      const rate = (latencies.length / duration).toFixed(0).padStart(3);
      print(`${name.padEnd(9)} p50 ${ms(0.5)} ms  p95 ${ms(0.95)} ms  ${rate} readings/s  reads "${emotion}"`);
    }
  } finally {
    await browser.close();
    ours.server.close();
    others.server.close();
  }
}
