/** What a run's epochs gave. */

/**
 * One epoch: its learning rate at the last step, mean training losses and accuracy, and what validation measured
 * (`valLoss`, `valAccuracy`, …).
 */
export type EpochResult = { epoch: number; learningRate: number; seconds: number } & Record<string, number>;
