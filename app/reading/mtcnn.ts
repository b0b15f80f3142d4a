/** MTCNN, where somebody has chosen it: the page starts without. */
export { mtcnnFinders } from '../../src/detect';
