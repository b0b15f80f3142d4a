/** Writing files in Node. */
export { type BytePath, bytePath, bytesOf, inFolder, openPath, withPath } from './bytePath';
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
