/** How right a network is on faces of one kind, beside the others: by light, contrast, sharpness and more. */
import { countOf, type Faces, faceAt, facePixels, faceSize, voteColumns } from '../data';
import type { Groups } from '../data/node';
import { strongest } from '../emotion';
import { mean } from '../statistics';
import type { Interval } from './intervals';
import type { Judged } from './judge';
import { wilson } from './wilson';

/** A number for each face; NaN where it could not be told. */
export type Measure = Float32Array;

export interface Slice {
  /** What the faces are told apart by. */
  by: string;
  /** `low`, `middle` or `high`, or the name of a group. */
  part: string;
  n: number;
  accuracy: number;
  /** 95 %, as Wilson gives it. */
  interval: Interval;
}

/** Share of the side that the middle of the face takes, where mostly skin is. */
const middle = 0.5;

/** What grey pictures tell of themselves. Lightness of the middle hints at skin, but exposure changes it as much. */
export function measuresOf(faces: Faces): Record<string, Measure> {
  const n = countOf(faces);
  const of = (measure: (face: Uint8Array, i: number) => number) =>
    Float32Array.from({ length: n }, (_, i) => measure(faceAt(faces, i), i));
  const { votes } = faces;
  return {
    brightness: of(mean),
    contrast: of((face) => Math.sqrt(variance(face))),
    sharpness: of((face) => Math.log(1 + variance(laplacian(face)))),
    'lightness of the middle': of((face) => mean(centre(face))),
    ...(votes && {
      'agreement of people': of((_, i) => {
        const row = votes.counts.subarray(i * voteColumns, (i + 1) * voteColumns);
        return (
          Math.max(...row) /
          Math.max(
            1,
            row.reduce((a, b) => a + b, 0),
          )
        );
      }),
    }),
  };
}

/** Each measure's thirds, by how many faces there are. */
export function slicesOf(judged: Judged, measures: Record<string, Measure>): Slice[] {
  return Object.entries(measures).flatMap(([by, measure]) => {
    const known = [...measure.keys()].filter((i) => (judged.labels[i] as number) >= 0 && !Number.isNaN(measure[i]));
    const sorted = known.map((i) => measure[i] as number).sort((a, b) => a - b);
    const [low, high] = [1, 2].map((third) => sorted[Math.floor((third * sorted.length) / 3)] ?? 0) as [number, number];
    const parts = {
      low: (v: number) => v < low,
      middle: (v: number) => v >= low && v < high,
      high: (v: number) => v >= high,
    };
    return Object.entries(parts).flatMap(([part, isIn]) => {
      const inside = known.filter((i) => isIn(measure[i] as number));
      return sliceOf(judged, inside, by, part);
    });
  });
}

/** Each group of each kind, in the order of their names. */
export function groupSlicesOf(judged: Judged, { rows }: Pick<Faces, 'rows'>, groups: Groups): Slice[] {
  return [...groups].flatMap(([by, members]) => {
    const known = [...rows.keys()].filter((i) => (judged.labels[i] as number) >= 0);
    const names = [...new Set(members.values())].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return names.flatMap((part) =>
      sliceOf(
        judged,
        known.filter((i) => members.get(rows[i] as number) === part),
        by,
        part,
      ),
    );
  });
}

/** None for no faces. */
function sliceOf(
  { classes, probabilities, labels }: Judged,
  inside: readonly number[],
  by: string,
  part: string,
): Slice[] {
  const [n, width] = [inside.length, classes.length];
  if (n === 0) return [];
  const isRight = (i: number) => strongest(probabilities.subarray(i * width, (i + 1) * width)) === labels[i];
  const hits = inside.filter(isRight).length;
  return [{ by, part, n, accuracy: hits / n, interval: wilson(hits, n) }];
}

const variance = (values: ArrayLike<number>) => {
  const middleValue = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - middleValue) ** 2;
  return sum / values.length;
};

/** How far each inner pixel is from its four neighbours. */
function laplacian(face: Uint8Array): Float32Array {
  const result = new Float32Array(facePixels);
  for (let y = 1; y < faceSize - 1; y++)
    for (let x = 1; x < faceSize - 1; x++) {
      const at = y * faceSize + x;
      const around = [at - 1, at + 1, at - faceSize, at + faceSize].reduce((sum, i) => sum + (face[i] as number), 0);
      result[at] = 4 * (face[at] as number) - around;
    }
  return result;
}

function centre(face: Uint8Array): number[] {
  const from = Math.round((faceSize * (1 - middle)) / 2);
  const rows = Array.from({ length: faceSize - 2 * from }, (_, row) => (from + row) * faceSize);
  return rows.flatMap((row) => [...face.subarray(row + from, row + faceSize - from)]);
}
