/** How far a run is, and what its epochs gave. */

/**
 * One epoch: its learning rate at the last step, mean training losses and accuracy, and what validation measured
 * (`valLoss`, `valAccuracy`, …).
 */
export type EpochResult = {
  epoch: number;
  learningRate: number;
  seconds: number;
  loss: number;
  accuracy: number;
} & Record<string, number>;

export interface Progress {
  /** Steps done since the start of the run. */
  step: number;
  /** Sums over this epoch's steps, for its line in the history. */
  sums: Record<string, number>;
  /** Seconds that this epoch took so far. */
  seconds?: number | undefined;
  /** What the epochs so far gave. */
  history: EpochResult[];
}
