/** Faces: found, aligned, followed. */
export { align } from './align';
export {
  type BlazeFaceVariant,
  createBlazeFace,
  createLook,
  fullRange,
  fullRangeToHide,
  type Look,
  shortRange,
  shortRangeToHide,
} from './blazeface';
export { type Box, type Face, type FaceDetector, type FaceFinder, type Landmarks, overlap, type Point } from './face';
export { createMtcnn, type MtcnnOptions, type MtcnnSessions } from './mtcnn';
export { type MtcnnNetworks, MtcnnWeightsError, mtcnnNetworks } from './mtcnnNetworks';
export { poseOf } from './pose';
export { createRangeFinder, createThoroughFinder, createTiledFinder, createWatchfulFinder } from './tiles';
export { createTracker, type TrackedFace, type Tracker, type TrackerState } from './track';
