/** Faces: found, aligned, followed. */
export { align } from './align';
export { type BlazeFaceOptions, createBlazeFace } from './blazeface';
export type { Box, Face, FaceDetector, Landmarks, Point } from './face';
export { createTracker, type TrackedFace, type Tracker } from './track';
