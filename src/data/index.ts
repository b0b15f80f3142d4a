/** Labelled faces: FER2013, FER+, folders of pictures, copies, augmentation. */
export { type Augmentation, augment, cameraAugmentation, kerasAugmentation, noAugmentation } from './augment';
export { clearFaces } from './cache';
export { requireClasses, requireFaces } from './check';
export { type Classes, numberingNames, parseClasses } from './classes';
export { corrupted, corruptions } from './corrupt';
export { type Agreement, type Copies, type Description, describe, majorityNames } from './describe';
export { parseShares, type SplitShares, storyShares } from './drawSplits';
export { copiesIn, type Place, withoutCopies } from './duplicates';
export { DataError } from './errors';
export {
  countOf,
  type Detail,
  detailAt,
  type FaceForm,
  type FaceSet,
  type Faces,
  faceAt,
  facePixels,
  faceSize,
  formOf,
  numbersIn,
  pick,
  type Split,
  splits,
  usualForm,
  type Votes,
  voteColumns,
} from './faces';
export { readFer2013 } from './fer2013';
export { isNotAFace, judge, readVotes } from './ferplus';
export { type FaceSketch, type Fingerprint, fingerprintOf, shareFound, shareKnown, sketchOf } from './fingerprint';
export { readFolder } from './folder';
export { type Groups, readGroups } from './groups';
export type { BrokenPicture, ReadNotes, ReadOptions } from './labelled';
export { limitFaces } from './limit';
export { makeNotAFace, type NotFaceKind, notFaceKinds } from './notFaces';
export { isFolder, readFaces } from './open';
export { splitNames, splitOf } from './splitNames';
