/** `import … from 'feeling'` in a browser: the same names as in Node. */
export type {
  CorrectOptions,
  DetectOptions,
  Detector,
  DetectorDevice,
  DetectorOptions,
  DrawnPicture,
  FaceDetectorName,
  FileContent,
  FrameReadings,
  Hindrance,
  PictureInput,
  Pixels,
  Reading,
  StreamState,
  Unsure,
  Verdict,
  VerdictInput,
  VerdictOptions,
  VideoInput,
  WatchOptions,
} from '../detect';
export { hindrances, verdict } from '../detect';
export { createDetector } from '../detect/browser';
export { type Emotion, emotions } from '../emotion';
export type { Box, Landmarks, Point } from '../face';
export { type Frame, MediaError } from '../media';
export { ModelError } from '../model';
export { type Correction, type Learned, newPerson, type Person, PersonError } from '../personal';
