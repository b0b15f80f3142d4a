/** What seven probabilities say in words and on a scale. */
import { type Emotion, emotions } from './labels';

/** Share of the probability from which an emotion belongs to the mixture, unless the user chooses another. */
export const defaultThreshold = 0.3;

/** What is less a face than this, by the network's own word, gets no reading. */
export const readableFrom = 0.5;

/**
 * Every emotion at or above the threshold, strongest first; empty when none is, and the reading then is "not sure".
 *
 * probabilities [7] in the order of `emotions`; threshold 0 … 1
 */
export function mixture(probabilities: ArrayLike<number>, threshold = defaultThreshold): Emotion[] {
  return emotions
    .map((emotion, i) => ({ emotion, p: probabilities[i] as number }))
    .filter(({ p }) => p >= threshold)
    .sort((a, b) => b.p - a.p)
    .map(({ emotion }) => emotion);
}

/** Mean pleasure people assign to each emotion's word (Russell and Mehrabian 1977, J. Res. Pers. 11:273, table 2). */
const pleasure: Readonly<Record<Emotion, number>> = {
  angry: -0.51,
  disgust: -0.6,
  fear: -0.64,
  happy: 0.81,
  sad: -0.63,
  surprise: 0.4,
  neutral: 0,
};

/** Unpleasant to pleasant, −1 … 1: the pleasure of each emotion, weighted by its probability. */
export function valence(probabilities: ArrayLike<number>): number {
  return emotions.reduce((sum, emotion, i) => sum + pleasure[emotion] * (probabilities[i] as number), 0);
}
