/** Pages that read a camera with the peers, served from their packages on this computer. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { peerFolder } from '../tools/peerFolder';

/** Folders the peers' pages read from. */
const folders = (): Record<string, string> => ({
  wasm: join(peerFolder('@tensorflow/tfjs-backend-wasm'), 'dist'),
  human: peerFolder('@vladmandic/human'),
  'face-api': peerFolder('@vladmandic/face-api'),
});

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

export const peerPages: Record<string, string> = {
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

/** Serves the pages and the files that they load. */
export async function servePeers() {
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.json': 'application/json',
    '.wasm': 'application/wasm',
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    const page = peerPages[pathname.slice(1)];
    if (page !== undefined) {
      response.writeHead(200, { ...isolated, 'Content-Type': 'text/html' });
      response.end(`<!doctype html><body><script type="module">${page}</script>`);
      return;
    }
    const [, folder = '', ...rest] = pathname.split('/');
    const file = join(folders()[folder] ?? '', ...rest);
    if (!folders()[folder] || pathname.includes('..') || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { ...isolated, 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
