/** Training networks on labelled faces. */

export { makeBatch, type Teacher } from './batches';
export { CheckpointError, readCheckpoint } from './checkpoint';
export { averagedWeights, DivergedError, type FitOptions, fit, type StepProgress, stepFeeds } from './fit';
export type { EpochResult } from './history';
export { type InitialWeights, InitialWeightsError, readInitialWeights } from './initial';
export { defaultRecipe, namedRecipes, parseRecipe, type Recipe, RecipeError } from './recipe';
export { stepOf } from './recipeStep';
export { bestEpoch } from './schedule';
export { buildStep, type StepOptions, type TrainingStep } from './step';
