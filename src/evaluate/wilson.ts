/** How far a share may be from what it would be of all. */
import type { Interval } from './intervals';

/**
 * 95 % interval of a share of `hits` among `n` (Wilson 1927, doi 10.1080/01621459.1927.10502953). It says something for few, too,
 * and where all or none are hits.
 */
export function wilson(hits: number, n: number): Interval {
  const z = 1.96;
  const p = hits / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const reach = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  // It ends there, but for the last bits.
  return [hits === 0 ? 0 : centre - reach, hits === n ? 1 : centre + reach];
}
