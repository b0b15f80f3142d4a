/** Statistics that a few odd values do not spoil. */
import { mean } from './moments';
import { clamp, median } from './order';

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
