/**
 * Seeded random numbers: the same seed and place in the stream give the same numbers on every machine.
 *
 * sfc32 (Chris Doty-Humphrey, PractRand), seeded from any number of integers so that every epoch, picture and mask
 * can have a stream of its own and a resumed run needs no generator state.
 */
import { described } from '../options';
export interface Random {
  /** Uniform in 0 ≤ x < 1. */
  uniform(): number;
  /** Uniform in from ≤ x < to. */
  between(from: number, to: number): number;
  /** Normal with mean 0 and deviation 1 (Box and Muller 1958). */
  normal(): number;
}

/**
 * A generator for any number of seeds; each further seed gives a stream of its own.
 *
 * @example
 * import { seededRandom } from 'feeling/train';
 * seededRandom(1, 2).uniform() === seededRandom(1, 2).uniform(); // → true
 */
export function seededRandom(...seed: number[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (const s of seed) {
    a ^= s | 0;
    b ^= Math.floor(s / 2 ** 32) | 0;
    for (let i = 0; i < 12; i++) next();
  }
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    between: (from, to) => from + (to - from) * uniform(),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/**
 * The numbers 0 … n − 1 in random order (Fisher and Yates).
 *
 * @example
 * import { seededRandom, shuffled } from 'feeling/train';
 * [...shuffled(4, seededRandom(1))].sort(); // → [0, 1, 2, 3]
 */
export function shuffled(n: number, random: Random): Uint32Array {
  if (typeof random?.uniform !== 'function')
    throw new TypeError(`shuffled: random must be what seededRandom gives (got ${described(random)})`);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
