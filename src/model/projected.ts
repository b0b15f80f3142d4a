/** Features in few numbers. Apart from what changes networks for them, which the page's reading can do without. */
import { seededRandom } from '../graph';

/** How many numbers are kept of a wider layer. */
export const featureCount = 64;

/** So many directions lie together and are multiplied together. */
const atOnce = 4;

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
    directions = directionsOf(width);
    directionsFor.set(width, directions);
  }
  const result = new Float32Array(featureCount);
  // Sums in local variables are faster than those in an array.
  for (let k = 0, at = 0; k < featureCount; k += atOnce) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < width; i++, at += atOnce) {
      const value = features[i] as number;
      a = Math.fround(a + value * (directions[at] as number));
      b = Math.fround(b + value * (directions[at + 1] as number));
      c = Math.fround(c + value * (directions[at + 2] as number));
      d = Math.fround(d + value * (directions[at + 3] as number));
    }
    result.set([a, b, c, d], k);
  }
  return result;
}

/** [featureCount / 4, width, 4]: in the order in which they are needed. */
function directionsOf(width: number): Float32Array {
  const random = seededRandom(width, featureCount);
  const directions = new Float32Array(width * featureCount);
  for (let i = 0; i < width; i++)
    for (let k = 0; k < featureCount; k++)
      directions[(Math.floor(k / atOnce) * width + i) * atOnce + (k % atOnce)] =
        random.normal() / Math.sqrt(featureCount);
  return directions;
}
