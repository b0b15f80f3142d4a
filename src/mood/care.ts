/**
 * Which thing to do now, learned from what has lifted this person before.
 *
 * Each activity's lift (pleasantness after minus before) is normal around what it does for this person in this state.
 * Before anything is known that is the same for all activities; what is learned in one state counts half in the others,
 * since an activity's lifts in the states share a part. What to offer is drawn as by Thompson (1933, Biometrika 25:285),
 * in proportion to how likely it is the best, so that what is little known is tried now and then; with more tries the draws
 * keep closer to what is expected, which pays where a person has tens of tries and not thousands (Chapelle and Li 2011,
 * section 5; `npm run bench -- care`).
 */
import { hourOf } from './records';
import { meanWithMargin } from './statistics';

export const activities = ['breathing', 'meditation', 'movement', 'walk', 'call', 'gratitude', 'windDown'] as const;
export type Activity = (typeof activities)[number];

/** Angry is not sad: unpleasant with energy, unpleasant without, or neither. */
export const careStates = ['tense', 'low', 'fine'] as const;
export type CareState = (typeof careStates)[number];

export const careStateOf = ({ valence, energy = 0 }: { valence: number; energy?: number | undefined }): CareState =>
  valence >= 0 ? 'fine' : energy > 0 ? 'tense' : 'low';

export interface Try {
  activity: Activity;
  state: CareState;
  /** Pleasantness after minus before, −2 … 2. */
  lift: number;
}

export interface Belief {
  /** Expected lift in the state that was asked for, and how unsure that is. */
  mean: number;
  deviation: number;
}

/** Before any try: what an activity may do, of which so much is the same in every state, and how much single tries vary. */
const priorMean = 0.15;
const sharedVariance = 0.15 ** 2;
const ownVariance = 0.15 ** 2;
const noiseVariance = 0.25 ** 2;

/** What is believed of an activity in a state, after these tries: a Kalman filter over the three states' lifts. */
export function beliefIn(tries: readonly Try[], activity: Activity, state: CareState): Belief {
  const means = careStates.map(() => priorMean);
  const covariance = careStates.map((_, i) => careStates.map((_, j) => sharedVariance + (i === j ? ownVariance : 0)));
  for (const { activity: tried, state: seen, lift } of tries) {
    if (tried !== activity) continue;
    const at = careStates.indexOf(seen);
    const row = [...(covariance[at] as number[])];
    const total = (row[at] as number) + noiseVariance;
    const surprise = lift - (means[at] as number);
    careStates.forEach((_, i) => {
      const gain = (row[i] as number) / total;
      means[i] = (means[i] as number) + gain * surprise;
      const line = covariance[i] as number[];
      careStates.forEach((_, j) => {
        line[j] = (line[j] as number) - gain * (row[j] as number);
      });
    });
  }
  const at = careStates.indexOf(state);
  return { mean: means[at] as number, deviation: Math.sqrt((covariance[at] as number[])[at] as number) };
}

/** Draws vary by half as much after three times so many tries. */
const curiousTries = 8;

export interface OfferOptions {
  state: CareState;
  /** The person's wall clock, ISO 8601. */
  time: string;
  /** Never again, the person said. */
  never?: ReadonlySet<Activity>;
  /** Standard normal numbers. */
  normal: () => number;
}

/** Hours in which winding down for sleep is offered. */
const evening = (hour: number) => hour >= 20 || hour < 4;

/** Up to three activities, the first first. */
export function offers(tries: readonly Try[], { state, time, never, normal }: OfferOptions): Activity[] {
  const curiosity = 1 / Math.sqrt(1 + tries.length / curiousTries);
  return activities
    .filter((activity) => !never?.has(activity) && (activity !== 'windDown' || evening(hourOf({ time }))))
    .map((activity) => {
      const { mean: expected, deviation } = beliefIn(tries, activity, state);
      return { activity, drawn: expected + curiosity * deviation * normal() };
    })
    .sort((a, b) => b.drawn - a.drawn)
    .slice(0, 3)
    .map(({ activity }) => activity);
}

/** What an activity did, as the person is told: "walks lifted you by 0.6 ± 0.3 (9 times)"; undefined below three tries. */
export function liftOf(tries: readonly Try[], activity: Activity) {
  const lifts = tries.filter((t) => t.activity === activity).map(({ lift }) => lift);
  if (lifts.length < 3) return undefined;
  return { ...meanWithMargin(lifts), times: lifts.length };
}
