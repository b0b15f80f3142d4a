/** IEEE 754 binary16, in which weights take half the room. */

/**
 * The number that 16 bits stand for.
 *
 * @example
 * import { halfToNumber } from 'feeling/train';
 * halfToNumber(0x3c00); // → 1
 */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * The nearest binary16, ties to even; what is too large becomes infinite.
 *
 * @example
 * import { numberToHalf } from 'feeling/train';
 * numberToHalf(1); // → 0x3c00
 */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // The step between neighbours: 2^-24 up to 2^-14, then ten bits below the leading one.
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 2 ** -24)));
  const step = 2 ** (exponent - 10);
  const scaled = size / step;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  // Rounding up to the next power of two carries into the exponent by itself.
  return sign | ((exponent + 14) * 1024 + rounded);
}

/** Constants with fewer numbers are not worth shortening. */
export const fewNumbers = 256;
