/** Features in few numbers. Apart from what changes networks for them, which the page's reading can do without. */
import { seededRandom } from '../graph';

/** How many numbers are kept of a wider layer. */
export const featureCount = 64;

const directionsFor = new Map<number, Float32Array>();

/**
 * At most 64 numbers out of a layer's, which keep about how far faces are apart: products with random directions, the same
 * everywhere (Johnson and Lindenstrauss 1984; Gaussian ones as in Dasgupta and Gupta 2003, doi:10.1002/rsa.10073). The
 * layer's own numbers cannot be had back from them.
 */
export function projected(features: Float32Array): Float32Array {
  const { length: width } = features;
  if (width <= featureCount) return features.slice();
  let directions = directionsFor.get(width);
  if (!directions) {
    const random = seededRandom(width, featureCount);
    directions = Float32Array.from({ length: width * featureCount }, () => random.normal() / Math.sqrt(featureCount));
    directionsFor.set(width, directions);
  }
  const result = new Float32Array(featureCount);
  for (let i = 0; i < width; i++) {
    const value = features[i] as number;
    const from = i * featureCount;
    for (let k = 0; k < featureCount; k++) result[k] = (result[k] as number) + value * (directions[from + k] as number);
  }
  return result;
}
