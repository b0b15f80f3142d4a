/**
 * What of a person's corrections is explained best by a change of the network's heads: offsets of the seven logits, and a
 * weight for each emotion and direction of the features. Multinomial logistic regression with a Gaussian prior (Rasmussen
 * and Williams 2006, Gaussian Processes for Machine Learning, sections 3.3 to 3.5), solved by Newton's method.
 */
import { emotions } from '../emotion';
import { cholesky, eliminated, inverseOf, solved } from './linear';
import type { Prior } from './prior';

const classes = emotions.length;

/** A corrected picture. */
export interface Sample {
  /** Logarithms of the network's probabilities, [7]. */
  logs: Float64Array;
  /** Coordinates of its features, [directions]. */
  at: Float64Array;
  /** What the person said, as shares that sum to 1, [7]. */
  said: Float64Array;
  /** How much it counts. */
  weight: number;
}

export interface Fit {
  /** Added to each emotion's logarithm, [7]. */
  offsets: Float64Array;
  /** What it gains along each direction, [7][directions]. */
  weights: Float64Array[];
  /** Covariance of offsets and weights, [7 · (1 + directions)] squared, an emotion's after another's. */
  covariance: Float64Array;
}

/** Newton's steps: five are enough in practice. */
const mostSteps = 30;
/** A step so small, in logits, is the last one. */
const precise = 1e-3;

/** samples at least one, all with as many coordinates */
export function fit(samples: readonly Sample[], prior: Prior): Fit {
  const width = 1 + (samples[0] as Sample).at.length;
  const size = classes * width;
  const precision = priorPrecision(prior, width);
  const rows = samples.map(({ at }) => Float64Array.of(1, ...at));
  let solution = new Float64Array(size);
  let cost = costOf(samples, rows, solution, precision);
  let factor: Float64Array = new Float64Array();
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = derivatives(samples, rows, solution, precision);
    factor = cholesky(hessian, size);
    const change = solved(factor, gradient);
    const isLast = change.every((c) => Math.abs(c) < precise);
    let share = 1;
    let next = solution;
    let nextCost = Number.POSITIVE_INFINITY;
    // A full step may go too far from where the curvature is known.
    for (; share > 1e-4 && !(nextCost <= cost); share /= 2) {
      next = solution.map((value, i) => value - share * (change[i] as number));
      nextCost = costOf(samples, rows, next, precision);
    }
    if (!(nextCost <= cost)) break;
    [solution, cost] = [next, nextCost];
    if (isLast) break;
  }
  return {
    offsets: Float64Array.from({ length: classes }, (_, c) => solution[c * width] as number),
    weights: Array.from({ length: classes }, (_, c) => solution.slice(c * width + 1, (c + 1) * width)),
    covariance: inverseOf(factor, size),
  };
}

/** Inverse of the prior's covariance: offsets of all emotions hang together, weights do not. */
function priorPrecision({ offsets, features }: Prior, width: number): Float64Array {
  const size = classes * width;
  const between = inverseOf(cholesky(Float64Array.from(offsets.flat()), classes), classes);
  const precision = new Float64Array(size * size);
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) precision[a * width * size + b * width] = between[a * classes + b] as number;
    for (let k = 1; k < width; k++) precision[(a * width + k) * (size + 1)] = 1 / features;
  }
  return precision;
}

/** What is added to a picture's logarithms. row: 1, then its coordinates */
export function change(solution: ArrayLike<number>, row: Float64Array): Float64Array {
  const width = row.length;
  return Float64Array.from({ length: classes }, (_, c) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += (solution[c * width + k] as number) * (row[k] as number);
    return sum;
  });
}

function costOf(
  samples: readonly Sample[],
  rows: readonly Float64Array[],
  solution: Float64Array,
  precision: Float64Array,
): number {
  const size = solution.length;
  let cost = 0;
  for (let i = 0; i < size; i++) {
    if (solution[i] === 0) continue;
    for (let j = 0; j < size; j++)
      cost += 0.5 * (solution[i] as number) * (precision[i * size + j] as number) * (solution[j] as number);
  }
  samples.forEach(({ logs, said, weight }, i) => {
    const told = softmax(added(logs, change(solution, rows[i] as Float64Array)));
    for (let c = 0; c < classes; c++)
      if ((said[c] as number) > 0) cost -= weight * (said[c] as number) * Math.log(Math.max(1e-300, told[c] as number));
  });
  return cost;
}

function derivatives(
  samples: readonly Sample[],
  rows: readonly Float64Array[],
  solution: Float64Array,
  precision: Float64Array,
): { gradient: Float64Array; hessian: Float64Array } {
  const size = solution.length;
  const width = size / classes;
  const hessian = precision.slice();
  const gradient = new Float64Array(size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      gradient[i] = (gradient[i] as number) + (precision[i * size + j] as number) * (solution[j] as number);
  // Each pair of emotions has a block of its own, symmetric in the coordinates: its triangle is summed first.
  const triangle = (width * (width + 1)) / 2;
  const blocks = new Float64Array(((classes * (classes + 1)) / 2) * triangle);
  const products = new Float64Array(triangle);
  samples.forEach(({ logs, said, weight }, i) => {
    const row = rows[i] as Float64Array;
    const told = softmax(added(logs, change(solution, row)));
    for (let k = 0, t = 0; k < width; k++)
      for (let m = 0; m <= k; m++) products[t++] = (row[k] as number) * (row[m] as number);
    for (let a = 0, at = 0; a < classes; a++) {
      const error = weight * ((told[a] as number) - (said[a] as number));
      for (let k = 0; k < width; k++)
        gradient[a * width + k] = (gradient[a * width + k] as number) + error * (row[k] as number);
      for (let b = 0; b <= a; b++) {
        const w = weight * (told[a] as number) * ((a === b ? 1 : 0) - (told[b] as number));
        for (let t = 0; t < triangle; t++, at++) blocks[at] = (blocks[at] as number) + w * (products[t] as number);
      }
    }
  });
  for (let a = 0, at = 0; a < classes; a++)
    for (let b = 0; b <= a; b++)
      for (let k = 0; k < width; k++)
        for (let m = 0; m <= k; m++, at++) {
          const value = blocks[at] as number;
          const [first, second] = [(a * width + k) * size + b * width + m, (a * width + m) * size + b * width + k];
          hessian[first] = (hessian[first] as number) + value;
          if (k !== m) hessian[second] = (hessian[second] as number) + value;
        }
  // Cholesky reads the lower triangle alone.
  return { gradient, hessian };
}

/**
 * What is added to each sample's logarithms by all of them, and by all others without it: the cavity of the posterior's
 * Laplace approximation, which needs no fit for each (Vehtari et al. 2016, JMLR 17:103, section 3.2).
 */
export function changes(samples: readonly Sample[], { offsets, weights, covariance }: Fit) {
  const width = 1 + (samples[0] as Sample).at.length;
  const size = classes * width;
  const solution = Float64Array.from({ length: size }, (_, i) => {
    const [c, k] = [Math.floor(i / width), i % width];
    return (k === 0 ? offsets[c] : weights[c]?.[k - 1]) as number;
  });
  return samples.map(({ logs, said, weight, at }) => {
    const row = Float64Array.of(1, ...at);
    const byAll = change(solution, row);
    const told = softmax(added(logs, byAll));
    const spread = new Float64Array(classes * classes);
    for (let a = 0; a < classes; a++)
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let k = 0; k < width; k++) {
          let inner = 0;
          const from = (a * width + k) * size + b * width;
          for (let m = 0; m < width; m++) inner += (covariance[from + m] as number) * (row[m] as number);
          sum += (row[k] as number) * inner;
        }
        spread[a * classes + b] = sum;
        spread[b * classes + a] = sum;
      }
    // (I − W V)⁻¹ · gradient, with W the curvature of this sample's own cost.
    const own = new Float64Array(classes * classes);
    for (let a = 0; a < classes; a++)
      for (let b = 0; b < classes; b++) {
        let sum = a === b ? 1 : 0;
        for (let c = 0; c < classes; c++) {
          const w = weight * (told[a] as number) * ((a === c ? 1 : 0) - (told[c] as number));
          sum -= w * (spread[c * classes + b] as number);
        }
        own[a * classes + b] = sum;
      }
    const pull = eliminated(
      own,
      Float64Array.from(said, (s, c) => weight * (s - (told[c] as number))),
    );
    const byOthers = byAll.map((value, a) => {
      let sum = value;
      for (let b = 0; b < classes; b++) sum -= (spread[a * classes + b] as number) * (pull[b] as number);
      return sum;
    });
    return { byAll, byOthers };
  });
}

export const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + (b[i] as number));

export function softmax(logits: Float64Array): Float64Array {
  const most = Math.max(...logits);
  const powers = logits.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}
