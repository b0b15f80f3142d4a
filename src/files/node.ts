/** Reading and writing files in Node. */
export { type BytePath, bytePath, bytesOf, inFolder, openPath, withPath } from './bytePath';
export { bytesAt, bytesUpTo, FileShortened } from './bytesAt';
export { type Hold, hold } from './hold';
export { readJson } from './json';
export { folded, type Place, placeOf, samePlace } from './place';
export { fileReason, readProblem } from './reason';
export {
  checkFolder,
  checkTarget,
  makeFolder,
  openWhole,
  type WholeFile,
  WriteError,
  type WriteOptions,
  writeAll,
  writeWhole,
  writeWholeSync,
} from './whole';
