/**
 * BlazeFace, short range (Bazarevsky et al. 2019, arXiv:1907.05047), with the settings of MediaPipe's
 * face_detection_short_range graph: 128 × 128 in −1 … 1, 896 anchors of size 1, scores clipped at ±100, 0.5 and
 * above kept, weighted suppression at an overlap of 0.3.
 */
import { type Frame, letterbox, type Square, wholeFrame } from '../media';
import type { Session } from '../runtime';
import { type Box, type Face, type FaceDetector, type Landmarks, overlap } from './face';
import { weightedSuppression } from './suppress';

const size = 128;
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

export interface BlazeFaceOptions {
  /** Faces less sure than this are dropped, 0 … 1. */
  minScore?: number;
}

/** Anchor centres, as shares of the input: on a 16 × 16 grid two a cell, on an 8 × 8 grid six. */
export function shortRangeAnchors(): { x: number; y: number }[] {
  const grid = (cells: number, perCell: number) =>
    Array.from({ length: cells * cells * perCell }, (_, i) => {
      const cell = Math.floor(i / perCell);
      return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells };
    });
  return [...grid(16, 2), ...grid(8, 6)];
}

/** A detector that runs BlazeFace in `session`, a model as `convertTflite` makes it. */
export function createBlazeFace(session: Session, { minScore = 0.5 }: BlazeFaceOptions = {}): FaceDetector {
  const anchors = shortRangeAnchors();
  const [input = '', regressors = '', scores = ''] = [
    session.inputs[0],
    session.outputs.find((name) => name.includes('regressors')),
    session.outputs.find((name) => name.includes('classificators')),
  ];
  const look = async (frame: Frame, square: Square): Promise<Face[]> => {
    const outputs = await session.run({ [input]: { dims: [1, 3, size, size], data: letterbox(frame, square, size) } });
    const found = decode(
      outputs[regressors]?.data as Float32Array,
      outputs[scores]?.data as Float32Array,
      anchors,
      minScore,
    );
    return weightedSuppression(found, overlapThreshold).map((face) => intoFrame(face, square));
  };
  return {
    async detect(frame: Frame) {
      const faces: Face[] = [];
      for (const face of await look(frame, wholeFrame(frame))) {
        if (face.score >= sureScore) faces.push(face);
        else {
          const closer = await look(frame, around(face.box));
          const same = closer.find((other) => overlap(other.box, face.box) > overlapThreshold);
          if (same && same.score > face.score) faces.push(same);
        }
      }
      return faces.sort((a, b) => b.score - a.score);
    },
    close: () => session.close(),
  };
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
  minScore: number,
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
