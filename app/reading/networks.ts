/** The networks that the worker runs, on one device. */
import {
  type AutoFinders,
  autoFinders,
  createStream,
  type FaceFinders,
  type Stream,
  type StreamState,
} from '../../src/detect';
import type { FaceFinder } from '../../src/face';
import { type Classifier, classifierSize, createClassifier } from '../../src/model';
import type { Device, Session } from '../../src/runtime';
import { type Backend, loadBackend } from '../../src/runtime/browser';
import type { FinderName } from '../settings/settings';
import type { EngineOptions, OwnNetwork, Source } from './messages';

export interface Networks {
  device: Device;
  threads: number;
  classifier: Classifier;
  /** Finds the faces of a photo. */
  photo: FaceFinders['photo'];
  /** Finds every face that there may be, for hiding them. */
  everyone(): Promise<FaceFinder>;
  stream(source: Source, timeConstant: number, from?: StreamState): Promise<Stream>;
}

/** With more faces before the camera than this, each is read every second or third frame, so that none waits long. */
const facesAtOnce = 2;
/** A frame that takes longer than this on a graphics card, in ms, is read faster without. */
const tooSlow = 40;

/**
 * Loads what the camera needs on the wished device, or on the processor.
 *
 * onBadNetwork is told when the person's own network cannot be used and the packaged one is taken
 */
export async function loadNetworks(
  { base, device, finder, network }: EngineOptions,
  onBadNetwork: (error: Error) => void,
): Promise<Networks> {
  const load = fileLoader(base);
  // What graphics cards need may be missing, or fail; what the processor needs must be there.
  const quicker = device === 'cpu' ? undefined : await prepare('webgpu').catch(() => undefined);
  return quicker ?? ((await prepare('cpu')) as Networks);

  /** Undefined where a graphics card is slower than the processor and nobody insists on it. */
  async function prepare(wanted: Device): Promise<Networks | undefined> {
    const backend = await loadBackend(new URL('ort/', base).href, wanted, device === wanted);
    const [live, classifier] = await Promise.all([
      openFinders(finder, backend, load),
      openClassifier(backend, load, network, onBadNetwork),
    ]);
    // Only a camera knows that faces are near.
    const cameraFinder = (): FaceFinder =>
      finder === 'blazeface' && 'watchful' in live ? live.watchful() : live.stream;
    const milliseconds = await warmUp(cameraFinder(), classifier);
    if (backend.device === 'webgpu' && device === 'auto' && milliseconds > tooSlow) {
      await Promise.all([live.close(), classifier.close()]);
      return undefined;
    }
    let auto: Promise<AutoFinders> | undefined;
    const bothRanges = () => {
      auto ??= 'thorough' in live ? Promise.resolve(live) : autoFinders(opener(backend, load));
      return auto;
    };
    return {
      device: backend.device,
      threads: backend.threads,
      classifier,
      photo: live.photo,
      everyone: async () => (await bothRanges()).thorough,
      stream: async (source, timeConstant, from) =>
        createStream(
          {
            faces: source === 'camera' ? cameraFinder() : live.stream,
            classifier,
            timeConstant,
            ...(source === 'camera' && { facesAtOnce }),
          },
          from,
        ),
    };
  }
}

type Load = (file: string) => Promise<Uint8Array>;

const fileLoader =
  (base: string): Load =>
  async (file) => {
    const response = await fetch(new URL(`models/${file}`, base));
    if (!response.ok) throw new Error(`models/${file} could not be loaded (${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  };

const opener =
  ({ createSession }: Backend, load: Load) =>
  async (network: string): Promise<Session> =>
    createSession(await load(`${network}.onnx`));

async function openFinders(name: FinderName, backend: Backend, load: Load): Promise<FaceFinders | AutoFinders> {
  if (name !== 'mtcnn') return autoFinders(opener(backend, load));
  const [manifest, weights] = await Promise.all([
    load('mtcnn_model-weights_manifest.json'),
    load('mtcnn_model-shard1'),
  ]);
  const { mtcnnFinders } = await import('./mtcnn');
  return mtcnnFinders(JSON.parse(new TextDecoder().decode(manifest)), weights, backend.createSession);
}

async function openClassifier(
  { createSession, device }: Backend,
  load: Load,
  network: OwnNetwork | undefined,
  onBadNetwork: (error: Error) => void,
): Promise<Classifier> {
  if (network)
    try {
      const { ownNetwork } = await import('./ownNetwork');
      const file = await ownNetwork(new Uint8Array(network.bytes), network.description, network.name);
      const own = createClassifier(await createSession(file));
      await own.read([new Float32Array(classifierSize * classifierSize)]);
      return own;
    } catch (error) {
      onBadNetwork(error instanceof Error ? error : new Error(String(error)));
    }
  // In whole numbers the processor is faster by a third, and as right; graphics cards want floats (models/compact.md).
  return createClassifier(await createSession(await load(device === 'cpu' ? 'compact-int8.onnx' : 'compact.onnx')));
}

/**
 * Runs both networks, since the first run of a network is slow: better now than when a face is there. Returns what a
 * frame with one face takes after that, in ms.
 */
async function warmUp(faces: FaceFinder, classifier: Classifier): Promise<number> {
  const side = 64;
  const black = { data: new Uint8Array(side * side * 4), width: side, height: side, time: 0 };
  let milliseconds = 0;
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    await faces.detect(black);
    await classifier.read([new Float32Array(classifierSize * classifierSize)]);
    milliseconds = performance.now() - started;
  }
  return milliseconds;
}
