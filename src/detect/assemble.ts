/** A detector out of networks and of what its platform can read pictures and videos from. */
import * as v from 'valibot';
import type { Frame } from '../media';
import type { Classifier } from '../model';
import { checkedOptions } from '../options';
import type { Detector, FrameReadings, PictureInput, VideoInput } from './detector';
import type { FaceFinders } from './faceFinders';
import { signalOption } from './options';
import { createStream, readPicture, type StreamState } from './pipeline';

/** Frames that were opened, and how to let go of them. */
export interface OpenFrames {
  frames: AsyncIterable<Frame>;
  close(): void | Promise<void>;
}

export interface Parts {
  faces: FaceFinders;
  classifier: Classifier;
  threshold: number;
  /** Pixels of a picture. Throws a TypeError when it is of no kind that can be read here. */
  toFrame(picture: PictureInput): Promise<Frame>;
  /**
   * What opens the source when its first frame is asked for. Throws a TypeError when the source is of no kind that can be
   * watched here.
   */
  framesOf(source: VideoInput): (signal: AbortSignal | undefined) => OpenFrames | Promise<OpenFrames>;
}

const detectOptions = { signal: signalOption };
const watchOptions = {
  signal: signalOption,
  resumeFrom: v.optional(
    v.custom<StreamState>(
      (state) => typeof state === 'object' && state !== null && 'tracker' in state && 'smoother' in state,
      'must be what state() of a watched frame gave',
    ),
  ),
};

export function assemble({ faces, classifier, threshold, toFrame, framesOf }: Parts): Detector {
  /** What the networks are needed for now. */
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;
  const requireOpen = () => {
    if (closed) throw new Error('the detector is closed; make another with createDetector()');
  };
  const whileOpen = async <T>(task: () => Promise<T>): Promise<T> => {
    requireOpen();
    const result = task();
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
    }
  };
  const close = () => {
    closed ??= Promise.allSettled(running).then(async () => {
      await Promise.all([faces.close(), classifier.close()]);
    });
    return closed;
  };

  async function* watched(
    open: ReturnType<Parts['framesOf']>,
    { signal, resumeFrom }: { signal?: AbortSignal | undefined; resumeFrom?: StreamState | undefined },
  ): AsyncGenerator<FrameReadings, void, undefined> {
    const stream = createStream({ faces: faces.stream, classifier, threshold }, resumeFrom);
    requireOpen();
    signal?.throwIfAborted();
    const opened = await open(signal);
    let index = 0;
    try {
      for await (const frame of opened.frames) {
        signal?.throwIfAborted();
        const readings = await whileOpen(() => stream.read(frame));
        yield { index: index++, time: frame.time, frame, readings, state: stream.state };
      }
      signal?.throwIfAborted();
    } finally {
      await opened.close();
    }
  }

  const detector = {
    async detect(picture: PictureInput, options = {}) {
      const { signal } = checkedOptions('detect', detectOptions, options);
      signal?.throwIfAborted();
      return whileOpen(async () =>
        readPicture(await toFrame(picture), { faces: faces.photo, classifier, threshold }, signal),
      );
    },
    watch: (source: VideoInput, options = {}) =>
      watched(framesOf(source), checkedOptions('watch', watchOptions, options)),
    close,
  };
  // Older browsers have no such symbol, and no `await using` either.
  return Symbol.asyncDispose ? { ...detector, [Symbol.asyncDispose]: close } : (detector as unknown as Detector);
}
