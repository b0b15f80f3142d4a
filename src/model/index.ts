/** Model files: made, found, verified, run. */
export { type PackageOptions, packageModel } from './package';
export { allNeutral, defaultMix, ferplusToEmotions, type ReadingMix } from './reading';
