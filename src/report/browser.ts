/** What the page shows of reports: colours and shapes of emotions, without plots. */
export { emotionColors, emotionShapes } from './palette';
