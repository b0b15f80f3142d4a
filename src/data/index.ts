/** Labelled faces: FER2013, FER+, copies, augmentation. */
export { type Augmentation, augment, cameraAugmentation, kerasAugmentation } from './augment';
export { copiesIn, withoutCopies } from './duplicates';
export { DataError } from './errors';
export { countOf, type Faces, faceAt, facePixels, faceSize, pick, type Split, splits, type Votes } from './faces';
export { type FaceSet, readFer2013 } from './fer2013';
export { judge, readVotes } from './ferplus';
