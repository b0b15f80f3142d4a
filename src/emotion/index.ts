/** Emotions: labels, and what probabilities say. */
export { blend, type Expression } from './expression';
export { createHold, type Hold, type HoldInput, holdMargin, holdTime, type Named, namedOf } from './hold';
export { type Emotion, emotions, type FerplusEmotion, ferplusEmotions, ferplusMeaning, strongest } from './labels';
export { defaultThreshold, mixture, readableFrom, valence } from './reading';
export { createSmoother, defaultTimeConstant, type Smoother, type SmootherState } from './smooth';
