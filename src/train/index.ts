/** Training networks on labelled faces. */

export { epochOrder, makeBatch, type Teacher } from './batches';
export { CheckpointError, readCheckpoint, readProgress } from './checkpoint';
export { stepFeeds } from './feeds';
export { averagedWeights, type FitOptions, fit } from './fit';
export type { EpochResult } from './history';
export {
  type InitialOptions,
  type InitialWeights,
  InitialWeightsError,
  readInitialMap,
  readInitialWeights,
} from './initial';
export { DivergedError, type StepProgress } from './loop';
export {
  type CreatePreparer,
  type PreparationPlan,
  type PreparationRequest,
  type PreparedStep,
  type Preparer,
  prepareHere,
  prepareStep,
} from './prepare';
export { type FoundRate, findLearningRate, type RateFinderOptions, type TriedRate } from './rateFinder';
export {
  defaultRecipe,
  namedRecipes,
  parseRecipe,
  type Recipe,
  type RecipeEntry,
  RecipeError,
  recipeEntries,
} from './recipe';
export { stepOf } from './recipeStep';
export { bestEpoch } from './schedule';
export { nextOf, type StateTensor, type StateVector } from './state';
export { buildStep, readReport, type StepOptions, type TrainingStep } from './step';
export { byMetric, medianStops, parseSweep, type Sweep, type SweepMetric, type Trial } from './sweep';
export { eventOf, eventsHeader } from './tensorboard';
export type { TrainerOptions } from './trainer';
