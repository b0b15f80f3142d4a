/** What readings and figures look like. */
export { emotionColors, emotionShapes } from './palette';
