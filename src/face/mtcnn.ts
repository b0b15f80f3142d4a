/**
 * MTCNN (Zhang et al. 2016, arXiv:1604.02878): a small network looks at every place of the picture at many sizes, two
 * larger ones look again at what it proposes, and the last one names five points of the face.
 */
import { type Frame, letterbox, mirrored, type Planes, type Square, shrinkFrame, shrinkPlanes } from '../media';
import type { Fetches, Session } from '../runtime';
import type { Box, Face, FaceDetector } from './face';
import { suppress } from './suppress';

export interface MtcnnOptions {
  /** Side of the smallest face that is found, in pixels; 20 by default, more in pictures over 3200 pixels wide. */
  smallest?: number;
  /** Least scores of the three networks, 0 … 1. */
  thresholds?: readonly [number, number, number];
}

export interface MtcnnSessions {
  proposal: Session;
  refinement: Session;
  output: Session;
}

/** Side of the first network's window, and how far it moves. */
const cell = 12;
const cellStride = 2;
/** The smallest face by default, in pixels, and as a share of the picture's longer side: work and memory grow with its square. */
const smallestFace = 20;
const smallestShare = 1 / 160;
/** From one size of the picture to the next: half its area. */
const pyramidFactor = 0.709;
const overlapWithinScale = 0.5;
const overlapAcross = 0.7;
/** Sides of what the second and third network see. */
const refinementSize = 24;
const outputSize = 48;
const sureScore = 0.9;
const furtherView = 1.15;
const confirmedScore = 0.8;

interface Candidate {
  box: Box;
  score: number;
}

export function createMtcnn(
  { proposal, refinement, output }: MtcnnSessions,
  { smallest, thresholds = [0.6, 0.7, 0.7] }: MtcnnOptions = {},
): FaceDetector {
  return {
    async detect(frame, signal) {
      const least = smallest ?? Math.max(smallestFace, smallestShare * Math.max(frame.width, frame.height));
      const proposed = await propose(proposal, frame, { smallest: least, threshold: thresholds[0], signal });
      const refined = await refine(refinement, frame, proposed, thresholds[1]);
      const faces = await last(output, frame, refined, thresholds[2]);
      const confirmed = await confirm(output, frame, faces);
      return faces.filter((_, i) => confirmed[i]);
    },
    async close() {
      await Promise.all([proposal.close(), refinement.close(), output.close()]);
    },
  };
}

/** Squares that may hold a face, from the picture at every size. */
async function propose(
  session: Session,
  frame: Frame,
  { smallest, threshold, signal }: { smallest: number; threshold: number; signal: AbortSignal | undefined },
): Promise<Square[]> {
  const found: Candidate[] = [];
  let planes: Planes | undefined;
  for (let scale = cell / smallest; Math.min(frame.width, frame.height) * scale >= cell; scale *= pyramidFactor) {
    signal?.throwIfAborted();
    const [width, height] = [Math.ceil(frame.width * scale), Math.ceil(frame.height * scale)];
    planes = planes ? shrinkPlanes(planes, width, height) : shrinkFrame(frame, width, height);
    const { scores, regions } = await session.run({ pixels: { dims: [1, 3, height, width], data: planes.data } });
    if (!scores || !regions) throw new Error('mtcnn: the first network gives no scores');
    const [, , rows, columns] = scores.dims as [number, number, number, number];
    const cells = rows * columns;
    const inScale: Candidate[] = [];
    for (let i = 0; i < cells; i++) {
      const score = scores.data[cells + i] as number;
      if (score < threshold) continue;
      const x = ((i % columns) * cellStride) / scale;
      const y = (Math.floor(i / columns) * cellStride) / scale;
      const region = [0, 1, 2, 3].map((k) => regions.data[k * cells + i] as number);
      inScale.push({ box: moved({ x, y, width: cell / scale, height: cell / scale }, region), score });
    }
    found.push(...suppress(inScale, overlapWithinScale));
  }
  return suppress(found, overlapAcross).map(({ box }) => squareAround(box));
}

async function refine(session: Session, frame: Frame, squares: readonly Square[], threshold: number) {
  const seen = await look(session, frame, squares, refinementSize);
  const kept = squares.flatMap((square, i): Candidate[] => {
    const score = seen['scores']?.data[i * 2 + 1] as number;
    return score < threshold ? [] : [{ box: moved(boxOf(square), rowOf(seen['regions']?.data, i, 4)), score }];
  });
  return suppress(kept, overlapAcross).map(({ box }) => squareAround(box));
}

async function last(session: Session, frame: Frame, squares: readonly Square[], threshold: number): Promise<Face[]> {
  const seen = await look(session, frame, squares, outputSize);
  const faces = squares.flatMap((square, i): Face[] => {
    const score = seen['scores']?.data[i * 2 + 1] as number;
    if (score < threshold) return [];
    const box = boxOf(square);
    const points = rowOf(seen['landmarks']?.data, i, 10);
    const point = (k: number) => ({
      x: box.x + (points[k] as number) * box.width,
      y: box.y + (points[k + 5] as number) * box.height,
    });
    const landmarks = {
      rightEye: point(0),
      leftEye: point(1),
      noseTip: point(2),
      mouthRight: point(3),
      mouthLeft: point(4),
    };
    return [{ box: moved(box, rowOf(seen['regions']?.data, i, 4)), landmarks, score }];
  });
  return suppress(faces, overlapAcross, 'smaller');
}

/**
 * A face less sure than 0.9 must be one from a little further away too, and as its mirror image: a patch of table that
 * passed at 0.8 does not (bbt1.jpg), the least sure of 56 turned and shrunk portraits does.
 */
async function confirm(session: Session, frame: Frame, faces: readonly Face[]): Promise<boolean[]> {
  const doubtful = faces.map(({ score }) => score < sureScore);
  const squares = faces.filter((_, i) => doubtful[i]).map(({ box }) => enlarged(squareAround(box), furtherView));
  const views = squares.map((square) => letterbox(frame, square, outputSize));
  const { scores } = await run(session, [...views, ...views.map((view) => mirrored(view, outputSize))], outputSize);
  const score = (view: number) => scores?.data[view * 2 + 1] as number;
  const passed = squares.map((_, i) => (score(i) + score(i + squares.length)) / 2 >= confirmedScore);
  return doubtful.map((isDoubtful) => !isDoubtful || (passed.shift() as boolean));
}

/** One batch of all squares. */
const look = (session: Session, frame: Frame, squares: readonly Square[], size: number) =>
  run(
    session,
    squares.map((square) => letterbox(frame, square, size)),
    size,
  );

async function run(session: Session, views: readonly Float32Array[], size: number): Promise<Fetches> {
  if (views.length === 0) return {};
  const pixels = new Float32Array(views.length * 3 * size * size);
  views.forEach((view, i) => {
    pixels.set(view, i * 3 * size * size);
  });
  return session.run({ pixels: { dims: [views.length, 3, size, size], data: pixels } });
}

const rowOf = (values: Float32Array | undefined, i: number, width: number) =>
  Array.from(values?.subarray(i * width, (i + 1) * width) ?? []);

/** Left, top, right and bottom moved by shares of the box's size. */
function moved({ x, y, width, height }: Box, [left = 0, top = 0, right = 0, bottom = 0]: readonly number[]): Box {
  return {
    x: x + left * width,
    y: y + top * height,
    width: width * (1 + right - left),
    height: height * (1 + bottom - top),
  };
}

const squareAround = ({ x, y, width, height }: Box): Square => ({
  centerX: x + width / 2,
  centerY: y + height / 2,
  side: Math.max(width, height),
  angle: 0,
});

const enlarged = (square: Square, factor: number): Square => ({ ...square, side: square.side * factor });

const boxOf = ({ centerX, centerY, side }: Square): Box => ({
  x: centerX - side / 2,
  y: centerY - side / 2,
  width: side,
  height: side,
});
