/** The detector: what joins media, faces and emotions. `node.ts` and `browser.ts` make one for their platform. */
export { checkOptions, type DetectorOptions, type FaceDetectorName, faceDetectors } from './options';
export { createStream, type PipelineOptions, readPicture, type Stream, type StreamState } from './pipeline';
export type { Reading } from './reading';
