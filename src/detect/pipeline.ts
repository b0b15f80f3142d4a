/** Frame in, readings out: detect, follow, align, classify, smooth. */
import { blend, createSmoother, defaultTimeConstant, type Expression, type SmootherState } from '../emotion';
import { align, createTracker, type Face, type FaceFinder, type TrackedFace, type TrackerState } from '../face';
import { cropGrey, cutOut, type Frame, mirrored } from '../media';
import { type Classifier, classifierSize } from '../model';
import { type Conditions, conditionsOfCrop } from './hindrance';
import { type Adapt, type Reading, toReading } from './reading';

export interface PipelineOptions {
  faces: FaceFinder;
  classifier: Classifier;
  /** Probability from which an emotion is named, above 0 and below 1; 0.3 by default. */
  threshold?: number;
  /** Seconds after which a change shows to 63 %; 0.42 by default. */
  timeConstant?: number;
  /**
   * How many faces of a stream are read in one frame; with more of them each has its turn every second or third frame
   * and keeps in between what was read last. All in every frame by default.
   */
  facesAtOnce?: number;
  /** What was learned of the person whose face is read. */
  adapt?: Adapt | undefined;
}

/** A face as the network reads it; `grey` is the one of 48 × 48 that it may be. */
function faceFor({ input }: Classifier, frame: Frame, face: Pick<Face, 'box' | 'landmarks'>, grey: Float32Array) {
  if (!input || (input.channels === 1 && input.size === classifierSize)) return grey;
  return cutOut(frame, align(face), input);
}

/**
 * Readings of a single picture; ids count the faces from 1, the surest first. A picture has no other frames to steady
 * it, so each face is read together with its mirror image.
 */
export async function readPicture(
  frame: Frame,
  { faces, classifier, threshold, adapt }: PipelineOptions,
  signal?: AbortSignal,
): Promise<Reading[]> {
  const found = await faces.detect(frame, signal);
  signal?.throwIfAborted();
  const crops = found.map((face) => cropGrey(frame, align(face), classifierSize));
  const views = found.map((face, i) => faceFor(classifier, frame, face, crops[i] as Float32Array));
  const side = classifier.input?.size ?? classifierSize;
  const seen = await classifier.read([...views, ...views.map((view) => mirrored(view, side))]);
  return found.map((face, i) => {
    const expression = blend(seen[i] as Expression, seen[i + found.length] as Expression, 0.5);
    const conditions = conditionsOfCrop(crops[i] as Float32Array, face);
    return toReading({ face: { ...face, id: i + 1 }, expression, conditions }, { threshold, adapt });
  });
}

/** Reads the frames of one camera or video, in order of their times. */
export interface Stream {
  read(frame: Frame): Promise<Reading[]>;
  /** The first half of `read`. The frames after this one may be searched before it is read. */
  find(frame: Frame): Promise<Found>;
  /** The second half: readings of a frame's faces by what the classifier saw of its views. */
  finish(found: Found, seen: readonly Expression[]): Reading[];
  /** All that it remembers of the frames that are finished; those after them do not change it. */
  state(): StreamState;
}

/** What a stream remembers, as plain data: another that starts from it goes on as if it had read those frames. */
export interface StreamState {
  tracker: TrackerState;
  smoother: SmootherState;
}

/** The faces of a frame, and what the classifier is to read of it. */
export interface Found {
  readonly frame: Frame;
  readonly faces: readonly { readonly face: TrackedFace; readonly conditions: Conditions }[];
  /** Ids of the faces whose turn it is, and what the classifier reads of each. */
  readonly due: readonly number[];
  readonly views: readonly Float32Array[];
  /** Ids that may still come back, and all else that is remembered after this frame. */
  readonly ids: ReadonlySet<number>;
  readonly tracker: TrackerState;
}

export function createStream(
  { faces, classifier, threshold, timeConstant = defaultTimeConstant, facesAtOnce = Infinity, adapt }: PipelineOptions,
  from: Partial<StreamState> = {},
): Stream {
  const tracker = createTracker(from.tracker);
  const smoother = createSmoother(timeConstant, from.smoother);
  let finished = tracker.state();
  /** Those never read, and then those whose reading is oldest. */
  const whoseTurn = (faces: readonly TrackedFace[], most: number) => {
    const readAt = ({ id }: TrackedFace) => smoother.last(id)?.time ?? Number.NEGATIVE_INFINITY;
    const isNew = (face: TrackedFace) => readAt(face) === Number.NEGATIVE_INFINITY;
    if (faces.length <= most) return faces;
    const oldest = faces.toSorted((a, b) => readAt(a) - readAt(b));
    return oldest.slice(0, Math.max(most, oldest.filter(isNew).length));
  };
  const stream: Stream = {
    async read(frame) {
      const found = await stream.find(frame);
      return stream.finish(found, await classifier.read(found.views));
    },
    async find(frame) {
      const tracked = tracker.expected(frame.time) ?? tracker.follow(await faces.detect(frame), frame.time);
      const crops = new Map(tracked.map((face) => [face, cropGrey(frame, align(face), classifierSize)]));
      const cropOf = (face: TrackedFace) => crops.get(face) as Float32Array;
      const due = whoseTurn(tracked, facesAtOnce);
      return {
        frame,
        faces: tracked.map((face) => ({ face, conditions: conditionsOfCrop(cropOf(face), face) })),
        due: due.map(({ id }) => id),
        views: due.map((face) => faceFor(classifier, frame, face, cropOf(face))),
        ids: tracker.ids,
        tracker: tracker.state(),
      };
    },
    finish(found, seen) {
      smoother.keep(found.ids);
      for (const [i, id] of found.due.entries()) smoother.update(id, seen[i] as Expression, found.frame.time);
      finished = found.tracker;
      return found.faces.map(({ face, conditions }) => {
        const expression = smoother.last(face.id)?.average as Expression;
        return toReading({ face, expression, conditions }, { threshold, adapt });
      });
    },
    state: () => ({ tracker: finished, smoother: smoother.state() }),
  };
  return stream;
}
