/** The normal distribution. */

/** E[max(z + X, 0)] of a standard normal X: z Φ(z) + φ(z), with Φ of Abramowitz and Stegun 26.2.17 (within 7.5e-8). */
export function expectedExcess(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const beyond =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z * (z > 0 ? 1 - beyond : beyond) + density;
}
