/** Labelled faces: FER2013, FER+, folders of pictures, copies, augmentation. */
export { type Augmentation, augment, cameraAugmentation, kerasAugmentation, noAugmentation } from './augment';
export { requireEveryClass, requireFaces } from './check';
export { corrupted, corruptions } from './corrupt';
export { type Agreement, type Copies, type Description, describe, majorityNames } from './describe';
export { copiesIn, type Place, withoutCopies } from './duplicates';
export { DataError } from './errors';
export {
  countOf,
  type FaceSet,
  type Faces,
  faceAt,
  facePixels,
  faceSize,
  pick,
  type Split,
  splits,
  type Votes,
  voteColumns,
} from './faces';
export { readFer2013 } from './fer2013';
export { isNotAFace, judge, readVotes } from './ferplus';
export { readFolder } from './folder';
export { type Groups, readGroups } from './groups';
export { makeNotAFace, type NotFaceKind, notFaceKinds } from './notFaces';
export { readFaces } from './open';
