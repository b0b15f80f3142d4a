/** Training networks on labelled faces. */
export { CheckpointError } from './checkpoint';
export { averagedWeights, DivergedError, type EpochResult, type FitOptions, fit } from './fit';
export { defaultRecipe, parseRecipe, type Recipe, RecipeError } from './recipe';
export { buildStep, type StepOptions, type TrainingStep } from './step';
