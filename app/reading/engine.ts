/** The worker that reads, as the page sees it: started, asked, and started again when it dies. */
import { effect, type Signal, signal } from '@preact/signals';
import type { Evidence, Speeds } from '../../src/detect';
import type { Emotion } from '../../src/emotion';
import type { Box } from '../../src/face';
import { networkVersion } from '../../src/model';
import type { Device } from '../../src/runtime';
import { network as readsWith } from '../personal/knowing';
import { settings } from '../settings/settings';
import { createAwakeClock } from '../shell/awake';
import { power } from '../shell/power';
import type { Answer, FromWorker, LiveReading, OwnNetwork, Source, ToWorker, WhyRefused } from './messages';
import { createRequests } from './requests';

export interface Engine {
  state: Signal<'loading' | 'ready' | 'failed'>;
  /** Why it failed. */
  reason: Signal<string>;
  /** What computes; undefined until it is ready. */
  runsOn: Signal<{ device: Device; threads: number; speeds: Speeds | undefined } | undefined>;
  /** What a person should know although reading goes on. */
  notice: Signal<'fellBack' | 'restarted' | undefined>;
  /** Why the person's own network is not used. */
  badNetwork: Signal<WhyRefused | undefined>;
  /** The network that has to be described before it can be used, and what is wrong with what was said of it. */
  undescribed: Signal<({ file: File } & WhyRefused) | undefined>;
  /** The person's own network, by its file's name. */
  networkName: Signal<string>;
  /** Reads a picture, which is closed then. Rejects when it cannot be read; with StartedAgain it can be asked once more. */
  read(picture: VideoFrame | ImageBitmap, time: number, source: Source): Promise<Answer>;
  /** What speaks for an emotion in a face before the camera; undefined when that face is gone. */
  why(reading: LiveReading, emotion: Emotion): Promise<Evidence | undefined>;
  /** What speaks for an emotion in a face of the photo, which is closed then. */
  whyInPhoto(photo: ImageBitmap, reading: LiveReading, emotion: Emotion): Promise<Evidence | undefined>;
  /** Where there may be a face in the picture, however small; it is closed then. */
  findEveryone(picture: ImageBitmap): Promise<Box[]>;
  useNetwork(file: File | undefined): Promise<void>;
  start(): void;
}

/** Reading was started anew before it was done with a picture. */
export class StartedAgain extends Error {
  override name = 'StartedAgain';
  /** by: what started it; a worker may have died of the picture itself */
  constructor(readonly by: 'settings' | 'death') {
    super('reading was started again');
  }
}

/**
 * Milliseconds without any answer after which the worker counts as dead, or so many times what the last frame took where
 * that is longer: a slow device is not a dead one. After each death twice as long, but no longer than for a photo.
 */
const patience = 5000;
const patienceInFrames = 20;
/** A picture that takes longer than a live frame does, since it is large or its networks are loaded first. */
const longPatience = 60_000;
/** So many deaths are one too many, unless the worker has lived for so long in between, in ms. */
const mostDeaths = 3;
const longLife = 60_000;

/** So many devices, batteries and networks are remembered. */
const mostSpeeds = 8;

function keepSpeeds(speeds: Speeds) {
  const others = settings.speeds.peek().filter(({ measuredOn }) => measuredOn !== speeds.measuredOn);
  settings.speeds.value = [...others, speeds].slice(-mostSpeeds);
}

export function createEngine(): Engine {
  const state: Engine['state'] = signal('loading');
  const reason = signal('');
  const runsOn: Engine['runsOn'] = signal(undefined);
  const notice: Engine['notice'] = signal(undefined);
  const badNetwork: Engine['badNetwork'] = signal(undefined);
  const undescribed: Engine['undescribed'] = signal(undefined);
  const networkName = signal('');
  let networkFile: File | undefined;
  let network: OwnNetwork | undefined;
  /** Counts choices of a network: a large file that was chosen first is not taken after a small one. */
  let choosing = 0;
  let worker: Worker | undefined;
  const now = createAwakeClock(() => {
    // A hidden page's timers and answers are late; that is no death.
    if (document.hidden) requests.heard();
    else if (requests.areOverdue()) died();
  });
  const requests = createRequests(now);
  let deaths = 0;
  let readyAt = Number.NEGATIVE_INFINITY;
  /** When the worker last showed that it lives. That it died is known later, on a slow device much later. */
  let aliveAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds that the last frame of the camera took. */
  let lastFrame = 0;

  const post = (message: ToWorker, transfer: Transferable[] = []) => worker?.postMessage(message, transfer);

  function start(by: StartedAgain['by'] = 'settings') {
    worker?.terminate();
    requests.giveUp(new StartedAgain(by));
    state.value = 'loading';
    worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => receive(data));
    worker.addEventListener('error', (event) => fail(event.message));
    post({
      type: 'start',
      options: {
        base: new URL(import.meta.env.BASE_URL, location.href).href,
        device: settings.backend.peek(),
        finder: settings.finder.peek(),
        timeConstant: settings.smoothing.peek(),
        power: power.peek(),
        speeds: settings.speeds.peek(),
        network,
      },
    });
  }

  function fail(why: string) {
    reason.value = why;
    state.value = 'failed';
    requests.giveUp(new Error(why));
  }

  function died() {
    deaths = aliveAt - readyAt > longLife ? 1 : deaths + 1;
    if (deaths > mostDeaths) return fail('the worker died again and again');
    notice.value = 'restarted';
    start('death');
  }

  function receive(message: FromWorker) {
    aliveAt = performance.now();
    requests.heard();
    switch (message.type) {
      case 'ready':
        runsOn.value = { device: message.device, threads: message.threads, speeds: message.speeds };
        if (message.speeds) keepSpeeds(message.speeds);
        readsWith.value = networkVersion(
          network?.name ?? 'compact',
          network ? new Uint8Array(network.bytes) : new Uint8Array(),
        );
        state.value = 'ready';
        readyAt = aliveAt;
        return;
      case 'answer':
        return requests.resolve(message.id, message.answer);
      case 'evidence':
        return requests.resolve(message.id, message.evidence);
      case 'everyone':
        return requests.resolve(message.id, message.boxes);
      case 'failed':
        if (message.id === undefined) return fail(message.reason);
        return requests.reject(message.id, message.reason);
      case 'badNetwork':
        badNetwork.value = { reason: message.reason, fault: message.fault };
        networkName.value = '';
        network = undefined;
        return;
      case 'undescribed':
        undescribed.value = networkFile && { file: networkFile, reason: message.reason, fault: message.fault };
        networkName.value = '';
        network = undefined;
        return;
      case 'fellBack':
        notice.value = 'fellBack';
        requests.heard(longPatience);
        return;
      case 'working':
        // That it said something is enough.
        return;
    }
  }

  const ask = <T>(message: (id: number) => ToWorker, transfer: Transferable[], wait: number) =>
    requests.ask<T>((id) => post(message(id), transfer), wait);
  const frameWait = () => Math.min(longPatience, Math.max(patience, patienceInFrames * lastFrame) * 2 ** deaths);
  const longWait = () => longPatience * 2 ** deaths;

  let first = true;
  effect(() => {
    // Both need networks of their own.
    settings.backend.value;
    settings.finder.value;
    if (!first) start();
    first = false;
  });
  let poweredBy = power.peek();
  effect(() => {
    if (power.value === poweredBy) return;
    poweredBy = power.value;
    // On its battery a device may be faster with the other; where there is nothing to choose, nothing changes.
    if (settings.backend.peek() === 'auto' && runsOn.peek()?.speeds) start();
  });
  effect(() => post({ type: 'smoothing', timeConstant: settings.smoothing.value }));

  return {
    state,
    reason,
    runsOn,
    notice,
    badNetwork,
    undescribed,
    networkName,
    async read(picture, time, source) {
      const started = performance.now();
      const wait = source === 'camera' ? frameWait() : longWait();
      const answer = await ask<Answer>((id) => ({ type: 'read', id, picture, time, source }), [picture], wait);
      if (source === 'camera') lastFrame = performance.now() - started;
      return answer;
    },
    why: (reading, emotion) =>
      ask<Evidence | undefined>((id) => ({ type: 'why', id, reading, emotion }), [], longWait()),
    whyInPhoto: (photo, reading, emotion) =>
      ask<Evidence | undefined>((id) => ({ type: 'whyInPhoto', id, photo, reading, emotion }), [photo], longWait()),
    findEveryone: (picture) => ask<Box[]>((id) => ({ type: 'findEveryone', id, picture }), [picture], longWait()),
    async useNetwork(file) {
      const mine = ++choosing;
      let next: OwnNetwork | undefined;
      let reason: string | undefined;
      try {
        next = file && {
          name: file.name,
          bytes: await file.arrayBuffer(),
          description: settings.networks.peek()[file.name],
        };
      } catch (error) {
        // The file is gone.
        reason = error instanceof Error ? error.message : String(error);
      }
      if (mine !== choosing) return;
      badNetwork.value = reason === undefined ? undefined : { reason, fault: undefined };
      undescribed.value = undefined;
      if (reason !== undefined) return;
      networkFile = file;
      network = next;
      networkName.value = file?.name ?? '';
      start();
    },
    start: () => start(),
  };
}
