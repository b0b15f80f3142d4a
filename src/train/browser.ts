/** Training in a page: all of it but files and Node's threads. */
export type { EpochResult, Progress } from './history';
export { DivergedError, type Keeper, type LoopOptions, type StepProgress, trainEpochs } from './loop';
export { parseRecipe, type Recipe, RecipeError } from './recipe';
export { bestEpoch } from './schedule';
export { averagesIn, type State } from './state';
export type { TrainingStep } from './step';
export { createTrainer } from './trainer';
export { trySteps } from './trySteps';
