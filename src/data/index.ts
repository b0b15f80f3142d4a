/** Labelled faces in memory: classes, splits, copies, augmentation. */
export { type Augmentation, augment, cameraAugmentation, kerasAugmentation, noAugmentation } from './augment';
export { requireClasses, requireFaces, requireLabels, requireOneSplit } from './check';
export { type Classes, emotionNamed, ferClasses, numberingNames, parseClasses } from './classes';
export { copiesIn, withoutCopies } from './copies';
export { amountsFor, corrupted, corruptions } from './corrupt';
export { parseShares, type SplitShares, storyShares } from './drawSplits';
export { DataError, type DataFault } from './errors';
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
export { parseFer2013 } from './ferRows';
export { isNotAFace, judge } from './judge';
export type { BrokenPicture, ReadNotes, ReadOptions } from './labelled';
export { faceSetOf, type Labelled, noSplit } from './labelled';
export { limitFaces } from './limit';
export { linesOf } from './linesOf';
export { makeNotAFace, type NotFaceKind, notFaceKinds } from './notFaces';
export { type FolderContents, listPictures, type PictureFolders, pictureNames, strays } from './pictureTree';
export { splitNames, splitOf } from './splitNames';
