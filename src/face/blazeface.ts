/**
 * BlazeFace, short range (Bazarevsky et al. 2019, arXiv:1907.05047), with the settings of MediaPipe's
 * face_detection_short_range graph: 128 × 128 in −1 … 1, 896 anchors of size 1, scores clipped at ±100, 0.5 and
 * above kept, weighted suppression at an overlap of 0.3.
 */
import { type Frame, letterbox, type Square } from '../media';
import type { Session } from '../runtime';
import type { Face, FaceDetector, Landmarks } from './face';
import { weightedSuppression } from './suppress';

const size = 128;
const landmarkNames = ['rightEye', 'leftEye', 'noseTip', 'mouth', 'rightEar', 'leftEar'] as const;
/** Numbers an anchor's regression has: box centre and size, then the landmarks. */
const regressionWidth = 4 + 2 * landmarkNames.length;
const scoreLimit = 100;
const overlapThreshold = 0.3;

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
  return {
    async detect(frame: Frame) {
      const { pixels, square } = letterbox(frame, size);
      const outputs = await session.run({ [input]: { dims: [1, 3, size, size], data: pixels } });
      const found = decode(
        outputs[regressors]?.data as Float32Array,
        outputs[scores]?.data as Float32Array,
        anchors,
        minScore,
      );
      return weightedSuppression(found, overlapThreshold).map((face) => intoFrame(face, square));
    },
    close: () => session.close(),
  };
}

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
