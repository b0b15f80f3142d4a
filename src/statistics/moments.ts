/** Means, variances and correlations. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** With n − 1 in the denominator. */
export function variance(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, v) => sum + (v - center) ** 2, 0) / (values.length - 1);
}

/** How far values are from their mean, as a rule: the root of `variance`; 0 of a single value. */
export const deviation = (values: readonly number[]): number => (values.length < 2 ? 0 : Math.sqrt(variance(values)));

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
