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

/** The same shapes as paths in a square of 24 units, for pictures: not every font has the signs. */
export const shapePaths: Readonly<Record<Emotion, string>> = {
  angry: 'M12 3 22 20.5H2Z',
  disgust: 'M12 2 20.7 7V17L12 22 3.3 17V7Z',
  fear: 'M12 1 22 12 12 23 2 12Z',
  happy: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20Z',
  sad: 'M12 21 2 3.5H22Z',
  surprise: 'M12 0Q13.8 10.2 24 12 13.8 13.8 12 24 10.2 13.8 0 12 10.2 10.2 12 0Z',
  neutral: 'M3.5 3.5H20.5V20.5H3.5Z',
};
/** Not sure: an outline only, dashed. */
export const unsurePath = 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17Z';
export const shapeSide = 24;
