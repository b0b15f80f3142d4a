/** How right and how sure predictions are, from probabilities and labels. */
import { strongest } from '../emotion';

export interface ClassMetrics {
  precision: number;
  recall: number;
  /** Harmonic mean of precision and recall, 0 where both are. */
  f1: number;
  /** Faces of the class. */
  support: number;
}

export interface Metrics {
  n: number;
  accuracy: number;
  /** Means over the classes that occur. */
  macroF1: number;
  macroRecall: number;
  perClass: ClassMetrics[];
  /** Row: the label, column: the prediction. */
  confusion: number[][];
  /** Expected calibration error of the strongest class, 15 bins of equal width (Guo et al. 2017, arXiv:1706.04599). */
  ece: number;
  /** Mean negative log-likelihood of the label, in nats. */
  nll: number;
}

/** Ratio that is 0 where there is nothing to divide by, as scikit-learn's zero_division=0. */
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/**
 * probabilities [n, classes], labels [n] as class indices; a label below 0 leaves the face out.
 * Precision, recall and F1 as scikit-learn defines them.
 */
export function computeMetrics(probabilities: Float32Array, labels: ArrayLike<number>, classes: number): Metrics {
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
  const perClass = confusion.map((row, c): ClassMetrics => {
    const hits = row[c] as number;
    const support = row.reduce((sum, v) => sum + v, 0);
    const predicted = confusion.reduce((sum, other) => sum + (other[c] as number), 0);
    return {
      precision: ratio(hits, predicted),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + predicted),
      support,
    };
  });
  const present = perClass.filter((c) => c.support > 0);
  const mean = (of: (c: ClassMetrics) => number) =>
    ratio(
      present.reduce((sum, c) => sum + of(c), 0),
      present.length,
    );
  return {
    n,
    accuracy: ratio(
      confusion.reduce((sum, row, c) => sum + (row[c] as number), 0),
      n,
    ),
    macroF1: mean((c) => c.f1),
    macroRecall: mean((c) => c.recall),
    perClass,
    confusion,
    ece: ratio(
      bins.reduce((sum, b) => sum + Math.abs(b.sure - b.right), 0),
      n,
    ),
    nll: ratio(nll, n),
  };
}
