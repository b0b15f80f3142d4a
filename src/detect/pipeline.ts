/** Frame in, readings out: detect, follow, align, classify, smooth. */
import { blend, createSmoother, defaultTimeConstant, type Expression, type SmootherState } from '../emotion';
import { align, createTracker, type Face, type FaceFinder, type TrackedFace, type TrackerState } from '../face';
import { cropGrey, cutOut, type Frame, mirrored } from '../media';
import { type Classifier, classifierSize } from '../model';
import { conditionsOfCrop } from './hindrance';
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
  /** A copy of all that it remembers of the frames before. */
  state(): StreamState;
}

/** What a stream remembers, as plain data: another that starts from it goes on as if it had read those frames. */
export interface StreamState {
  tracker: TrackerState;
  smoother: SmootherState;
}

export function createStream(
  { faces, classifier, threshold, timeConstant = defaultTimeConstant, facesAtOnce = Infinity, adapt }: PipelineOptions,
  from: Partial<StreamState> = {},
): Stream {
  const tracker = createTracker(from.tracker);
  const smoother = createSmoother(timeConstant, from.smoother);
  /** Those never read, and then those whose reading is oldest. */
  const whoseTurn = (faces: readonly TrackedFace[], most: number) => {
    const readAt = ({ id }: TrackedFace) => smoother.last(id)?.time ?? Number.NEGATIVE_INFINITY;
    const isNew = (face: TrackedFace) => readAt(face) === Number.NEGATIVE_INFINITY;
    if (faces.length <= most) return faces;
    const oldest = faces.toSorted((a, b) => readAt(a) - readAt(b));
    return oldest.slice(0, Math.max(most, oldest.filter(isNew).length));
  };
  return {
    async read(frame) {
      const tracked = tracker.expected(frame.time) ?? tracker.follow(await faces.detect(frame), frame.time);
      smoother.keep(tracker.ids);
      const crops = new Map(tracked.map((face) => [face, cropGrey(frame, align(face), classifierSize)]));
      const due = whoseTurn(tracked, facesAtOnce);
      const seen = await classifier.read(
        due.map((face) => faceFor(classifier, frame, face, crops.get(face) as Float32Array)),
      );
      for (const [i, face] of due.entries()) smoother.update(face.id, seen[i] as Expression, frame.time);
      return tracked.map((face) => {
        const expression = smoother.last(face.id)?.average as Expression;
        const conditions = conditionsOfCrop(crops.get(face) as Float32Array, face);
        return toReading({ face, expression, conditions }, { threshold, adapt });
      });
    },
    state: () => ({ tracker: tracker.state(), smoother: smoother.state() }),
  };
}
