/**
 * Notices when someone's days turn down.
 *
 * Days' means are compared with what is usual for this person (`baseline.ts`), and what is left is weighed as evidence for
 * a fall (`evidence.ts`). Day averages, because autocorrelation, skew and gaps disturb them less than single entries (Schat
 * et al. 2021, doi 10.1037/met0000447; tutorial: Smit et al. 2022, doi 10.1177/10731911221086985). Since a person's mean
 * and spread are estimated while the chart already runs, each day is first made a standard normal value by what was known
 * before it (self-starting charts, Hawkins 1987, The Statistician 36:299).
 *
 * It is a fold: `step` takes what is known and one more day, and days may come one at a time or all at once.
 */

import { mean, normalFromT } from '../statistics';
import { type Expectation, expectationFor, weekdayDays } from './baseline';
import { thresholdFor } from './calibration';
import { daysOf, type MoodDay } from './days';
import { type Dependence, noDependence, weightOf, withDeviation } from './dependence';
import { type Evidence, lowRunOf, noEvidence, strengthOf, timesLikely, withDay } from './evidence';
import { gapFactor, noWriting, type Writing, withWrittenDay } from './gaps';
import { dateOf, type MoodRecord } from './records';

export interface WatchedDay extends MoodDay {
  /** Undefined while the person is being learned. */
  expected: Expectation | undefined;
  /** How far below or above the expectation, as a standard normal value; 0 while learning. */
  deviation: number;
  /** The evidence on a logarithmic scale: 0 is none, 1 is an alarm. */
  statistic: number;
  /** Differences from day to day, as a share of what is usual: 1 is usual. Weak evidence by itself. */
  spread: number;
}

export interface Alarm {
  day: number;
  method: 'shiryaev-roberts';
  /** The evidence, and where an alarm is raised. */
  statistic: number;
  threshold: number;
  /** Days with entries since the evidence began to rise: low ones, or high ones where rises are watched. */
  unusualDays: number;
  sentence: string;
}

export interface Episode {
  from: number;
  /** Its last day, never before its alarm; undefined while it goes on. */
  to: number | undefined;
}

export interface MoodWatch {
  days: WatchedDay[];
  alarms: readonly Alarm[];
  /** Each alarm begins one, in the same order. */
  episodes: readonly Episode[];
  /** The day from which downswings can be noticed; undefined while there are not enough days. */
  learnedOn: number | undefined;
}

export interface WatchOptions {
  /** How many false alarms are bearable in 180 days with entries; 1 by default. */
  falseAlarms?: number;
  /** Days, since 1970-01-01, whose alarms the person called wrong: those days and the ones before count as usual. */
  dismissed?: ReadonlySet<number>;
  /** Whether a day without an entry is weak evidence for a fall; true by default. */
  missingDaysCount?: boolean;
  /** The hour at which the person's days begin; 4 by default. */
  dayBegins?: number;
}

/** Everything that is known after some days. Plain data: it can be kept as JSON and gone on with. */
export interface WatchState {
  readonly threshold: number;
  readonly dismissed: readonly number[];
  /** Usual days, the latest of them. */
  readonly usual: readonly MoodDay[];
  /** How far days outside episodes were from what was expected, the latest of them. */
  readonly errors: readonly { day: number; error: number }[];
  readonly missingDaysCount: boolean;
  readonly writing: Writing;
  /** How much days outside episodes hang together. */
  readonly dependence: Dependence;
  readonly evidence: Evidence;
  readonly spread: number;
  /** The downswing that goes on, and its days from the alarm on. */
  readonly episode: { readonly noticed: number; readonly days: readonly EpisodeDay[] } | undefined;
  readonly alarms: readonly Alarm[];
  readonly episodes: readonly Episode[];
  readonly learnedOn: number | undefined;
  /** The latest day, as it was found. */
  readonly latest: WatchedDay | undefined;
}

interface EpisodeDay extends MoodDay {
  deviation: number;
  /** From what was expected, in valence. */
  error: number;
}

/** Days before anything is said. */
export const learningDays = 14;
/** The latest days do not belong to what is usual yet, once there are others enough: they may be the downswing. */
const notYetUsual = 3;
/** Errors tell the spread when they are so many days old, and so many of them. */
const errorsFrom = 14;
const mostErrors = 120;
/**
 * However bad a day is, it counts as no further out than this: still further out it would look like a single odd day, and
 * a deep fall would be noticed late.
 */
const lowest = -4.5;
/** After an alarm: so many later days whose mean is as high as this end the episode; after so many days it is usual. */
const recoveredAbove = -0.5;
const recoveryDays = 3;
const newUsual = 30;
/** Share of a new day in the mean of squared differences from day to day, which count for at most so much. */
const spreadShare = 0.1;
const mostDifference = 9;

/** Looks through all records in the order of their days; the same records always give the same alarms. */
export function watchMood(records: readonly MoodRecord[], options: WatchOptions = {}): MoodWatch {
  return watchDays(daysOf(records, options.dayBegins), options);
}

/** days: earliest first, each once */
export function watchDays(days: readonly MoodDay[], options: WatchOptions = {}): MoodWatch {
  const watched: WatchedDay[] = [];
  let state = startWatch(options);
  for (const day of days) {
    state = step(state, day);
    watched.push(state.latest as WatchedDay);
  }
  const { alarms, episodes, learnedOn } = state;
  return { days: watched, alarms, episodes, learnedOn };
}

/** What is known of a person before their first day. */
export function startWatch({ falseAlarms = 1, dismissed, missingDaysCount = true }: WatchOptions = {}): WatchState {
  return {
    threshold: thresholdFor(falseAlarms),
    dismissed: [...(dismissed ?? [])],
    missingDaysCount,
    writing: noWriting,
    usual: [],
    errors: [],
    dependence: noDependence,
    evidence: noEvidence,
    spread: 1,
    episode: undefined,
    alarms: [],
    episodes: [],
    learnedOn: undefined,
    latest: undefined,
  };
}

/**
 * What is known after one more day, which must be later than those before. Changes nothing in the state that it gets.
 *
 * @example
 * const state = days.reduce(step, startWatch());
 * state.alarms.at(-1)?.sentence; // "Your last 3 days were lower than your usual days."
 */
export function step(state: WatchState, day: MoodDay): WatchState {
  const writing = withWrittenDay(state.writing, day.day);
  const guard = state.usual.length >= learningDays + notYetUsual && !state.episode ? notYetUsual : 0;
  const history = guard > 0 ? state.usual.slice(0, -guard) : state.usual;
  if (history.length < learningDays) {
    const latest = { ...day, expected: undefined, deviation: 0, statistic: 0, spread: 1 };
    return { ...state, writing, usual: [...state.usual, day], latest };
  }
  const errors = state.errors.filter((e) => e.day <= day.day - errorsFrom).slice(-mostErrors);
  const expected = expectationFor(
    history,
    day.day,
    day.entries,
    errors.map(({ error }) => error),
  );
  const error = day.mean - expected.mean;
  const deviation = Math.max(lowest, normalFromT(error / expected.spread, expected.known - 1));
  const before = state.latest?.expected ? state.latest : undefined;
  const difference = before ? Math.min(mostDifference, (deviation - before.deviation) ** 2) / 2 : state.spread;
  const spread = state.spread + spreadShare * (difference - state.spread);
  const dependence = withDeviation(state.dependence, { day: day.day, deviation, counts: !state.episode });
  const missing = day.day - (state.latest?.day ?? day.day) - 1;
  const gap = state.missingDaysCount && missing > 0 ? gapFactor(state.writing, { missing, day: day.day }) : 1;
  const weight = weightOf(dependence);
  const evidence = withDay(timesLikely(state.evidence, gap ** weight), { day: day.day, deviation, error, weight });
  const strength = strengthOf(evidence);
  const statistic = Math.log1p(strength) / Math.log1p(state.threshold);
  const known = {
    ...state,
    writing,
    dependence,
    evidence,
    spread,
    learnedOn: state.learnedOn ?? day.day,
    latest: { ...day, expected, deviation, statistic, spread },
  };
  if (state.episode) return inEpisode(known, state.episode, { ...day, deviation, error });
  const low = lowRunOf(evidence);
  const usual = {
    ...known,
    usual: [...state.usual, day].slice(-weekdayDays),
    errors: [...state.errors, { day: day.day, error }].slice(-mostErrors - errorsFrom),
  };
  if (strength < state.threshold || !low) return usual;
  // The person says that these days are as usual: then what is usual lies so much lower.
  if (state.dismissed.includes(day.day)) {
    return { ...usual, usual: [...moved(state.usual, low.below / low.days), day], evidence: noEvidence };
  }
  const alarm: Alarm = {
    day: day.day,
    method: 'shiryaev-roberts',
    statistic: strength,
    threshold: state.threshold,
    unusualDays: low.days,
    sentence: sentenceFor(low.days),
  };
  return {
    ...known,
    alarms: [...state.alarms, alarm],
    episodes: [...state.episodes, { from: low.since, to: undefined }],
    episode: { noticed: day.day, days: [{ ...day, deviation, error }] },
    // What was low is not usual.
    usual: state.usual.filter((d) => d.day < low.since),
    errors: state.errors.filter((e) => e.day < low.since),
  };
}

/** Goes on with an episode, and ends it when the days are as usual again or have become so. */
function inEpisode(state: WatchState, episode: NonNullable<WatchState['episode']>, day: EpisodeDay): WatchState {
  const days = [...episode.days, day];
  // The alarm's own day is no day of recovery, so that an episode never ends before its alarm.
  const latest = days.slice(1).slice(-recoveryDays);
  const isRecovered = latest.length === recoveryDays && mean(latest.map(({ deviation }) => deviation)) > recoveredAbove;
  const isNewUsual = days.length > newUsual;
  if (!isRecovered && !isNewUsual) return { ...state, episode: { ...episode, days } };
  const last = isRecovered ? (days.at(-1 - recoveryDays) as EpisodeDay) : day;
  // Weekdays stay what they were while the level has become another.
  const usual = isRecovered
    ? [...state.usual, ...latest]
    : [...moved(state.usual, mean(days.map(({ error }) => error))), ...days];
  return {
    ...state,
    episode: undefined,
    evidence: noEvidence,
    usual: usual.slice(-weekdayDays).map(({ day, mean, entries, scatter }) => ({ day, mean, entries, scatter })),
    episodes: state.episodes.map((e, i) => (i === state.episodes.length - 1 ? { ...e, to: last.day } : e)),
  };
}

const moved = (days: readonly MoodDay[], by: number): MoodDay[] => days.map((d) => ({ ...d, mean: d.mean + by }));

const sentenceFor = (unusualDays: number) =>
  unusualDays === 1
    ? 'Your last day was much lower than your usual days.'
    : `Your last ${unusualDays} days were lower than your usual days.`;

/** As `feeling mood --json` prints it. */
export const summaryOf = (watch: MoodWatch, entries: number) => ({
  entries,
  days: watch.days.length,
  learningUntil: watch.learnedOn === undefined ? null : dateOf(watch.learnedOn),
  alarms: watch.alarms.map(({ day, method, statistic, threshold, sentence }) => ({
    time: dateOf(day),
    method,
    statistic,
    threshold,
    sentence,
  })),
  episodes: watch.episodes.map(({ from, to }) => ({ from: dateOf(from), to: to === undefined ? null : dateOf(to) })),
});
