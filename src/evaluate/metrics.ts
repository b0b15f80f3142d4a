/** How right and how sure predictions are, from probabilities and labels. */
import { strongest } from '../emotion';
import { described } from '../options';

export interface ClassMetrics {
  precision: number;
  recall: number;
  /** Harmonic mean of precision and recall, 0 where both are. */
  f1: number;
  /** Faces of the class. */
  support: number;
}

/** What a confusion matrix tells. */
export interface ConfusionMetrics {
  accuracy: number;
  /** Means over the classes that occur. */
  macroF1: number;
  macroRecall: number;
  perClass: ClassMetrics[];
}

/** Predictions about as sure as each other. */
export interface ReliabilityBin {
  count: number;
  /** Mean probability of the strongest class, and share of predictions that are right; 0 in an empty bin. */
  confidence: number;
  accuracy: number;
}

export interface Metrics extends ConfusionMetrics {
  n: number;
  /** Row: the label, column: the prediction. */
  confusion: number[][];
  /** 15 bins of equal width over the probability of the strongest class. */
  reliability: ReliabilityBin[];
  /** Expected calibration error of the strongest class, 15 bins of equal width (Guo et al. 2017, arXiv:1706.04599). */
  ece: number;
  /** Mean negative log-likelihood of the label, in nats. */
  nll: number;
}

/** Ratio that is 0 where there is nothing to divide by, as scikit-learn's zero_division=0. */
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/**
 * probabilities [n, classes], labels [n] as class indices; a label below 0 leaves the face out.
 *
 * Throws a TypeError when they do not fit one another.
 *
 * @example
 * import { computeMetrics } from 'feeling/train';
 * // Two faces of two classes; one of them is read right.
 * const { accuracy, confusion } = computeMetrics(Float32Array.of(0.9, 0.1, 0.8, 0.2), [0, 1], 2);
 * accuracy; // → 0.5
 * confusion; // → [[1, 0], [1, 0]]
 */
export function computeMetrics(probabilities: Float32Array, labels: ArrayLike<number>, classes: number): Metrics {
  requireFitting(probabilities, labels, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const bins = Array.from({ length: 15 }, () => ({ sure: 0, right: 0, count: 0 }));
  let n = 0;
  let nll = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label < 0) continue;
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    const predicted = strongest(row);
    const sure = row[predicted] as number;
    const line = confusion[label] as number[];
    line[predicted] = (line[predicted] as number) + 1;
    nll -= Math.log(Math.max(1e-12, row[label] as number));
    const bin = bins[Math.min(bins.length - 1, Math.floor(sure * bins.length))] as (typeof bins)[number];
    bin.sure += sure;
    bin.right += predicted === label ? 1 : 0;
    bin.count++;
    n++;
  }
  const reliability = bins.map(({ sure, right, count }) => ({
    count,
    confidence: ratio(sure, count),
    accuracy: ratio(right, count),
  }));
  return {
    n,
    ...metricsOfConfusion(confusion),
    confusion,
    reliability,
    ece: ratio(
      bins.reduce((sum, b) => sum + Math.abs(b.sure - b.right), 0),
      n,
    ),
    nll: ratio(nll, n),
  };
}

/** confusion: row the label, column the prediction. Precision, recall and F1 as scikit-learn defines them. */
export function metricsOfConfusion(confusion: readonly (readonly number[])[]): ConfusionMetrics {
  const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0);
  const perClass = confusion.map((row, c): ClassMetrics => {
    const hits = row[c] as number;
    const support = sum(row);
    const predicted = sum(confusion.map((other) => other[c] as number));
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + predicted),
      support,
    };
  });
  const present = perClass.filter((c) => c.support > 0);
  return {
    accuracy: ratio(sum(confusion.map((row, c) => row[c] as number)), sum(confusion.map(sum))),
    macroF1: ratio(sum(present.map((c) => c.f1)), present.length),
    macroRecall: ratio(sum(present.map((c) => c.recall)), present.length),
    perClass,
  };
}

function requireFitting(probabilities: Float32Array, labels: ArrayLike<number>, classes: number) {
  const fail = (problem: string) => {
    throw new TypeError(`computeMetrics: ${problem}`);
  };
  if (!(probabilities instanceof Float32Array))
    fail(`probabilities must be a Float32Array (got ${described(probabilities)})`);
  if (typeof labels?.length !== 'number') fail(`labels must be an array of numbers (got ${described(labels)})`);
  if (!Number.isInteger(classes) || classes < 1)
    fail(`classes must be a whole number from 1 (got ${described(classes)})`);
  if (probabilities.length !== labels.length * classes)
    fail(`probabilities must be ${classes} for each of ${labels.length} labels (got ${probabilities.length})`);
  const wrong = Array.from(labels).findIndex((label) => !Number.isInteger(label) || label >= classes);
  if (wrong >= 0) fail(`labels must be below ${classes} (got ${described(labels[wrong])} at face ${wrong})`);
}
