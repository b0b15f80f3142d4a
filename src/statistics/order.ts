/** What depends on the order of values alone. */

/** The value below which a share `q` of the values lies, between two of them where it must (type 7 of Hyndman and Fan 1996). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
