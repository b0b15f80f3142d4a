/** MTCNN, for who has chosen it: the page starts without. */
export { mtcnnFinders } from '../../src/detect';
