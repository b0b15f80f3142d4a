/** TensorFlow Lite files in. */
export { convertTflite } from './convert';
export { readTflite, type TfliteGraph } from './read';
export { TfliteError } from './table';
