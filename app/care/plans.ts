/** How long the things to do take, and when the steps begin of those that have an end. */
import type { Activity } from '../../src/mood';

export interface Plan {
  /** Second at which each step begins; without them all steps are read beforehand. */
  steps?: readonly number[];
  /** Second at which it ends. */
  end: number;
}

/** Those that go by the clock. Nobody is timed on a walk or on the telephone. */
export const plans: Partial<Record<Activity, Plan>> = {
  breathing: { end: 180 },
  meditation: { steps: [0, 40, 150], end: 300 },
  movement: { steps: [0, 60, 120, 180], end: 240 },
};

/** About how many minutes each takes; as long as one likes where there are none. */
export const minutes: Record<Activity, number | undefined> = {
  breathing: 3,
  meditation: 5,
  movement: 4,
  walk: 10,
  call: undefined,
  gratitude: 5,
  windDown: 30,
};

/** In which something is written, which is kept with the entry. */
export const isWritten = (activity: Activity) => activity === 'gratitude';

/** The step that is on at a second. */
export const stepAt = (steps: readonly number[], second: number) => steps.findLastIndex((begin) => begin <= second);
