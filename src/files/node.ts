/** Writing files in Node. */
export { folded, type Place, placeOf, samePlace } from './place';
export { fileReason } from './reason';
export { checkTarget, openWhole, type WholeFile, WriteError, type WriteOptions, writeAll, writeWhole } from './whole';
