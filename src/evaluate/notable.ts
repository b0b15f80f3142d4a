/** The faces a network is most wrongly sure of, and those it gets right by a hair. */
import { strongest } from '../emotion';
import type { Judged } from './judge';

export interface NotableFace {
  /** Place among the faces. */
  index: number;
  label: string;
  predicted: string;
  /** Of the class that was predicted. */
  probability: number;
}

function predictionsOf({ classes, probabilities, labels }: Judged): NotableFace[] {
  const width = classes.length;
  const name = (c: number) => classes[c] as string;
  return Array.from(labels, (label, index) => ({ label, index }))
    .filter(({ label }) => label >= 0)
    .map(({ label, index }) => {
      const row = probabilities.subarray(index * width, (index + 1) * width);
      const predicted = strongest(row);
      return { index, label: name(label), predicted: name(predicted), probability: row[predicted] as number };
    });
}

/** All of them, the surest first. */
export const mistakes = (judged: Judged): NotableFace[] =>
  predictionsOf(judged)
    .filter(({ label, predicted }) => label !== predicted)
    .sort((a, b) => b.probability - a.probability);

export const surestMistakes = (judged: Judged, count: number): NotableFace[] => mistakes(judged).slice(0, count);

export const leastSureHits = (judged: Judged, count: number): NotableFace[] =>
  predictionsOf(judged)
    .filter(({ label, predicted }) => label === predicted)
    .sort((a, b) => a.probability - b.probability)
    .slice(0, count);
