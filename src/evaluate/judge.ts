/** Which head is judged against which labels. */
import { countOf, type Faces, requireLabels } from '../data';
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import { alternatives, described } from '../options';
import { computeMetrics, type Metrics } from './metrics';
import type { Predictions } from './predict';

export type LabelSet = 'fer2013' | 'ferplus';
/** `own` is the head that learned the label set, `reading` the seven probabilities that people see. */
export type JudgedHead = 'own' | 'reading';

/** Probabilities beside the labels they are judged by. */
export interface Judged {
  classes: string[];
  /** [faces, classes] */
  probabilities: Float32Array;
  /** [faces], below 0 for a face that does not count */
  labels: ArrayLike<number>;
}

/** FER+'s majority as one of our seven; contempt is none of them and stays a class that a reading never names. */
const meaningIndex = ferplusEmotions.map((label) => {
  const meaning = ferplusMeaning[label];
  return meaning === undefined ? emotions.length : emotions.indexOf(meaning);
});

/**
 * What is judged, and by what. With FER+ only faces with a majority count (`Votes.majority`); a reading is judged on
 * all of them, contempt too, which it gets wrong.
 *
 * Throws an Error when FER+'s votes were not loaded, or when the network has no head for them and `own` is asked for.
 */
export function judged(predictions: Predictions, faces: Faces, labels: LabelSet, head: JudgedHead): Judged {
  if (labels === 'fer2013')
    return {
      classes: [...emotions],
      probabilities: head === 'own' ? predictions.fer2013 : predictions.emotions,
      labels: faces.labels,
    };
  if (!faces.votes)
    throw new Error("evaluate: FER+'s votes are needed for --labels ferplus; give their file with --votes");
  if (head === 'own') {
    if (!predictions.ferplus)
      throw new Error('evaluate: this network has no head of its own for FER+; judge its reading with --head reading');
    return { classes: [...ferplusEmotions], probabilities: predictions.ferplus, labels: faces.votes.majority };
  }
  const n = countOf(faces);
  const wide = new Float32Array(n * (emotions.length + 1));
  for (let i = 0; i < n; i++) wide.set(predictions.emotions.subarray(i * 7, i * 7 + 7), i * 8);
  const majority = Int8Array.from(faces.votes.majority, (m) => (m < 0 ? m : (meaningIndex[m] as number)));
  return { classes: [...emotions, 'contempt'], probabilities: wide, labels: majority };
}

function requireOneOf(what: string, value: string, allowed: readonly string[]) {
  if (!allowed.includes(value))
    throw new TypeError(`judgePredictions: ${what} must be ${alternatives(allowed)} (got ${described(value)})`);
}

/**
 * Metrics of the predictions for `faces`; throws what `judged` throws.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 * import { createSession, judgePredictions, predict, readFaces } from 'feeling/train';
 * const { PublicTest } = await readFaces('fer2013.csv');
 * const predictions = await predict(await createSession(await readFile('tiny.onnx')), PublicTest);
 * const { accuracy, classes } = judgePredictions(predictions, PublicTest, 'fer2013', 'own');
 * accuracy >= 0 && accuracy <= 1; // → true
 * classes[0]; // → 'angry'
 */
export function judgePredictions(
  predictions: Predictions,
  faces: Faces,
  labels: LabelSet,
  head: JudgedHead,
): Metrics & { classes: string[] } {
  requireLabels('judgePredictions', faces);
  if (!ArrayBuffer.isView(predictions?.emotions))
    throw new TypeError(`judgePredictions: must be given what predict gives (got ${described(predictions)})`);
  const [predicted, count] = [predictions.emotions.length / emotions.length, countOf(faces)];
  if (predicted !== count)
    throw new TypeError(`judgePredictions: must be given predictions for these ${count} faces (got ${predicted})`);
  requireOneOf('labels', labels, ['fer2013', 'ferplus']);
  requireOneOf('head', head, ['own', 'reading']);
  const { classes, probabilities, labels: truth } = judged(predictions, faces, labels, head);
  return { classes, ...computeMetrics(probabilities, truth, classes.length) };
}

/**
 * Mean cross-entropy between what ten people saw and what the network says, in nats, over the faces in which they saw an
 * emotion: of its own head over FER+'s eight, or, where it has none, of its seven over the votes without contempt.
 *
 * Throws an Error when FER+'s votes were not loaded.
 */
export function votesCrossEntropy({ ferplus, emotions: reading }: Predictions, faces: Faces): number {
  const { votes } = faces;
  if (!votes) throw new Error("evaluate: FER+'s votes are needed");
  const width = ferplusEmotions.length;
  let [sum, count] = [0, 0];
  for (let i = 0; i < countOf(faces); i++) {
    const shares = votes.shares.subarray(i * width, (i + 1) * width);
    const column = (c: number) => (ferplus ? i * width + c : i * emotions.length + (meaningIndex[c] as number));
    const known = (c: number) => ferplus !== undefined || (meaningIndex[c] as number) < emotions.length;
    const total = shares.reduce((all, share, c) => all + (known(c) ? share : 0), 0);
    if (total === 0) continue;
    shares.forEach((share, c) => {
      if (share > 0 && known(c))
        sum -= (share / total) * Math.log(Math.max(1e-12, (ferplus ?? reading)[column(c)] as number));
    });
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
