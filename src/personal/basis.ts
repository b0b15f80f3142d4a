/** A person's own coordinates: what is usual in their features, how far they go from it, and in which directions. */

export interface Basis {
  /** Mean of the features, [width]. */
  centre: Float64Array;
  /** Root mean square of how far they are from it, of pictures as different as a person's are. */
  scale: number;
  /** Directions at right angles, of length 1, [count][width]. */
  directions: Float64Array[];
}

/** So many directions hold nearly all that differs among a person's pictures, and keep the fit quick. */
const mostDirections = 20;
/** Of more than 100 pictures fewer directions do, so that the fit stays quick. */
const [many, mostOfMany] = [100, 12] as const;
/**
 * A person's pictures differ by at least so much of their mean's own square: 0.86 to 1.8 with `compact`, 0.33 to 0.93 with
 * `tiny`, of 20 people. Corrections of one minute before a camera are far more alike, and what is learned of them holds for
 * more than that minute.
 */
const leastSpread = 1 / 3;
/** A face that is farther from the usual one than this, in scales, counts as being so far: nothing was learned out there. */
const farthest = 2;

/**
 * The coordinates in which some features differ, exact where there are at most 21 of them; else those directions
 * in which they reach farthest (Gram and Schmidt, the farthest first).
 *
 * features [n][width]
 */
export function basisOf(features: readonly Float64Array[]): Basis {
  const n = features.length;
  const width = features[0]?.length ?? 0;
  const centre = new Float64Array(width);
  for (const row of features)
    for (let k = 0; k < width; k++) centre[k] = (centre[k] as number) + (row[k] as number) / n;
  const rest = features.map((row) => row.map((value, k) => value - (centre[k] as number)));
  const spread = rest.reduce((sum, row) => sum + dot(row, row), 0);
  const scale = Math.sqrt(Math.max(spread / Math.max(1, n - 1), leastSpread * dot(centre, centre)));
  const directions: Float64Array[] = [];
  const small = 1e-9 * spread;
  const most = n > many ? mostOfMany : mostDirections;
  while (directions.length < most) {
    let longest = rest[0];
    for (const row of rest) if (dot(row, row) > dot(longest as Float64Array, longest as Float64Array)) longest = row;
    const square = longest ? dot(longest, longest) : 0;
    if (!longest || square <= small || !(square > 0)) break;
    const direction = longest.map((value) => value / Math.sqrt(square));
    directions.push(direction);
    for (const row of rest) {
      const along = dot(row, direction);
      for (let k = 0; k < width; k++) row[k] = (row[k] as number) - along * (direction[k] as number);
    }
  }
  return { centre, scale, directions };
}

/** Where the features lie, in scales along each direction. */
export function coordinatesOf({ centre, scale, directions }: Basis, features: ArrayLike<number>): Float64Array {
  const from = centre.map((mean, k) => ((features[k] as number) - mean) / (scale || 1));
  const shrink = Math.min(1, farthest / Math.sqrt(dot(from, from) || 1));
  return Float64Array.from(directions, (direction) => shrink * dot(direction, from));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}
