/**
 * BlazeFace beside MediaPipe's own graph, which its npm package runs in the browser, on every face of the test photos.
 *
 * The photos are made smaller first: MediaPipe then takes one sample a pixel, as we do, where from larger photos it takes
 * one still and we the mean of several.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLook, type Face, fullRange, overlap, shortRange } from '../src/face';
import { wholeFrame } from '../src/media';
import { readPhoto } from '../src/media/node';
import { loadModel, packageRoot } from '../src/model/node';
import { createSession } from '../src/runtime/node';
import { launchOptions } from '../tools/browser';
import { hasShared, sharedMedia } from '../tools/camera';
import { patience } from '../tools/livePage';

const html = `<!doctype html><script src="/mediapipe/face_detection.js"></script><script>
  let network;
  let found = [];
  async function load(model) {
    network = new FaceDetection({ locateFile: (file) => '/mediapipe/' + file });
    // Its other options break the graph of the published package.
    network.setOptions({ model });
    network.onResults(({ detections }) => { found = detections; });
    await network.initialize();
  }
  async function detect(photo) {
    const image = new Image();
    image.src = photo;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    found = [];
    await network.send({ image: canvas });
    const { width, height } = image;
    return found.map(({ boundingBox: b, landmarks }) => ({
      box: { x: (b.xCenter - b.width / 2) * width, y: (b.yCenter - b.height / 2) * height, width: b.width * width, height: b.height * height },
      landmarks: landmarks.map((p) => ({ x: p.x * width, y: p.y * height })),
    }));
  }
</script>`;

const longestSide = 320;
/** All of one size, so that one of MediaPipe's networks can read them all: another size confuses the published package. */
const small = (file: string) =>
  sharp(file).resize(longestSide, longestSide, { fit: 'contain', background: '#777' }).png().toBuffer();

const types: Record<string, string> = { js: 'text/javascript', wasm: 'application/wasm', jpg: 'image/png' };

const server = createServer(async (request, response) => {
  const path = (request.url ?? '/').slice(1);
  if (path === '') {
    response.setHeader('content-type', 'text/html').end(html);
    return;
  }
  const file = path.startsWith('mediapipe/')
    ? join(packageRoot(), 'node_modules', '@mediapipe', 'face_detection', path.slice('mediapipe/'.length))
    : sharedMedia(path);
  const bytes = await (path.startsWith('mediapipe/') ? readFile(file) : small(file)).catch(() => undefined);
  if (bytes)
    response.setHeader('content-type', types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream').end(bytes);
  else response.writeHead(404).end();
});

const photos = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad', 'surprised', 'bbt1', 'bbt2', 'bbt3'];

interface Theirs {
  box: Face['box'];
  landmarks: { x: number; y: number }[];
}

describe.skipIf(!hasShared)("beside MediaPipe's own graph (skipped without ../shared)", () => {
  let browser: Browser;
  beforeAll(async () => {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    // Its graph scales pictures with WebGL, here in software.
    const software = [
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ];
    const options = launchOptions(software);
    browser = await chromium.launch({ ...options, args: (options.args ?? []).filter((a) => a !== '--disable-gpu') });
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  /** In a page of its own: a second network confuses the published package. */
  const mediapipe = async (model: string) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(`load('${model}')`);
    return {
      detect: (photo: string): Promise<Theirs[]> => page.evaluate(`detect('/${photo}.jpg')`),
      close: () => page.close(),
    };
  };

  it.each([
    ['short', 'blazeface', shortRange],
    ['full', 'blazeface-full', fullRange],
  ] as const)(
    'boxes overlap by 0.9 and landmarks lie within 5 %% of the eye distance, %s range',
    async (model, name, variant) => {
      const session = await createSession(await loadModel(name, 'faces'));
      const look = createLook(session, variant);
      const peer = await mediapipe(model);
      let compared = 0;
      for (const photo of photos) {
        const theirs = await peer.detect(photo);
        const frame = await readPhoto(await small(sharedMedia(`${photo}.jpg`)));
        const ours = await look(frame, wholeFrame(frame));
        for (const their of theirs) {
          const our = ours.reduce(
            (best, face) => (overlap(face.box, their.box) > overlap(best.box, their.box) ? face : best),
            ours[0]!,
          );
          expect(overlap(our?.box, their.box), `${photo}: box`).toBeGreaterThanOrEqual(0.9);
          const [right, left] = [their.landmarks[0]!, their.landmarks[1]!];
          const eyes = Math.hypot(left.x - right.x, left.y - right.y);
          Object.values(our.landmarks).forEach((point, i) => {
            const counterpart = their.landmarks[i]!;
            expect(
              Math.hypot(point.x - counterpart.x, point.y - counterpart.y) / eyes,
              `${photo}: landmark ${i}`,
            ).toBeLessThan(0.05);
          });
          compared++;
        }
      }
      console.log(`${model} range: ${compared} faces compared`);
      expect(compared).toBeGreaterThanOrEqual(8);
      await peer.close();
      await session.close();
    },
  );
});
