/** A detector out of networks and of what its platform can read pictures and videos from. */
import * as v from 'valibot';
import { type Emotion, type Expression, emotions } from '../emotion';
import type { Frame } from '../media';
import type { Classifier, NetworkVersion } from '../model';
import { checkedOptions, described } from '../options';
import { type Adaptation, adapt, correctionOf, newPerson, type Person, withCorrection } from '../personal';
import type { CorrectOptions, Detector, FrameReadings, PictureInput, VideoInput } from './detector';
import { eitherOf } from './eitherOf';
import type { FaceFinders } from './faceFinders';
import { ofCreateDetector, signalOption } from './options';
import { createStream, readPicture, type Stream, type StreamState } from './pipeline';
import { readAhead, type Steps } from './readAhead';
import { expressionOf, type Reading } from './reading';

/** Frames that were opened, and how to let go of them. */
export interface OpenFrames {
  frames: AsyncIterable<Frame>;
  close(): void | Promise<void>;
}

export interface Parts {
  faces: FaceFinders;
  classifier: Classifier;
  threshold: number;
  /** So many frames of a video may wait for the classifier, where it reads beside this thread; one if not given. */
  framesWaiting?: number;
  /** Which network the classifier runs, and whose face it reads, if that is known. */
  network: NetworkVersion;
  person?: Person | undefined;
  /** Pixels of a picture. Throws a TypeError when it is of no kind that can be read here. */
  toFrame(picture: PictureInput): Promise<Frame>;
  /**
   * What opens the source when its first frame is asked for, until the signal aborts. Throws a TypeError when the source is of no kind that can be
   * watched here.
   */
  framesOf(source: VideoInput): (signal: AbortSignal) => OpenFrames | Promise<OpenFrames>;
}

/** A run of so many faces keeps a graphics card busy. */
export const mostFramesAtOnce = 64;

const detectOptions = { signal: signalOption };
const watchOptions = {
  signal: signalOption,
  framesAtOnce: v.optional(
    v.custom<number>(
      (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostFramesAtOnce,
      `must be a whole number from 1 to ${mostFramesAtOnce}`,
    ),
    1,
  ),
  resumeFrom: v.optional(
    v.custom<StreamState>(
      (state) => typeof state === 'object' && state !== null && 'tracker' in state && 'smoother' in state,
      'must be what state() of a watched frame gave',
    ),
  ),
};

type WatchSettings = v.InferOutput<v.StrictObjectSchema<typeof watchOptions, undefined>>;

const correctOptions = {
  time: v.optional(
    v.custom<Date>((value) => value instanceof Date && !Number.isNaN(value.getTime()), 'must be a Date'),
  ),
};

export function assemble({
  faces,
  classifier,
  framesWaiting = 1,
  threshold,
  network,
  person,
  toFrame,
  framesOf,
}: Parts): Detector {
  let known = person ?? newPerson();
  let adaptation: Adaptation | undefined;
  /** Made when it is first needed after a correction: many may come in a row. */
  const current = () => {
    adaptation ??= adapt(known, network);
    return adaptation;
  };
  const reader = { classifier, threshold, adapt: (expression: Expression) => current().apply(expression) };
  /** What the networks are needed for now. */
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;
  const closing = new AbortController();
  const whileOpen = async <T>(task: () => Promise<T>): Promise<T> => {
    closing.signal.throwIfAborted();
    const result = task();
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
    }
  };
  const close = () => {
    closing.abort(new Error('the detector is closed; make another with createDetector()'));
    closed ??= Promise.allSettled(running).then(async () => {
      await Promise.all([faces.close(), classifier.close()]);
    });
    return closed;
  };

  const ofThis = (readings: Reading[]): Reading[] => {
    for (const reading of readings) networkOf.set(reading, network);
    return readings;
  };

  /** Features go into a state, which may be written to a file, only where a person's readings hang on them. */
  const stateOf = (stream: Stream): StreamState => {
    const { tracker: live, smoother } = stream.state();
    // A smoother's state is a copy already.
    const tracker = structuredClone(live);
    if (known.corrections.length > 0) return { tracker, smoother };
    return { tracker, smoother: smoother.map(({ features: _, ...plain }) => plain) };
  };

  async function* watched(
    open: ReturnType<Parts['framesOf']>,
    { signal, resumeFrom, framesAtOnce }: WatchSettings,
  ): AsyncGenerator<FrameReadings, void, undefined> {
    const stream = createStream({ faces: faces.stream, ...reader }, resumeFrom);
    const ending = eitherOf(closing.signal, signal);
    const { signal: ended } = ending;
    const steps: Steps = {
      find(frame) {
        ended.throwIfAborted();
        return whileOpen(() => stream.find(frame));
      },
      read: (views) => whileOpen(() => classifier.read(views)),
      finish: stream.finish,
    };
    let index = 0;
    let source: OpenFrames | undefined;
    try {
      ended.throwIfAborted();
      source = await open(ended);
      const ahead = { together: framesAtOnce, runs: framesWaiting };
      for await (const { frame, readings } of readAhead(source.frames, steps, ahead)) {
        ended.throwIfAborted();
        yield { index: index++, time: frame.time, frame, readings: ofThis(readings), state: () => stateOf(stream) };
      }
      ended.throwIfAborted();
    } finally {
      ending.forget();
      await source?.close();
    }
  }

  const detector = {
    async detect(picture: PictureInput, options = {}) {
      const { signal } = checkedOptions('detect', detectOptions, options, ofCreateDetector);
      signal?.throwIfAborted();
      return whileOpen(async () =>
        ofThis(await readPicture(await toFrame(picture), { faces: faces.photo, ...reader }, signal)),
      );
    },
    watch: (source: VideoInput, options = {}) =>
      watched(framesOf(source), checkedOptions('watch', watchOptions, options, ofCreateDetector)),
    correct(reading: Reading, said: Emotion | readonly Emotion[], options: CorrectOptions = {}) {
      const { time = new Date() } = checkedOptions('correct', correctOptions, options);
      requireNetwork(reading, network);
      const expression = typeof reading === 'object' && reading !== null ? expressionOf(reading) : undefined;
      if (!expression)
        throw new TypeError(
          `correct needs a reading as detect or watch gave it, not a copy of one (got ${described(reading)})`,
        );
      known = withCorrection(known, correctionOf(expression, checkedWords(said), { time, network }));
      adaptation = undefined;
      return structuredClone(known);
    },
    person: () => structuredClone(known),
    learned: () => current().learned,
    close,
  };
  // Older browsers have no such symbol, and no `await using` either.
  return Symbol.asyncDispose ? { ...detector, [Symbol.asyncDispose]: close } : (detector as unknown as Detector);
}

/** Which network each reading of a detector is by: another network's says nothing of what this one sees. */
const networkOf = new WeakMap<object, NetworkVersion>();

/** Throws a TypeError for a reading by another network. */
function requireNetwork(reading: Reading, { name, version }: NetworkVersion) {
  const by = networkOf.get(reading);
  if (by && (by.name !== name || by.version !== version))
    throw new TypeError(
      `correct needs a reading by this detector's network, ${name} ${version} (got one by ${by.name} ${by.version})`,
    );
}

/** Throws a TypeError that says what may be said. */
function checkedWords(said: Emotion | readonly Emotion[]): readonly Emotion[] {
  const words: readonly Emotion[] = Array.isArray(said) ? said : [said as Emotion];
  if (said === undefined || words.length === 0)
    throw new TypeError(`correct needs what the face shows; available: ${emotions.join(', ')}`);
  for (const word of words)
    if (!emotions.includes(word))
      throw new TypeError(`correct: unknown emotion ${described(word)}; available: ${emotions.join(', ')}`);
  if (words.length > 2 || words[0] === words[1])
    throw new TypeError(`correct: must name one emotion, or two different ones (got ${words.join(', ')})`);
  return words;
}
