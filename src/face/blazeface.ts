/**
 * BlazeFace (Bazarevsky et al. 2019, arXiv:1907.05047) with the settings of MediaPipe's graphs: pixels in −1 … 1, anchors
 * of size 1, scores clipped at ±100, weighted suppression at an overlap of 0.3.
 */
import { letterbox, type Square, wholeFrame } from '../media';
import type { AnyFrame, Session } from '../runtime';
import { type Box, type Face, type FaceDetector, type Landmarks, overlap } from './face';
import { weightedSuppression } from './suppress';

/** What MediaPipe publishes: for cameras at arm's length, and for rooms, up to five metres. */
export interface BlazeFaceVariant {
  /** Side of the network's input in pixels. */
  size: number;
  /** Cells along a side of each grid of anchors, and anchors in a cell. */
  grids: readonly { cells: number; perCell: number }[];
  /** Faces less sure than this are dropped, 0 … 1. */
  minScore: number;
}

export const shortRange: BlazeFaceVariant = {
  size: 128,
  grids: [
    { cells: 16, perCell: 2 },
    { cells: 8, perCell: 6 },
  ],
  minScore: 0.5,
};

export const fullRange: BlazeFaceVariant = { size: 192, grids: [{ cells: 48, perCell: 1 }], minScore: 0.6 };
/** As they are asked where a face must not be missed. */
export const shortRangeToHide: BlazeFaceVariant = { ...shortRange, minScore: 0.4 };
export const fullRangeToHide: BlazeFaceVariant = { ...fullRange, minScore: 0.45 };

const landmarkNames = ['rightEye', 'leftEye', 'noseTip', 'mouth', 'rightEar', 'leftEar'] as const;
/** Numbers an anchor's regression has: box centre and size, then the landmarks. */
const regressionWidth = 4 + 2 * landmarkNames.length;
const scoreLimit = 100;
const overlapThreshold = 0.3;
/**
 * A face less sure than this is looked at again from nearer, in a square of `closerView` times its box. A small face
 * is found there with a higher score and better landmarks; a patch of wall that resembled one scores lower.
 */
const sureScore = 0.8;
const closerView = 2.5;

/** Anchor centres, as shares of the input. */
export const anchorsOf = ({ grids }: BlazeFaceVariant): { x: number; y: number }[] =>
  grids.flatMap(({ cells, perCell }) =>
    Array.from({ length: cells * cells * perCell }, (_, i) => {
      const cell = Math.floor(i / perCell);
      return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells };
    }),
  );

/** Looks at an upright square of a frame, once. */
export type Look = (frame: AnyFrame, square: Square) => Promise<Face[]>;

/** BlazeFace in `session`, a model as `tfliteToOnnx` makes it. */
export function createLook(session: Session, variant: BlazeFaceVariant): Look {
  const { size, minScore } = variant;
  const anchors = anchorsOf(variant);
  const [input = ''] = session.inputs;
  return async (frame, square) => {
    const pixels =
      'data' in frame
        ? { dims: [1, 3, size, size], data: letterbox(frame, square, size) }
        : frame.letterbox(square, size);
    const outputs = await session.run({ [input]: pixels });
    // One number an anchor is its score.
    const [one, other] = Object.values(outputs);
    const [scores, regressions] = one?.dims[2] === 1 ? [one, other] : [other, one];
    if (!scores || !regressions) throw new Error('blazeface: the network gives no scores');
    const found = decode(regressions.data, scores.data, anchors, { size, minScore });
    return weightedSuppression(found, overlapThreshold).map((face) => intoFrame(face, square));
  };
}

/** A detector for frames in which faces are not small: the whole frame at once, and doubtful faces from nearer. */
export function createBlazeFace(session: Session, variant: BlazeFaceVariant = shortRange): FaceDetector<AnyFrame> {
  const look = createLook(session, variant);
  return {
    async detect(frame) {
      const faces = await look(frame, wholeFrame(frame));
      return (await confirmed(faces, frame, look)).sort((a, b) => b.score - a.score);
    },
    close: () => session.close(),
  };
}

/** The sure faces, and of the others those that are surer from nearer, as they are seen from there. */
export async function confirmed(faces: readonly Face[], frame: AnyFrame, look: Look): Promise<Face[]> {
  const kept: Face[] = [];
  for (const face of faces) {
    if (face.score >= sureScore) kept.push(face);
    else {
      const closer = await look(frame, around(face.box));
      const same = closer.find((other) => overlap(other.box, face.box) > overlapThreshold);
      if (same && same.score > face.score && isLaidOutAsFace(same)) kept.push(same);
    }
  }
  return kept;
}

/** Least way from the eyes to the mouth, in heights of the box, and how far it may be from square to the line of the eyes. */
const leastWay = 0.2;
const mostSlant = 0.4;

/** In a face, whichever way it is turned, the mouth is well away from the eyes, and square to their line. */
function isLaidOutAsFace({ box, landmarks: { rightEye, leftEye, mouth } }: Face): boolean {
  if (!mouth) return true;
  const [alongX, alongY] = [leftEye.x - rightEye.x, leftEye.y - rightEye.y];
  const [downX, downY] = [mouth.x - (leftEye.x + rightEye.x) / 2, mouth.y - (leftEye.y + rightEye.y) / 2];
  const way = Math.hypot(downX, downY);
  const slant = Math.abs(alongX * downX + alongY * downY) / (Math.hypot(alongX, alongY) * way);
  return way >= leastWay * box.height && slant <= mostSlant;
}

/** A square in which the box takes as much room as the network knows from selfies. */
const around = ({ x, y, width, height }: Box): Square => ({
  centerX: x + width / 2,
  centerY: y + height / 2,
  side: closerView * Math.max(width, height),
  angle: 0,
});

/** Faces in shares of the network's input. */
function decode(
  regressions: Float32Array,
  scores: Float32Array,
  anchors: { x: number; y: number }[],
  { size, minScore }: Pick<BlazeFaceVariant, 'size' | 'minScore'>,
): Face[] {
  const faces: Face[] = [];
  anchors.forEach((anchor, i) => {
    const logit = Math.min(scoreLimit, Math.max(-scoreLimit, scores[i] as number));
    const score = 1 / (1 + Math.exp(-logit));
    if (score < minScore) return;
    const at = (k: number) => (regressions[i * regressionWidth + k] as number) / size;
    const [width, height] = [at(2), at(3)];
    faces.push({
      box: { x: anchor.x + at(0) - width / 2, y: anchor.y + at(1) - height / 2, width, height },
      landmarks: Object.fromEntries(
        landmarkNames.map((name, k) => [name, { x: anchor.x + at(4 + 2 * k), y: anchor.y + at(5 + 2 * k) }]),
      ) as Landmarks,
      score,
    });
  });
  return faces;
}

function intoFrame({ box, landmarks, score }: Face, { centerX, centerY, side }: Square): Face {
  const x = (share: number) => centerX + (share - 0.5) * side;
  const y = (share: number) => centerY + (share - 0.5) * side;
  return {
    box: { x: x(box.x), y: y(box.y), width: box.width * side, height: box.height * side },
    landmarks: Object.fromEntries(
      Object.entries(landmarks).map(([name, p]) => [name, { x: x(p.x), y: y(p.y) }]),
    ) as Landmarks,
    score,
  };
}
