/** Emotions: labels, and what probabilities say. */
export { type Emotion, emotions, type FerplusEmotion, ferplusEmotions, ferplusMeaning, strongest } from './labels';
