/** Pictures that occur more than once, exactly or nearly. */
import { createHash } from 'node:crypto';
import { countOf, type FaceSet, faceAt, facePixels, faceSize, type Split, splits } from './faces';

const fingerprint = (pixels: Uint8Array) => createHash('sha256').update(pixels).digest('base64');

/** Where a face is. */
export interface Place {
  split: Split;
  index: number;
}

/** Faces that are the same picture, by picture; only pictures that occur more than once. */
export function copyGroups(sets: FaceSet): Place[][] {
  const groups = new Map<string, Place[]>();
  for (const split of splits)
    for (let index = 0; index < countOf(sets[split]); index++) {
      const key = fingerprint(faceAt(sets[split], index));
      const group = groups.get(key);
      if (group) group.push({ split, index });
      else groups.set(key, [{ split, index }]);
    }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Differing bits up to which two pictures are compared closely. */
const mostBits = 3;
/** Correlation of pixels from which they count as nearly the same: 0.98 still holds for a brighter or recompressed one. */
const leastCorrelation = 0.98;

/**
 * Pairs of pictures that differ little: another compression, brightness or contrast, a shift by less than a pixel.
 *
 * Found by a 64-bit difference hash (Krawetz 2013: whether each cell of a 9 × 8 reduction is brighter than its left
 * neighbour), of which at most 3 bits may differ, so that one of four quarters is equal; then checked by the
 * correlation of all pixels. Exact copies are left out.
 */
export function nearPairs(sets: FaceSet): [Place, Place][] {
  const places = splits.flatMap((split) =>
    Array.from({ length: countOf(sets[split]) }, (_, index) => ({ split, index })),
  );
  const seen = new Set<string>();
  const distinct = places.filter(({ split, index }) => {
    const key = fingerprint(faceAt(sets[split], index));
    return !seen.has(key) && seen.add(key);
  });
  const pixels = (at: number) => {
    const { split, index } = distinct[at] as Place;
    return faceAt(sets[split], index);
  };
  const hashes = distinct.map((_, at) => differenceHash(pixels(at)));
  const pairs = new Map<number, [Place, Place]>();
  for (let quarter = 0; quarter < 4; quarter++) {
    const buckets = new Map<number, number[]>();
    hashes.forEach((hash, at) => {
      const key = hash[quarter] as number;
      const bucket = buckets.get(key);
      if (!bucket) buckets.set(key, [at]);
      else {
        for (const other of bucket) {
          const id = other * distinct.length + at;
          if (pairs.has(id) || !close(hashes[other] as Uint16Array, hash)) continue;
          if (correlation(pixels(other), pixels(at)) >= leastCorrelation)
            pairs.set(id, [distinct[other] as Place, distinct[at] as Place]);
        }
        bucket.push(at);
      }
    });
  }
  return [...pairs.values()];
}

/** 64 bits as four numbers of 16. */
function differenceHash(pixels: Uint8Array): Uint16Array {
  const [columns, rows] = [9, 8];
  const cell = (row: number, column: number) => {
    let sum = 0;
    const [top, bottom] = [row, row + 1].map((r) => Math.round((r * faceSize) / rows)) as [number, number];
    const [left, right] = [column, column + 1].map((c) => Math.round((c * faceSize) / columns)) as [number, number];
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += pixels[y * faceSize + x] as number;
    return sum / ((bottom - top) * (right - left));
  };
  const hash = new Uint16Array(4);
  for (let row = 0; row < rows; row++) {
    let before = cell(row, 0);
    for (let column = 1; column < columns; column++) {
      const here = cell(row, column);
      const quarter = row >> 1;
      hash[quarter] = ((hash[quarter] as number) << 1) | (here > before ? 1 : 0);
      before = here;
    }
  }
  return hash;
}

function close(a: Uint16Array, b: Uint16Array): boolean {
  let differing = 0;
  for (let i = 0; i < a.length; i++) {
    let bits = (a[i] as number) ^ (b[i] as number);
    for (; bits; bits &= bits - 1) differing++;
    if (differing > mostBits) return false;
  }
  return true;
}

/** Pearson's correlation of the pixels; 0 where one picture is of a single grey. */
function correlation(a: Uint8Array, b: Uint8Array): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let i = 0; i < facePixels; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const covariance = products - (sumA * sumB) / facePixels;
  const scale = Math.sqrt((squaresA - sumA ** 2 / facePixels) * (squaresB - sumB ** 2 / facePixels));
  return scale === 0 ? 0 : covariance / scale;
}
