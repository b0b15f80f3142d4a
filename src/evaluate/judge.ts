/** Which head is judged against which labels. */
import { countOf, type Faces } from '../data';
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import { computeMetrics, type Metrics } from './metrics';
import type { Predictions } from './predict';

export type LabelSet = 'fer2013' | 'ferplus';
/** `own` is the head that learned the label set, `reading` the seven probabilities that people see. */
export type JudgedHead = 'own' | 'reading';

/** FER+'s majority as one of our seven; contempt is none of them and stays a class that a reading never names. */
const meaningIndex = ferplusEmotions.map((label) => {
  const meaning = ferplusMeaning[label];
  return meaning === undefined ? emotions.length : emotions.indexOf(meaning);
});

/**
 * Metrics of the predictions for `faces`. With FER+ only faces with a majority count (`Votes.majority`); a reading is
 * judged on all of them, contempt too, which it gets wrong.
 *
 * Throws an Error when FER+'s votes were not loaded, or when the network has no head for them and `own` is asked for.
 */
export function judgePredictions(
  predictions: Predictions,
  faces: Faces,
  labels: LabelSet,
  head: JudgedHead,
): Metrics & { classes: string[] } {
  if (labels === 'fer2013')
    return {
      classes: [...emotions],
      ...computeMetrics(head === 'own' ? predictions.fer2013 : predictions.emotions, faces.labels, emotions.length),
    };
  if (!faces.votes)
    throw new Error("evaluate: FER+'s votes are needed for --labels ferplus; give their file with --votes");
  if (head === 'own') {
    if (!predictions.ferplus)
      throw new Error('evaluate: this network has no head of its own for FER+; judge its reading with --head reading');
    return {
      classes: [...ferplusEmotions],
      ...computeMetrics(predictions.ferplus, faces.votes.majority, ferplusEmotions.length),
    };
  }
  const n = countOf(faces);
  const wide = new Float32Array(n * (emotions.length + 1));
  for (let i = 0; i < n; i++) wide.set(predictions.emotions.subarray(i * 7, i * 7 + 7), i * 8);
  const majority = Int8Array.from(faces.votes.majority, (m) => (m < 0 ? m : (meaningIndex[m] as number)));
  return { classes: [...emotions, 'contempt'], ...computeMetrics(wide, majority, emotions.length + 1) };
}
