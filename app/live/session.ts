/** The live reading as a whole: when the camera is on, and what was read, kept in signals. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { knownNearest } from '../personal/knowing';
import type { Engine } from '../reading/engine';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { createAwakeClock } from '../shell/awake';
import { inView } from '../shell/inView';
import { missingParts } from '../shell/support';
import { CameraError, listCameras, mayBegin } from './camera';
import { type CameraFeed, createCameraFeed } from './cameraFeed';
import { type Moment, remember } from './history';
import { createMeter, type Meter } from './meter';
import type { Recording } from './recording';
import { createRecordings } from './recordings';
import { createSettler } from './settler';
import { type LiveState, type ProblemKind, stateOf } from './state';
import { emptyTally, type Tally, tallied } from './tally';
import { isSure, verdictOf } from './verdict';

/**
 * What the camera is on for: the live view or a look by itself, which Pause turns off, or a look that the person has just
 * asked for, which leaves Pause as it is.
 */
export type CameraUse = 'live' | 'passive look' | 'look';

export interface Live {
  state: ReadonlySignal<LiveState>;
  /** For the states that need one: what happened, and more about it. */
  problem: ReadonlySignal<{ kind: ProblemKind; detail: string } | undefined>;
  readings: ReadonlySignal<LiveReading[]>;
  /** Size of the frames that the readings' boxes are in. */
  frameSize: ReadonlySignal<{ width: number; height: number }>;
  framesPerSecond: Meter['framesPerSecond'];
  latency: Meter['latency'];
  /** What the nearest face showed since the camera was turned on. */
  tally: ReadonlySignal<Tally>;
  /** What each face showed in the last minute. */
  history: ReadonlySignal<readonly Moment[]>;
  cameras: ReadonlySignal<MediaDeviceInfo[]>;
  /** The camera is on now. */
  cameraOn: ReadonlySignal<boolean>;
  paused: Signal<boolean>;
  /** In order; the last one may be running. */
  recordings: ReadonlySignal<readonly Recording[]>;
  /** The page's video element, which shows the camera. */
  attach: CameraFeed['attach'];
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

/**
 * Milliseconds without a frame from the camera after which it is started anew; twice as long each time, until a frame is read:
 * some cameras take long to wake.
 */
const patience = 5000;

export function createLive(engine: Engine): Live {
  const problem = signal<{ kind: ProblemKind; detail: string } | undefined>(undefined);
  const readings = signal<LiveReading[]>([]);
  const frameSize = signal({ width: 640, height: 480 });
  const tally = signal(emptyTally);
  const history = signal<readonly Moment[]>([]);
  const cameras = signal<MediaDeviceInfo[]>([]);
  const paused = signal(false);
  const meter = createMeter();
  const recordings = createRecordings();
  const awake = createAwakeClock(watch);
  const feed = createCameraFeed({
    now: awake,
    // The newest frame is read whenever none is; frames in between are not kept.
    isReady: () => !busy && engine.state.value === 'ready',
    onFrame: readFrame,
    onUnplugged: () => fail('unplugged', ''),
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
  const cameraOn = computed(() => feed.stream.value !== undefined);
  const state = computed(() =>
    stateOf({
      problem: problem.value?.kind,
      wanted: wanted.value,
      isLive: inView.value && uses.value.some(({ what }) => what === 'live'),
      paused: paused.value,
      begun: begun.value,
      engine: engine.state.value,
      cameraOn: cameraOn.value,
      faces: readings.value.length,
    }),
  );
  state.subscribe((value) => {
    document.documentElement.dataset['state'] = value;
  });
  /** A frame is being read. */
  let busy = false;
  /** When something last failed, by the clock `awake`. */
  let failedAt = 0;
  /** How often the camera was started anew since a frame of it was read. */
  let restarts = 0;
  let settle = createSettler();

  function fail(kind: ProblemKind, detail: string) {
    failedAt = awake();
    batch(() => {
      problem.value = { kind, detail };
      feed.close();
      readings.value = [];
      meter.reset();
    });
  }

  async function startCamera() {
    const missing = missingParts();
    if (missing.length > 0) return fail('too-old', missing.join(', '));
    const wish = { deviceId: settings.camera.peek(), resolution: settings.resolution.peek() };
    try {
      const opening = batch(() => {
        problem.value = undefined;
        // Left, hidden, paused, or failed while the person was asked.
        return feed.open(wish, () => wanted.value && !problem.value);
      });
      if (!(await opening)) return;
    } catch (error) {
      if (!wanted.value) return;
      return error instanceof CameraError ? fail(error.problem, error.message) : fail('failed', String(error));
    }
    begun.value = true;
    tally.value = emptyTally;
    settings.cameraUsed.value = true;
    cameras.value = await listCameras();
  }

  function stopCamera() {
    feed.close();
    readings.value = [];
    meter.reset();
    settle = createSettler();
  }

  async function readFrame(frame: VideoFrame, shown: number) {
    const source = feed.stream.value;
    busy = true;
    try {
      const { readings: found, width, height } = await engine.read(frame, shown / 1000, 'camera');
      // An answer about a camera that is gone by now.
      if (!source || feed.stream.value !== source) return;
      restarts = 0;
      const now = performance.now();
      meter.measure(shown, now);
      batch(() => {
        const { width: w, height: h } = frameSize.value;
        if (w !== width || h !== height) frameSize.value = { width, height };
        const threshold = settings.threshold.peek();
        readings.value = settle(knownNearest(found), shown / 1000, threshold);
        const [nearest] = readings.value.toSorted((a, b) => b.box.width - a.box.width);
        const showed = nearest && (verdictOf(nearest, threshold).named[0] ?? 'unsure');
        tally.value = tallied(tally.value, showed, now / 1000);
        history.value = remember(history.value, now / 1000, readings.value, (reading) => isSure(reading, threshold));
      });
      recordings.add(knownNearest(found), now);
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
    cameras.value = await listCameras();
  });

  /** Starts anew what has stopped without a word. */
  function watch() {
    if (!wanted.value) return;
    // Another program may have let go of the camera.
    if (problem.value?.kind === 'in-use' && awake() - failedAt > patience) startCamera();
    if (problem.value || !cameraOn.value || awake() - feed.shownAt() <= patience * 2 ** restarts) return;
    restarts++;
    startCamera();
  }

  effect(() => {
    if (engine.state.value === 'failed') untracked(() => fail('engine', engine.reason.value));
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
  let wasInView = true;
  effect(() => {
    const { value: isWanted } = wanted;
    const { value: isInView } = inView;
    // Another view, or going on after Pause, tries again what failed.
    paused.value;
    begun.value;
    uses.value;
    untracked(() => {
      // Who has said no is not asked again by a look at another tab.
      const isRefused = !wasInView && problem.value?.kind === 'denied';
      wasInView = isInView;
      if (!isWanted) stopCamera();
      else if (!cameraOn.value && !isRefused) startCamera();
    });
  });

  return {
    ...{ state, problem, readings, frameSize, tally, history, cameras, cameraOn, paused },
    framesPerSecond: meter.framesPerSecond,
    latency: meter.latency,
    recordings: recordings.all,
    record: recordings.record,
    changeRecording: recordings.change,
    attach: feed.attach,
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
  };
}
