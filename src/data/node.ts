/** Labelled faces in files: FER2013, FER+, folders of pictures; what is known of them. */
export { clearFaces } from './cache';
export { type Agreement, type Copies, type Description, describe, majorityNames } from './describe';
export type { Place } from './duplicates';
export { readFer2013 } from './fer2013';
export { readVotes } from './ferplus';
export { type FaceSketch, type Fingerprint, fingerprintOf, shareFound, shareKnown, sketchOf } from './fingerprint';
export { readFolder } from './folder';
export { type Groups, readGroups } from './groups';
export { isFolder, readFaces } from './open';
