/** The live reading as a whole: camera, engine and what the page shows, kept in signals. */
import { batch, computed, effect, type Signal, signal, untracked } from '@preact/signals';
import { knownNearest } from '../personal/knowing';
import type { Engine } from '../reading/engine';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { inView } from '../shell/inView';
import { missingParts } from '../shell/support';
import { CameraError, type CameraProblem, closeCamera, listCameras, mayBegin, openCamera } from './camera';
import { type Moment, remember } from './history';
import { isUnsaved, mostRows, type Recording, rowsOf } from './recording';
import { createSettler } from './settler';
import { emptyTally, type Tally, tallied } from './tally';
import { isSure, verdictOf } from './verdict';

/** `off`: nobody wants the camera, or the page is out of view; `welcome`: the person has not yet turned it on. */
export type LiveState =
  | 'off'
  | 'welcome'
  | 'starting'
  | 'asking'
  | 'denied'
  | 'no-camera'
  | 'no-face'
  | 'reading'
  | 'error'
  | 'paused';
export type ProblemKind = CameraProblem | 'unplugged' | 'engine' | 'too-old';

/**
 * What the camera is on for: the live view or a look by itself, which Pause turns off, or a look that the person has just
 * asked for, which leaves Pause as it is.
 */
export type CameraUse = 'live' | 'passive look' | 'look';

export interface Live {
  state: Signal<LiveState>;
  /** For the states that need one: what happened, and more about it. */
  problem: Signal<{ kind: ProblemKind; detail: string } | undefined>;
  readings: Signal<LiveReading[]>;
  /** Size of the frames that the readings' boxes are in. */
  frameSize: Signal<{ width: number; height: number }>;
  framesPerSecond: Signal<number>;
  latency: Signal<number>;
  /** What the nearest face showed since the camera was turned on. */
  tally: Signal<Tally>;
  /** What each face showed in the last minute. */
  history: Signal<readonly Moment[]>;
  cameras: Signal<MediaDeviceInfo[]>;
  /** The camera is on now. */
  cameraOn: Signal<boolean>;
  paused: Signal<boolean>;
  /** In order; the last one may be running. */
  recordings: Signal<readonly Recording[]>;
  /** The page's video element, which shows the camera. */
  attach(video: HTMLVideoElement | null): void;
  /** The person turns the camera on: from now on the live view may have it. */
  begin(): void;
  /** The camera is on for this, while the page is in view, until the function that this returns is called. */
  use(what: CameraUse): () => void;
  retry(): void;
  /** Begins a recording, beside all that are not yet saved, or ends the one that runs. */
  record(): void;
  /** Another form of the same recording; undefined where it is given up. */
  changeRecording(recording: Recording, changed: Recording | undefined): void;
}

/** Frames whose times the shown figures are made of. */
const remembered = 30;
/** Milliseconds without a frame from the camera after which it is started anew. */
const patience = 5000;

export function createLive(engine: Engine): Live {
  const live = {
    state: signal<LiveState>('starting'),
    problem: signal<{ kind: ProblemKind; detail: string } | undefined>(undefined),
    readings: signal<LiveReading[]>([]),
    frameSize: signal({ width: 640, height: 480 }),
    framesPerSecond: signal(0),
    latency: signal(0),
    tally: signal(emptyTally),
    history: signal<readonly Moment[]>([]),
    cameras: signal<MediaDeviceInfo[]>([]),
    cameraOn: signal(false),
    paused: signal(false),
    recordings: signal<readonly Recording[]>([]),
  };
  const { state, problem, readings, paused } = live;
  const root = document.documentElement;
  state.subscribe((value) => {
    root.dataset['state'] = value;
  });

  const uses = signal<readonly { what: CameraUse }[]>([]);
  /** Whether the live view may have the camera; undefined while that is asked. */
  const begun = signal<boolean | undefined>(undefined);
  mayBegin().then((may) => {
    begun.value ??= may;
  });
  const mayUse = (what: CameraUse) =>
    what === 'look' || (!paused.value && (what === 'passive look' || begun.value === true));
  const wanted = computed(() => inView.value && uses.value.some(({ what }) => mayUse(what)));
  let video: HTMLVideoElement | undefined;
  let camera: MediaStream | undefined;
  /** A frame is being read. */
  let busy = false;
  /** When the camera last showed a frame, and when something last failed, in ms. */
  let shownAt = 0;
  let failedAt = 0;
  let settle = createSettler();
  const arrivals: number[] = [];
  const latencies: number[] = [];

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
    const isLive = inView.value && uses.value.some(({ what }) => what === 'live');
    if (!wanted.value)
      state.value = paused.value ? 'paused' : !isLive ? 'off' : begun.value === undefined ? 'starting' : 'welcome';
    else if (engine.state.value !== 'ready') state.value = 'starting';
    else if (!camera) state.value = 'asking';
    else state.value = readings.value.length > 0 ? 'reading' : 'no-face';
  }

  function keepCamera(stream: MediaStream | undefined) {
    if (camera !== stream) closeCamera(camera);
    camera = stream;
    live.cameraOn.value = stream !== undefined;
  }

  function fail(kind: ProblemKind, detail: string) {
    keepCamera(undefined);
    readings.value = [];
    problem.value = { kind, detail };
    failedAt = performance.now();
    state.value = kind === 'denied' ? 'denied' : kind === 'no-camera' || kind === 'unplugged' ? 'no-camera' : 'error';
  }

  /** Counts openings: of two that overlap only the later may show its camera. */
  let opening = 0;

  async function startCamera() {
    const missing = missingParts();
    if (missing.length > 0) return fail('too-old', missing.join(', '));
    problem.value = undefined;
    // A browser that has a camera open gives it again in the size that it has.
    keepCamera(undefined);
    nextState();
    const mine = ++opening;
    let opened: MediaStream;
    try {
      opened = await openCamera({ deviceId: settings.camera.peek(), resolution: settings.resolution.peek() });
    } catch (error) {
      if (mine !== opening || !wanted.value) return;
      return error instanceof CameraError ? fail(error.problem, error.message) : fail('failed', String(error));
    }
    // Left, hidden, paused, or failed while the person was asked: no camera stays on for nothing.
    if (mine !== opening || !wanted.value || problem.value) return closeCamera(opened);
    begun.value = true;
    live.tally.value = emptyTally;
    settings.cameraUsed.value = true;
    keepCamera(opened);
    shownAt = performance.now();
    for (const track of opened.getVideoTracks())
      track.addEventListener('ended', () => {
        if (camera?.getTracks().includes(track)) fail('unplugged', '');
      });
    show();
    nextState();
    live.cameras.value = await listCameras();
  }

  function stopCamera() {
    opening++;
    keepCamera(undefined);
    readings.value = [];
    arrivals.length = 0;
    latencies.length = 0;
    settle = createSettler();
  }

  function show() {
    if (!video || !camera) return;
    video.srcObject = camera;
    video.play().catch(() => {
      // The browser starts it as soon as the page is visible.
    });
  }

  /** Sends the newest frame whenever nothing is being read; frames in between are not kept. */
  function readFrom(element: HTMLVideoElement) {
    const onFrame = (now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      if (element !== video) return;
      element.requestVideoFrameCallback(onFrame);
      shownAt = performance.now();
      if (busy || !camera || engine.state.value !== 'ready') return;
      const frame = frameOn(element, mediaTime);
      if (frame) readFrame(frame, now);
    };
    element.requestVideoFrameCallback?.(onFrame);
  }

  async function readFrame(frame: VideoFrame, shown: number) {
    const source = camera;
    busy = true;
    try {
      const { readings: found, width, height } = await engine.read(frame, shown / 1000, 'camera');
      // An answer about a camera that is gone by now.
      if (!camera || camera !== source) return;
      const now = performance.now();
      measure(shown, now);
      batch(() => {
        const { width: w, height: h } = live.frameSize.value;
        if (w !== width || h !== height) live.frameSize.value = { width, height };
        const threshold = settings.threshold.peek();
        readings.value = settle(knownNearest(found), shown / 1000, threshold);
        const [nearest] = readings.value.toSorted((a, b) => b.box.width - a.box.width);
        const showed = nearest && (verdictOf(nearest, threshold).named[0] ?? 'unsure');
        live.tally.value = tallied(live.tally.value, showed, now / 1000);
        live.history.value = remember(live.history.value, now / 1000, readings.value, (reading) =>
          isSure(reading, threshold),
        );
        nextState();
      });
      const recording = live.recordings.value.at(-1);
      if (recording?.running && live.recordings.value.reduce((sum, { rows }) => sum + rows.length, 0) < mostRows)
        recording.rows.push(...rowsOf(knownNearest(found), (now - recording.since) / 1000));
    } catch (error) {
      if (engine.state.value === 'ready' && wanted.value)
        fail('engine', error instanceof Error ? error.message : String(error));
    } finally {
      busy = false;
    }
  }

  // A camera that is plugged in while one is missing is taken at once.
  navigator.mediaDevices?.addEventListener('devicechange', async () => {
    if (wanted.value && state.value === 'no-camera') startCamera();
    live.cameras.value = await listCameras();
  });

  /** Starts anew what has stopped without a word. */
  function watch() {
    if (!wanted.value) return;
    const now = performance.now();
    // Another program may have let go of the camera.
    if (problem.value?.kind === 'in-use' && now - failedAt > patience) startCamera();
    if (!problem.value && camera && now - shownAt > patience) startCamera();
  }
  setInterval(watch, 1000);

  effect(() => {
    const failed = engine.state.value === 'failed';
    untracked(() => (failed ? fail('engine', engine.reason.value) : nextState()));
  });
  // Another camera, or another size of its picture.
  let first = true;
  effect(() => {
    settings.camera.value;
    settings.resolution.value;
    const wasFirst = first;
    first = false;
    untracked(() => {
      if (!wasFirst && wanted.value) startCamera();
    });
  });
  // The browser asks before a recording goes with the page.
  const stay = (event: BeforeUnloadEvent) => {
    if (live.recordings.value.some(isUnsaved)) event.preventDefault();
  };
  effect(() => {
    if (live.recordings.value.length > 0) addEventListener('beforeunload', stay);
    else removeEventListener('beforeunload', stay);
  });
  let wasInView = true;
  effect(() => {
    const { value: isWanted } = wanted;
    const { value: isInView } = inView;
    // The state tells of Pause, too, and of what the camera may be on for.
    paused.value;
    begun.value;
    uses.value;
    untracked(() => {
      // Who has said no is not asked again by a look at another tab.
      const isRefused = !wasInView && problem.value?.kind === 'denied';
      wasInView = isInView;
      if (!isWanted) stopCamera();
      else if (!camera && !isRefused) startCamera();
      nextState();
    });
  });

  return {
    ...live,
    attach(element) {
      if (element === video) return;
      video = element ?? undefined;
      if (video) readFrom(video);
      show();
    },
    use(what) {
      const use = { what };
      uses.value = [...uses.peek(), use];
      return () => {
        uses.value = uses.peek().filter((other) => other !== use);
      };
    },
    begin() {
      begun.value = true;
    },
    retry() {
      if (problem.value?.kind === 'engine') engine.start();
      startCamera();
    },
    record() {
      const { value: recordings } = live.recordings;
      const last = recordings.at(-1);
      live.recordings.value = last?.running
        ? [...recordings.slice(0, -1), { ...last, running: false }]
        : [
            ...recordings.filter(isUnsaved),
            { begun: new Date(), since: performance.now(), rows: [], running: true, saved: false },
          ];
    },
    changeRecording(recording, changed) {
      live.recordings.value = live.recordings.value.flatMap((other) =>
        other !== recording ? [other] : changed ? [changed] : [],
      );
    },
  };
}

/** The picture that the element shows; undefined while it has none, as just after its camera was changed. */
function frameOn(element: HTMLVideoElement, mediaTime: number): VideoFrame | undefined {
  if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  try {
    return new VideoFrame(element, { timestamp: Math.round(mediaTime * 1e6) });
  } catch (error) {
    // Lost between the two lines: the next frame comes soon.
    if (error instanceof DOMException && error.name === 'InvalidStateError') return undefined;
    throw error;
  }
}
