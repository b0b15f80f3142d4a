/** It learns your face: what a person's corrections change in a network's readings. Pure. */
export { type Adaptation, adapt, type Learned } from './adapt';
export { fitPrior, startingPrior } from './fitPrior';
export {
  type Correction,
  correctionOf,
  correctionSchema,
  isKnown,
  mostCorrections,
  newPerson,
  type Person,
  PersonError,
  readPerson,
  withCorrection,
} from './person';
export { type Prior, shippedPrior } from './prior';
export { sentenceOf } from './sentence';
