/** What models need of Node: their files. */
export { cacheFolder, heldFolder, modelFolder } from './cacheFolder';
export { loadAnyModel, loadFetched, loadModel, modelPath, needsDescription, requireModelName, verified } from './load';
export { packageRoot } from './packageFolder';
export { clearPageModels, pageModels, pageModelsFolder } from './pageModels';
export { isPulled, type PullOptions, pullModel } from './pull';
export { type NamedArray, readSafetensors, type Safetensors, writeSafetensors } from './safetensors';
export { averageOf, packageCheckpoint, readAverages } from './trained';
export { foldedWeights } from './unfolded';
