/** Non-maximum suppression: many overlapping finds of a face become one. */
import { type Box, type Face, type Landmarks, overlap, overlapOfSmaller } from './face';

/**
 * Plain non-maximum suppression: the surest stays, what overlaps it by more than `threshold` goes; surest first.
 *
 * `of`: the share is of both together (intersection over union), or of the smaller box, which drops a box inside
 * another.
 */
export function suppress<T extends { box: Box; score: number }>(
  found: readonly T[],
  threshold: number,
  of: 'union' | 'smaller' = 'union',
): T[] {
  const shared = of === 'union' ? overlap : overlapOfSmaller;
  const kept: T[] = [];
  for (const one of [...found].sort((a, b) => b.score - a.score))
    if (kept.every((other) => shared(one.box, other.box) <= threshold)) kept.push(one);
  return kept;
}

/**
 * Weighted non-maximum suppression, as MediaPipe has it (NonMaxSuppressionCalculator, algorithm WEIGHTED): the surest
 * face takes in every one that overlaps it by more than `threshold`; box and landmarks are their means weighted by
 * score, the score stays the surest one's.
 */
export function weightedSuppression(faces: readonly Face[], threshold: number): Face[] {
  let rest = [...faces].sort((a, b) => b.score - a.score);
  const kept: Face[] = [];
  while (rest.length > 0) {
    const surest = rest[0] as Face;
    const together = rest.filter((face) => overlap(face.box, surest.box) > threshold);
    kept.push(mean(surest, together.length > 0 ? together : [surest]));
    rest = rest.filter((face) => face !== surest && !together.includes(face));
  }
  return kept;
}

function mean(surest: Face, faces: readonly Face[]): Face {
  const total = faces.reduce((sum, face) => sum + face.score, 0);
  const of = (value: (face: Face) => number) => faces.reduce((sum, face) => sum + face.score * value(face), 0) / total;
  return {
    box: {
      x: of((f) => f.box.x),
      y: of((f) => f.box.y),
      width: of((f) => f.box.width),
      height: of((f) => f.box.height),
    },
    landmarks: Object.fromEntries(
      Object.keys(surest.landmarks).map((name) => {
        const at = (f: Face) => f.landmarks[name] as { x: number; y: number };
        return [name, { x: of((f) => at(f).x), y: of((f) => at(f).y) }];
      }),
    ) as Landmarks,
    score: surest.score,
  };
}
