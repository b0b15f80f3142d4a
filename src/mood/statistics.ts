/** Statistics that a few odd days do not spoil. */

export const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/** With n − 1 in the denominator. */
export function variance(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, v) => sum + (v - center) ** 2, 0) / (values.length - 1);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** Values further from the median than so many robust deviations count as being that far (winsorised). */
const reach = 2.5;
/** A standard deviation that was winsorised there is too small by so much where values are normal. */
const consistency = 1.016;

/** Location and spread; spread is 0 where all values are the same. */
export function robust(values: readonly number[]): { center: number; spread: number } {
  const middle = median(values);
  const deviation = 1.4826 * median(values.map((v) => Math.abs(v - middle)));
  const kept =
    deviation > 0 ? values.map((v) => clamp(v, middle - reach * deviation, middle + reach * deviation)) : values;
  const center = mean(kept);
  const variance = kept.reduce((sum, v) => sum + (v - center) ** 2, 0) / Math.max(1, kept.length - 1);
  return { center, spread: consistency * Math.sqrt(variance) };
}

/** Correlation of pairs (Pearson), 0 where one of them does not vary. */
export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [a, b] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - a) * (y - b);
    xx += (x - a) ** 2;
    yy += (y - b) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/**
 * The standard normal value as far out as a value of Student's t (Wallace 1959, Ann. Math. Stat. 30:1124, the transform
 * named U): an estimated spread makes outlying values commoner, this takes that back.
 */
export function normalFromT(t: number, degrees: number): number {
  const size = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((t * t) / degrees));
  return Math.sign(t) * size;
}

/** The 97.5 % point of Student's t (Cornish and Fisher's expansion; Abramowitz and Stegun 26.7.5), within 1 % from 3 on. */
export function tQuantile(freedom: number): number {
  const z = 1.959964;
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom ** 3)
  );
}

/** A mean and half the width of its 95 % interval. */
export const meanWithMargin = (values: readonly number[]) => ({
  value: mean(values),
  margin: tQuantile(values.length - 1) * Math.sqrt(variance(values) / values.length),
});

/** E[max(z + X, 0)] of a standard normal X: z Φ(z) + φ(z), with Φ of Abramowitz and Stegun 26.2.17 (within 7.5e-8). */
export function expectedExcess(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const beyond =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z * (z > 0 ? 1 - beyond : beyond) + density;
}
