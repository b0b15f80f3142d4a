/**
 * Which thing to do now, learned from what has lifted this person before.
 *
 * Each activity's lift (pleasantness after minus before) is normal around what it does for this person in this state.
 * Before anything is known that is the same for all activities; what is learned in one state counts half in the others,
 * since an activity's lifts in the states share a part.
 *
 * The first offer is the one with the largest expected lift, now and for what a try teaches for later: the knowledge gradient
 * of Frazier, Powell and Dayanik (2009, INFORMS J. Computing 21:599), which knows that a try in one state teaches of the
 * others, too. The two beside it are drawn as by Thompson (1933, Biometrika 25:285), so that nobody sees the same three for
 * ever. `npm run bench -- care` measures it.
 */

import { expectedExcess, mean, meanWithMargin } from '../statistics';
import { hourOf } from './records';

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

/** What is believed of an activity in every state, in their order. */
interface StateLifts {
  means: readonly number[];
  covariance: readonly (readonly number[])[];
}
const meanAt = ({ means }: StateLifts, at: number) => means[at] as number;
const covarianceAt = ({ covariance }: StateLifts, i: number, j: number) =>
  (covariance[i] as readonly number[])[j] as number;

/** After these tries: a Kalman filter over the three states' lifts. */
function liftsOf(tries: readonly Try[], activity: Activity): StateLifts {
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
  return { means, covariance };
}

/** What is believed of an activity in a state, after these tries. */
export function beliefIn(tries: readonly Try[], activity: Activity, state: CareState): Belief {
  const at = careStates.indexOf(state);
  const lifts = liftsOf(tries, activity);
  return { mean: meanAt(lifts, at), deviation: Math.sqrt(covarianceAt(lifts, at, at)) };
}

/**
 * For so many later times a try teaches: many while a person is new, none later on. Found with `npm run bench -- care`, where
 * more at the start learns a little more and lifts less until then.
 */
const laterTimes = (tries: number) => 200 / (1 + (tries / 40) ** 8);

/** The draws vary by half as much after three times so many tries. */
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
  const choices = activities
    .filter((activity) => !never?.has(activity) && (activity !== 'windDown' || evening(hourOf({ time }))))
    .map((activity) => ({ activity, lifts: liftsOf(tries, activity), draw: normal() }));
  const at = careStates.indexOf(state);
  const teaches = laterTimes(tries.length);
  const curiosity = 1 / Math.sqrt(1 + tries.length / curiousTries);
  // The draw decides between those of which equally little is known.
  const worth = ({ lifts, draw }: Choice) => meanAt(lifts, at) + teaches * lesson(lifts, at, choices) + 1e-9 * draw;
  const drawn = ({ lifts, draw }: Choice) =>
    meanAt(lifts, at) + curiosity * Math.sqrt(covarianceAt(lifts, at, at)) * draw;
  const [first, ...others] = choices.sort((a, b) => worth(b) - worth(a));
  if (!first) return [];
  return [first, ...others.sort((a, b) => drawn(b) - drawn(a)).slice(0, 2)].map(({ activity }) => activity);
}

interface Choice {
  activity: Activity;
  lifts: StateLifts;
  /** Standard normal. */
  draw: number;
}

/** By how much the best expected lift is expected to grow through one try in a state, as a mean over the states. */
function lesson(lifts: StateLifts, at: number, choices: readonly Choice[]): number {
  const deviation = Math.sqrt(covarianceAt(lifts, at, at) + noiseVariance);
  const gains = careStates.map((_, other) => {
    const change = Math.abs(covarianceAt(lifts, at, other)) / deviation;
    const best = Math.max(...choices.filter((c) => c.lifts !== lifts).map((c) => meanAt(c.lifts, other)));
    return change * expectedExcess(-Math.abs(meanAt(lifts, other) - best) / change);
  });
  return mean(gains);
}

/** What an activity did, as the person is told: "walks lifted you by 0.6 ± 0.3 (9 times)"; undefined below three tries. */
export function liftOf(tries: readonly Try[], activity: Activity) {
  const lifts = tries.filter((t) => t.activity === activity).map(({ lift }) => lift);
  if (lifts.length < 3) return undefined;
  return { ...meanWithMargin(lifts), times: lifts.length };
}
