/** Model files: made, found, verified, run. */

export { type Classifier, classifierSize, createClassifier } from './classifier';
export { type ExportOptions, exportFormats, exportModel, opsets, precisions } from './export';
export { type PackageOptions, packageModel } from './package';
export { type Calibration, inWholeNumbers, knownRanges, withRanges } from './ranges';
export { allNeutral, defaultMix, ferplusToEmotions, type ReadingMix } from './reading';
export { findModel, type ModelEntry, ModelError, type ModelKind, models } from './registry';
