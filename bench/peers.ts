/** The peers in Node, on WebAssembly: what they make of the frames of a video, and how fast. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Frame } from '../src/media';
import { openVideo } from '../src/media/node';
import { peerFolder } from '../tools/peerFolder';

const require = createRequire(import.meta.url);

/** Frames that are read before the clock starts, and then. */
const warmups = 5;
const measured = 60;

export interface PeerResult {
  name: string;
  framesPerSecond: number;
  /** Share of the frames in which it found a face. */
  found: number;
}

interface Peer {
  name: string;
  /** Number of faces it found and read. */
  read(frame: Frame): Promise<number>;
}

/** A few of the names that the peers' files export; they come without types for this build. */
interface TfTensor {
  dispose(): void;
}
interface Tf {
  tensor3d(data: Uint8Array, shape: number[], type: string): TfTensor;
  tensor4d(data: Float32Array, shape: number[], type: string): TfTensor;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}

/** Red, green and blue without alpha. */
function rgb({ data, width, height }: Frame): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) pixels[i * 3 + c] = data[i * 4 + c] as number;
  return pixels;
}

async function faceApi(): Promise<Peer> {
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
  const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const tf: Tf = api.tf;
  await tf.setBackend('wasm');
  await tf.ready();
  const models = join(peerFolder('@vladmandic/face-api'), 'model');
  await api.nets.tinyFaceDetector.loadFromDisk(models);
  await api.nets.faceExpressionNet.loadFromDisk(models);
  const options = new api.TinyFaceDetectorOptions();
  return {
    name: '@vladmandic/face-api',
    async read(frame) {
      const picture = tf.tensor3d(rgb(frame), [frame.height, frame.width, 3], 'int32');
      const found = await api.detectAllFaces(picture, options).withFaceExpressions();
      picture.dispose();
      return found.length;
    },
  };
}

async function human(modelBasePath: string): Promise<Peer> {
  const { default: Human } = require(join(peerFolder('@vladmandic/human'), 'dist', 'human.node-wasm.js'));
  const off = { enabled: false };
  const reader = new Human({
    backend: 'wasm',
    wasmPath: `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`,
    modelBasePath,
    debug: false,
    cacheSensitivity: 0,
    face: {
      enabled: true,
      mesh: off,
      iris: off,
      description: off,
      antispoof: off,
      liveness: off,
      emotion: { enabled: true },
    },
    body: off,
    hand: off,
    object: off,
    gesture: off,
  });
  await reader.load();
  const tf: Tf = reader.tf;
  return {
    name: '@vladmandic/human',
    async read(frame) {
      const pixels = Float32Array.from(rgb(frame));
      const picture = tf.tensor4d(pixels, [1, frame.height, frame.width, 3], 'float32');
      const { face } = await reader.detect(picture);
      picture.dispose();
      return face.length;
    },
  };
}

async function measure({ name, read }: Peer, video: string): Promise<PeerResult> {
  const source = await openVideo(video);
  let [count, found, spent] = [0, 0, 0];
  try {
    for await (const frame of source.frames()) {
      const started = performance.now();
      const faces = await read(frame);
      count++;
      if (count <= warmups) continue;
      spent += performance.now() - started;
      if (faces > 0) found++;
      if (count === warmups + measured) break;
    }
  } finally {
    source.close();
  }
  const frames = count - warmups;
  return { name, framesPerSecond: (frames * 1000) / spent, found: found / frames };
}

/** Both peers on the first frames of a video; decoding is not counted. */
export async function measurePeers(video: string): Promise<PeerResult[]> {
  // Human loads its networks over HTTP only.
  const models = createServer((request, response) => {
    response.end(readFileSync(join(peerFolder('@vladmandic/human'), 'models', (request.url ?? '/').slice(1))));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => models.once('listening', resolve));
  try {
    const address = `http://127.0.0.1:${(models.address() as AddressInfo).port}/`;
    return [await measure(await human(address), video), await measure(await faceApi(), video)];
  } finally {
    models.close();
    models.closeAllConnections();
  }
}
