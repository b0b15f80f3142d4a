/** How long the things to do take that have an end, and when their steps begin. */
import type { Activity } from '../../src/mood';

export interface Plan {
  /** Second at which each step begins; without them all steps are read beforehand. */
  steps?: readonly number[];
  /** Second at which it ends. */
  end: number;
}

export const plans: Partial<Record<Activity, Plan>> = {
  breathing: { end: 180 },
  meditation: { steps: [0, 40, 150], end: 300 },
  movement: { steps: [0, 60, 120, 180], end: 240 },
};

/** The step that is on at a second. */
export const stepAt = (steps: readonly number[], second: number) => steps.findLastIndex((begin) => begin <= second);
