/** What few values say of many. */
import { mean, variance } from './moments';

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
