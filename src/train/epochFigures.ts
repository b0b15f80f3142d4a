/** The figures of an epoch, from what its steps report. */
import { strongest } from '../emotion';
import type { PreparedStep } from './prepare';
import { readReport, type TrainingStep } from './step';

/** What a step adds to its epoch's sums: of each head the losses of its faces, and how much these count. */
export function stepSums(
  step: TrainingStep,
  report: Float32Array,
  { targets: prepared }: PreparedStep,
): Record<string, number> {
  const { loss, losses, logits } = readReport(step, report);
  const { targets, weights } = prepared[step.heads[0] as string] as PreparedStep['targets'][string];
  const classes = logits.length / weights.length;
  let [hits, counted] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    counted++;
    const row = [i * classes, (i + 1) * classes] as const;
    if (strongest(logits.subarray(...row)) === strongest(targets.subarray(...row))) hits++;
  }
  const heads = Object.entries(losses).flatMap(([head, value]) => {
    const own = (prepared[head] as PreparedStep['targets'][string]).weights;
    return [
      [`${head}Loss`, value * own.length],
      [weightOf(head), own.reduce((sum, weight) => sum + weight, 0)],
    ];
  });
  return { loss, ...Object.fromEntries(heads), hits, counted };
}

const weightOf = (head: string) => `${head}Weight`;

/**
 * An epoch's figures from its sums: `loss` is what was minimised, a mean over steps; `HEADLoss` is the mean over the faces
 * that count for the head, each as much as it counts.
 */
export function meansOf({ loss = 0, hits = 0, counted = 0, ...sums }: Record<string, number>, steps: number) {
  const heads = Object.keys(sums).flatMap((name) => (name.endsWith('Loss') ? [name.slice(0, -'Loss'.length)] : []));
  const meanOf = (head: string) => (sums[`${head}Loss`] as number) / (sums[weightOf(head)] || 1);
  return {
    loss: loss / steps,
    ...Object.fromEntries(heads.map((head) => [`${head}Loss`, meanOf(head)])),
    accuracy: hits / Math.max(1, counted),
  };
}

export const addTo = (sums: Record<string, number>, values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, (sums[name] ?? 0) + value]));
