/** The detector: what joins media, faces and emotions. `node.ts` and `browser.ts` make one for their platform. */

export { mostFramesAtOnce } from './assemble';
export { verdict } from './checkedVerdict';
export type { ViewsOf } from './cutFaces';
export type {
  CorrectOptions,
  DetectOptions,
  Detector,
  DrawnPicture,
  FileContent,
  FrameReadings,
  PictureInput,
  Pixels,
  VideoInput,
  WatchOptions,
} from './detector';
export {
  type CoverOptions,
  coveredViews,
  coversAlong,
  type Evidence,
  evidenceFor,
  evidenceSide,
  withPlacesCovered,
} from './evidence';
export { type AutoFinders, autoFinders, blazefaceFinders, type FaceFinders } from './faceFinders';
export { type Conditions, conditionsOf, type Hindrance, hindrances } from './hindrance';
export { mtcnnFinders } from './mtcnnFinders';
export {
  checkOptions,
  type DetectorDevice,
  type DetectorOptions,
  detectorDevices,
  type FaceDetectorName,
  faceDetectors,
} from './options';
export {
  createStream,
  type FaceInFrame,
  type PipelineOptions,
  readPicture,
  type Stream,
  type StreamState,
} from './pipeline';
export { type Adapt, expressionOf, type Reading } from './reading';
export {
  type Choice,
  choose,
  dividedClassifier,
  fasterOf,
  type InTurn,
  measureSpeeds,
  measureTask,
  onlyOn,
  type Speeds,
  speedsSchema,
  tasksOf,
  type Work,
  works,
} from './speeds';
export { type Unsure, uncheckedVerdict, type Verdict, type VerdictInput, type VerdictOptions } from './verdict';
