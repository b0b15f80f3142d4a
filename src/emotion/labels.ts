/** The emotions, in the order in which every probability vector has them. */

/**
 * FER2013's order (Goodfellow et al. 2013, arXiv:1307.0414).
 *
 * @example
 * import { emotions } from 'feeling';
 * emotions.length; // → 7
 */
export const emotions = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const;
export type Emotion = (typeof emotions)[number];

/** FER+'s order of votes (Barsoum et al. 2016, arXiv:1608.01041), without "unknown" and "not a face". */
export const ferplusEmotions = [
  'neutral',
  'happiness',
  'surprise',
  'sadness',
  'anger',
  'disgust',
  'fear',
  'contempt',
] as const;
export type FerplusEmotion = (typeof ferplusEmotions)[number];

/** The emotion of ours that is meant by FER+'s; contempt has none. */
export const ferplusMeaning: Readonly<Record<FerplusEmotion, Emotion | undefined>> = {
  neutral: 'neutral',
  happiness: 'happy',
  surprise: 'surprise',
  sadness: 'sad',
  anger: 'angry',
  disgust: 'disgust',
  fear: 'fear',
  contempt: undefined,
};

/** Index of the largest value, the first of equals. */
export function strongest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
