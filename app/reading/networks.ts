/** The networks that the worker runs: on the processor, on a graphics card, or each work where it is done faster. */
import {
  type AutoFinders,
  autoFinders,
  type Choice,
  choose,
  createStream,
  dividedClassifier,
  type FaceFinders,
  type InTurn,
  measureSpeeds,
  onlyOn,
  type Speeds,
  type Stream,
  type StreamState,
  tasksOf,
  type ViewsOf,
  type Work,
} from '../../src/detect';
import type { FaceFinder } from '../../src/face';
import { createFrameReader } from '../../src/media/browser';
import { type Classifier, classifierSize, createClassifier } from '../../src/model';
import type { AnyFrame, Device, FrameOnCard, Session } from '../../src/runtime';
import { type Backend, graphicsCardName, loadBackend } from '../../src/runtime/browser';
import type { FinderName } from '../settings/settings';
import type { EngineOptions, OwnNetwork, Source } from './messages';

export interface Networks {
  /** Where faces are read, of which there are mostly few. */
  device: Device;
  threads: number;
  /** Some work is done on a graphics card. */
  usesCard: boolean;
  /** What was measured, where both were tried. */
  speeds?: Speeds;
  /**
   * Where there is a graphics card that was not tried yet: opens it beside, times both, and gives what does each work where it
   * is faster. Each timed run waits for its turn. Undefined where the card cannot be used.
   */
  measure?(inTurn: InTurn): Promise<Networks | undefined>;
  classifier: Classifier;
  /** Finds the faces of a photo. */
  photo: FaceFinders['photo'];
  /** Finds every face that there may be, for hiding them. */
  everyone(): Promise<FaceFinder>;
  stream(source: Source, timeConstant: number, from?: StreamState): Promise<Stream<AnyFrame>>;
  hold?: Hold | undefined;
}

/**
 * Puts a frame on the graphics card, where faces are found and read there; until the picture is closed. Undefined where it
 * must be read into memory.
 */
type Hold = (picture: VideoFrame, time: number) => FrameOnCard | undefined;

/** With more faces before the camera than this, each is read every second or third frame, so that none waits long. */
const facesAtOnce = 2;

/** All networks on one device. */
export interface Opened {
  device: Device;
  threads: number;
  classifier: Classifier<ViewsOf<AnyFrame>>;
  photo: FaceFinder;
  /** For frames in order; on a card only where there is `hold`. */
  frames: FaceFinder<AnyFrame>;
  /** For the camera's, of which alone one knows that faces are near. */
  camera(): FaceFinder<AnyFrame>;
  hold?: Hold | undefined;
  everyone(): Promise<FaceFinder>;
  close(): Promise<unknown>;
}

/**
 * Loads what the camera needs on the wished device, or on the processor. Where nobody wishes for one and there is a graphics
 * card, each work goes where it was measured to be faster; until that is known, to the processor.
 *
 * onBadNetwork is told when the person's own network cannot be used and the packaged one is taken
 */
export async function loadNetworks(options: EngineOptions, onBadNetwork: (error: Error) => void): Promise<Networks> {
  const { device, finder, network, power, speeds: kept } = options;
  if (device === 'cpu') return together({ cpu: await open('cpu', options, onBadNetwork) }, onlyOn('cpu'));
  // What graphics cards need may be missing, or fail; what the processor needs must be there.
  if (device === 'webgpu') {
    const opened = await open('webgpu', options, onBadNetwork).catch(() => open('cpu', options, onBadNetwork));
    return together({ [opened.device]: opened }, onlyOn(opened.device));
  }
  const card = await graphicsCardName();
  if (card === undefined) return together({ cpu: await open('cpu', options, onBadNetwork) }, onlyOn('cpu'));
  const measuredOn = [card, power, finder, network?.name ?? 'compact'].join(', ');
  let isBad = false;
  const cpu = await open('cpu', options, (error) => {
    isBad = true;
    onBadNetwork(error);
  });
  const onCpu = together({ cpu }, onlyOn('cpu'));
  /** Both read with the same network, or only the processor does. */
  const openCard = () =>
    open('webgpu', isBad ? { ...options, network: undefined } : options, (error) => {
      throw error;
    });
  const withCard = (webgpu: Opened, speeds: Speeds) => ({ ...together({ cpu, webgpu }, choose(speeds)), speeds });
  const prefersCard = (speeds: Speeds) => Object.values(choose(speeds)).includes('webgpu');

  const known = kept.find((speeds) => speeds.measuredOn === measuredOn);
  if (known && !prefersCard(known)) return { ...onCpu, speeds: known };
  if (known)
    return openCard().then(
      (webgpu) => withCard(webgpu, known),
      () => onCpu,
    );
  return {
    ...onCpu,
    async measure(inTurn) {
      const webgpu = await openCard().catch(() => undefined);
      if (!webgpu) return undefined;
      const speeds = await measureSpeeds(measuredOn, { cpu: worksOf(cpu), webgpu: worksOf(webgpu) }, inTurn).catch(
        () => undefined,
      );
      if (speeds && prefersCard(speeds)) return withCard(webgpu, speeds);
      await webgpu.close();
      return speeds && { ...onCpu, speeds };
    },
  };
}

/** Each work on the device that was chosen for it. */
export function together(opened: Partial<Record<Device, Opened>>, choice: Choice): Networks {
  const on = (work: Work) => opened[choice[work]] as Opened;
  const { device, threads } = on('readFew');
  const isAlone = new Set([choice.find, choice.readFew, choice.readMany]).size === 1;
  const classifier = dividedClassifier(on('readFew').classifier, on('readMany').classifier);
  return {
    device,
    threads,
    usesCard: Object.values(choice).includes('webgpu'),
    classifier,
    photo: on('search').photo,
    everyone: () => on('search').everyone(),
    hold: isAlone ? on('find').hold : undefined,
    stream: async (source, timeConstant, from) =>
      createStream(
        {
          faces: source === 'camera' ? on('find').camera() : on('find').frames,
          classifier,
          timeConstant,
          ...(source === 'camera' && { facesAtOnce }),
        },
        from,
      ),
  };
}

/** Throws when the device cannot be used, or what it needs is missing. */
async function open(
  wanted: Device,
  { base, device, finder, network }: EngineOptions,
  onBadNetwork: (error: Error) => void,
): Promise<Opened> {
  const load = fileLoader(base);
  const backend = await loadBackend(new URL('ort/', base).href, wanted, device === wanted);
  const [live, classifier] = await Promise.all([
    openFinders(finder, backend, load),
    openClassifier(backend, load, network, onBadNetwork),
  ]);
  // MTCNN wants whole pictures in many sizes, and some networks of others so many faces at a time.
  const reads = finder !== 'mtcnn' && classifier.input?.batch === undefined;
  const cutter = reads ? await backend.openCutter() : undefined;
  let auto: Promise<AutoFinders> | undefined;
  const bothRanges = () => {
    auto ??= 'thorough' in live ? Promise.resolve(live) : autoFinders(opener(backend, load));
    return auto;
  };
  const opened: Opened = {
    device: backend.device,
    threads: backend.threads,
    classifier,
    photo: live.photo,
    frames: live.stream,
    hold: cutter?.hold,
    camera: () => (finder === 'blazeface' && 'watchful' in live ? live.watchful() : live.stream),
    everyone: async () => (await bothRanges()).thorough,
    close: () => Promise.all([live.close(), classifier.close()]),
  };
  // The first run of a network is slow: better now than when a face is there.
  const { find, readFew } = worksOf(opened);
  await find();
  await readFew();
  return opened;
}

/** Finding includes what a frame of the camera takes until it can be searched. */
function worksOf({ classifier, photo, camera, hold }: Opened) {
  const frames = camera();
  const read = createFrameReader();
  return tasksOf({
    classifier,
    photo,
    find: async () => {
      const picture = blackPicture();
      try {
        return await frames.detect(hold?.(picture, 0) ?? (await read(picture, 0)));
      } finally {
        picture.close();
      }
    },
  });
}

const usualSize = { codedWidth: 640, codedHeight: 480 };

const blackPicture = () =>
  new VideoFrame(new Uint8Array((usualSize.codedWidth * usualSize.codedHeight * 3) / 2).fill(16), {
    ...{ format: 'I420', ...usualSize, timestamp: 0 },
  });

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
): Promise<Opened['classifier']> {
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
