/** The live reading as a whole: camera, worker and what the page shows, kept in signals. */
import { type Signal, signal } from '@preact/signals';
import type { Reading } from '../../src/detect';
import { defaultThreshold } from '../../src/emotion';
import { CameraError, type CameraProblem, closeCamera, openCamera } from './camera';
import { type Moment, remember } from './history';
import type { FromWorker, ToWorker } from './messages';

export type LiveState = 'starting' | 'asking' | 'denied' | 'no-camera' | 'no-face' | 'reading' | 'error';

export interface Live {
  state: Signal<LiveState>;
  /** For the states that need one: what happened and what to do. */
  problem: Signal<{ kind: CameraProblem | 'unplugged' | 'engine'; detail: string } | undefined>;
  readings: Signal<Reading[]>;
  /** Size of the frames that the readings' boxes are in. */
  frameSize: Signal<{ width: number; height: number }>;
  framesPerSecond: Signal<number>;
  latency: Signal<number>;
  engine: Signal<string>;
  threshold: Signal<number>;
  /** What the surest face showed in the last minute. */
  history: Signal<readonly Moment[]>;
  setThreshold(threshold: number): void;
  /** Shows the camera in the page's video element. */
  attach(video: HTMLVideoElement | null): void;
  retry(): void;
}

/** Frames whose times the shown figures are made of. */
const remembered = 30;
/** Milliseconds without a frame from the camera, or an answer from the worker, after which it is started anew. */
const patience = 5000;

export function startLive(): Live {
  const live: Omit<Live, 'setThreshold' | 'attach' | 'retry'> = {
    state: signal<LiveState>('starting'),
    problem: signal(undefined),
    readings: signal<Reading[]>([]),
    frameSize: signal({ width: 640, height: 480 }),
    framesPerSecond: signal(0),
    latency: signal(0),
    engine: signal(''),
    threshold: signal(defaultThreshold),
    history: signal<readonly Moment[]>([]),
  };
  const { state, problem, readings, threshold } = live;
  const root = document.documentElement;
  state.subscribe((value) => {
    root.dataset['state'] = value;
  });

  let video: HTMLVideoElement | undefined;
  let camera: MediaStream | undefined;
  let worker: Worker | undefined;
  let ready = false;
  /** When the frame that the worker has now was shown, in ms; undefined while it is idle. */
  let sentAt: number | undefined;
  /** When the camera last showed a frame, and when something last failed, in ms. */
  let shownAt = 0;
  let failedAt = 0;
  const arrivals: number[] = [];
  const latencies: number[] = [];

  const send = (message: ToWorker, transfer: Transferable[] = []) => worker?.postMessage(message, transfer);

  function startWorker() {
    ready = false;
    sentAt = undefined;
    worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => receive(data));
    worker.addEventListener('error', (event) => fail('engine', event.message));
    send({ type: 'start', base: new URL(import.meta.env.BASE_URL, location.href).href, threshold: threshold.value });
  }

  function restartWorker() {
    worker?.terminate();
    startWorker();
  }

  function receive(message: FromWorker) {
    switch (message.type) {
      case 'ready':
        ready = true;
        live.engine.value =
          message.device === 'webgpu'
            ? 'WebGPU'
            : `WebAssembly, ${message.threads} thread${message.threads === 1 ? '' : 's'}`;
        nextState();
        return;
      case 'readings': {
        const now = performance.now();
        if (sentAt !== undefined) measure(sentAt, now);
        sentAt = undefined;
        // An answer about a camera that is gone by now.
        if (!camera) return;
        live.frameSize.value = { width: message.width, height: message.height };
        readings.value = message.readings;
        live.history.value = remember(live.history.value, now / 1000, message.readings);
        nextState();
        return;
      }
      case 'failed':
        fail('engine', message.reason);
    }
  }

  function measure(shown: number, now: number) {
    // For whoever watches with a PerformanceObserver; not kept, since a day has millions.
    performance.measure('feeling:reading', { start: shown, end: now });
    performance.clearMeasures('feeling:reading');
    arrivals.push(now);
    latencies.push(now - shown);
    if (arrivals.length > remembered) arrivals.shift();
    if (latencies.length > remembered) latencies.shift();
    const span = now - (arrivals[0] as number);
    live.framesPerSecond.value = span > 0 ? ((arrivals.length - 1) * 1000) / span : 0;
    live.latency.value = [...latencies].sort((a, b) => a - b)[Math.floor(latencies.length / 2)] as number;
    root.dataset['fps'] = live.framesPerSecond.value.toFixed(1);
    root.dataset['latencyMs'] = live.latency.value.toFixed(1);
  }

  function nextState() {
    if (problem.value) return;
    if (!ready) state.value = 'starting';
    else if (!camera) state.value = 'asking';
    else state.value = readings.value.length > 0 ? 'reading' : 'no-face';
  }

  function fail(kind: NonNullable<Live['problem']['value']>['kind'], detail: string) {
    closeCamera(camera);
    camera = undefined;
    readings.value = [];
    problem.value = { kind, detail };
    failedAt = performance.now();
    state.value = kind === 'denied' ? 'denied' : kind === 'no-camera' || kind === 'unplugged' ? 'no-camera' : 'error';
  }

  async function startCamera() {
    problem.value = undefined;
    state.value = 'asking';
    let opened: MediaStream;
    try {
      opened = await openCamera();
    } catch (error) {
      if (error instanceof CameraError) fail(error.problem, error.message);
      else fail('failed', String(error));
      return;
    }
    // The networks failed while the person was asked: no camera stays on for nothing.
    if (problem.value) return closeCamera(opened);
    closeCamera(camera);
    camera = opened;
    shownAt = performance.now();
    for (const track of camera.getVideoTracks())
      track.addEventListener('ended', () => {
        if (camera?.getTracks().includes(track)) fail('unplugged', '');
      });
    show();
    nextState();
  }

  function show() {
    if (!video || !camera) return;
    video.srcObject = camera;
    video.play().catch(() => {
      // The browser starts it as soon as the page is visible.
    });
  }

  /** Sends the newest frame whenever the worker is idle; frames in between are not kept. */
  function onFrame(now: number, { mediaTime }: VideoFrameCallbackMetadata) {
    if (!video) return;
    video.requestVideoFrameCallback(onFrame);
    shownAt = performance.now();
    if (!ready || sentAt !== undefined || !camera) return;
    const frame = new VideoFrame(video, { timestamp: Math.round(mediaTime * 1e6) });
    sentAt = now;
    send({ type: 'frame', frame, time: now / 1000 }, [frame]);
  }

  // A camera that is plugged in while one is missing is taken at once.
  navigator.mediaDevices?.addEventListener('devicechange', () => {
    if (state.value === 'no-camera') startCamera();
  });

  /** Starts anew what has stopped without a word. Hidden pages get no frames, that is no fault. */
  function watch() {
    if (document.hidden) return;
    const now = performance.now();
    // Another program may have let go of the camera.
    if (problem.value?.kind === 'in-use' && now - failedAt > patience) startCamera();
    if (problem.value) return;
    if (sentAt !== undefined && now - sentAt > patience) {
      restartWorker();
      nextState();
    } else if (camera && now - shownAt > patience) {
      closeCamera(camera);
      camera = undefined;
      startCamera();
    }
  }
  document.addEventListener('visibilitychange', () => {
    shownAt = performance.now();
  });
  setInterval(watch, 1000);

  startWorker();
  startCamera();

  return {
    ...live,
    setThreshold(value) {
      threshold.value = value;
      send({ type: 'threshold', threshold: value });
    },
    attach(element) {
      if (!element || element === video) return;
      video = element;
      // Browsers without it are told so when the camera is opened.
      video.requestVideoFrameCallback?.(onFrame);
      show();
    },
    retry() {
      if (problem.value?.kind === 'engine') restartWorker();
      startCamera();
    },
  };
}
