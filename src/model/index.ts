/** Model files: made, found, verified, run. */

export { adoptNetwork, describesItself } from './adopt';
export { type Classifier, createClassifier } from './classifier';
export { checkDescription, type NetworkDescription, networkDescriptionSchema } from './description';
export { type ExportOptions, exportFormats, exportModel, opsets, precisions } from './export';
export { withFeatures } from './features';
export { classifierSize, type FaceInput, type FacesOnCard, faceInputOf, fitFace, runOnFaces, usualInput } from './feed';
export { formOfModel } from './form';
export { inFullPrecision } from './fullPrecision';
export { type PackageOptions, packageModel } from './package';
export { featureCount } from './projected';
export { type Calibration, inWholeNumbers, knownRanges, withRanges } from './ranges';
export { allNeutral, defaultMix, ferplusToEmotions, type ReadingMix } from './reading';
export { findModel, type ModelEntry, ModelError, type ModelKind, models, type NetworkFault } from './registry';
export { type NetworkVersion, networkVersion } from './version';
