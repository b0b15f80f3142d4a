/** Colours and shapes of the emotions (after Okabe and Ito 2008), so that neither is needed alone to tell them apart. */
import type { Emotion } from '../emotion';

export const emotionColors: Readonly<Record<Emotion, string>> = {
  angry: '#D55E00',
  disgust: '#009E73',
  fear: '#7B5EA7',
  happy: '#E69F00',
  sad: '#0072B2',
  surprise: '#56B4E9',
  neutral: '#8A8F98',
};

export const emotionShapes: Readonly<Record<Emotion, string>> = {
  angry: '▲',
  disgust: '⬢',
  fear: '◆',
  happy: '●',
  sad: '▼',
  surprise: '✦',
  neutral: '■',
};
