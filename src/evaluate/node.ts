/** Everything to train networks from code: `import { fit } from 'feeling/train'`. */
export { type FaceSet, type Faces, readFaces, withoutCopies } from '../data';
export * from '../graph';
export { defaultMix, packageModel } from '../model';
export { findNetwork, networks } from '../nets';
export { createSession } from '../runtime/node';
export { averagedWeights, type EpochResult, type FitOptions, fit, parseRecipe, type Recipe } from '../train';
export { computeMetrics, judgePredictions, predict } from './index';
