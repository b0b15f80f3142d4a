/** Frame in, readings out: detect, follow, align, classify, smooth. */
import { blend, createSmoother, defaultTimeConstant, type Expression, type SmootherState } from '../emotion';
import { createTracker, type FaceFinder, type TrackedFace, type TrackerState } from '../face';
import { type Frame, mirrored } from '../media';
import { type Classifier, classifierSize } from '../model';
import type { AnyFrame } from '../runtime';
import { cutFaces, type ViewsOf } from './cutFaces';
import { type Conditions, conditionsOfCrop } from './hindrance';
import { type Adapt, type Reading, toReading } from './reading';

export interface PipelineOptions<F extends AnyFrame = Frame> {
  faces: FaceFinder<F>;
  classifier: Classifier<ViewsOf<F>>;
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
  const { crops, views } = await cutFaces(frame, { faces: found, due: found }, classifier.input);
  const side = classifier.input?.size ?? classifierSize;
  const seen = await classifier.read([...views, ...views.map((view) => mirrored(view, side))]);
  return found.map((face, i) => {
    const expression = blend(seen[i] as Expression, seen[i + found.length] as Expression, 0.5);
    const conditions = conditionsOfCrop(crops[i] as Float32Array, face);
    return toReading({ face: { ...face, id: i + 1 }, expression, conditions }, { threshold, adapt });
  });
}

/** Reads the frames of one camera or video, in order of their times. */
export interface Stream<F extends AnyFrame = Frame> {
  read(frame: F): Promise<Reading[]>;
  /** The first half of `read`. The frames after this one may be searched before it is read. */
  find(frame: F): Promise<Found<F>>;
  /** The second half: readings of a frame's faces by what the classifier saw of its views. */
  finish(found: Found<F>, seen: readonly Expression[]): Reading[];
  /** A face of the frame that was finished last, by its reading's id. */
  seen(id: number): FaceInFrame | undefined;
  /** All that it remembers of the frames that are finished; those after them do not change it. */
  state(): StreamState;
}

/** What a stream remembers, as plain data: another that starts from it goes on as if it had read those frames. */
export interface StreamState {
  tracker: TrackerState;
  smoother: SmootherState;
}

/** A face as it was found in a frame. */
export interface FaceInFrame {
  readonly face: TrackedFace;
  /** Aligned, in grey: [48, 48]. */
  readonly crop: Float32Array;
  readonly conditions: Conditions;
}

/** The faces of a frame, and what the classifier is to read of it. */
export interface Found<F extends AnyFrame = Frame> {
  readonly frame: F;
  readonly faces: readonly FaceInFrame[];
  /** Ids of the faces whose turn it is, and what the classifier reads of each. */
  readonly due: readonly number[];
  readonly views: ViewsOf<F>;
  /** Ids that may still come back, and all else that is remembered after this frame. */
  readonly ids: ReadonlySet<number>;
  readonly tracker: TrackerState;
}

export function createStream<F extends AnyFrame = Frame>(
  {
    faces,
    classifier,
    threshold,
    timeConstant = defaultTimeConstant,
    facesAtOnce = Infinity,
    adapt,
  }: PipelineOptions<F>,
  from: Partial<StreamState> = {},
): Stream<F> {
  const tracker = createTracker(from.tracker);
  const smoother = createSmoother(timeConstant, from.smoother);
  let finished = tracker.state();
  let last: readonly FaceInFrame[] = [];
  /** Those never read, and then those whose reading is oldest. */
  const whoseTurn = (faces: readonly TrackedFace[], most: number) => {
    const readAt = ({ id }: TrackedFace) => smoother.last(id)?.time ?? Number.NEGATIVE_INFINITY;
    const isNew = (face: TrackedFace) => readAt(face) === Number.NEGATIVE_INFINITY;
    if (faces.length <= most) return faces;
    const oldest = faces.toSorted((a, b) => readAt(a) - readAt(b));
    return oldest.slice(0, Math.max(most, oldest.filter(isNew).length));
  };
  const stream: Stream<F> = {
    async read(frame) {
      const found = await stream.find(frame);
      return stream.finish(found, await classifier.read(found.views));
    },
    async find(frame) {
      const tracked = tracker.expected(frame.time) ?? tracker.follow(await faces.detect(frame), frame.time);
      const due = whoseTurn(tracked, facesAtOnce);
      const { crops, views } = await cutFaces(frame, { faces: tracked, due }, classifier.input);
      const inFrame = (face: TrackedFace, crop: Float32Array) => ({
        ...{ face, crop },
        conditions: conditionsOfCrop(crop, face),
      });
      return {
        frame,
        faces: tracked.map((face, i) => inFrame(face, crops[i] as Float32Array)),
        due: due.map(({ id }) => id),
        views,
        ids: tracker.ids,
        tracker: tracker.state(),
      };
    },
    finish(found, seen) {
      smoother.keep(found.ids);
      for (const [i, id] of found.due.entries()) smoother.update(id, seen[i] as Expression, found.frame.time);
      finished = found.tracker;
      last = found.faces;
      return found.faces.map(({ face, conditions }) => {
        const expression = smoother.last(face.id)?.average as Expression;
        return toReading({ face, expression, conditions }, { threshold, adapt });
      });
    },
    seen: (id) => last.find(({ face }) => face.id === id),
    state: () => ({ tracker: finished, smoother: smoother.state() }),
  };
  return stream;
}
