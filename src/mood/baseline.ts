/** What a day is expected to be for this person, from days before it. */

import { clamp, mean, median, robust, variance } from '../statistics';
import type { MoodDay } from './days';
import { weekdayOf } from './records';

export interface Expectation {
  /** Mean that the day is expected to have: the higher of both references. */
  mean: number;
  /** The two references: what the last six weeks and the last two weeks were, each for this weekday. */
  sixWeeks: number;
  twoWeeks: number;
  /** Standard deviation of the day's mean around it. */
  spread: number;
  /** Days or errors that the spread is known from. */
  known: number;
}

/**
 * The level is the higher of a long and a short reference. It rises at once and sinks slowly, so that a slow fall does not
 * become usual while it is watched.
 */
const [longDays, shortDays] = [42, 14];
/** Weekdays stay the same for longer than the level, and are told apart after so many days. */
export const weekdayDays = 182;
const weekdaysFrom = 28;
/** A person whose days are all alike still has days that differ by so much, in units of valence. */
const leastSpread = 0.03;
/** So many errors of earlier expectations tell the spread; with fewer, the days themselves do. */
const leastErrors = 14;
/** Errors below and above their median count for at most so many deviations; normal ones then need this factor. */
const [below, above] = [1.5, 2.5];
const consistency = 1.06;
/** Scales of few steps have a small median deviation; the spread is at least this share of the plain deviation. */
const leastShareOfPlain = 0.8;

/**
 * Expectation for a day with so many entries on this weekday.
 *
 * history: usual days, at least two; errors: how far earlier days were from their expectations
 */
export function expectationFor(
  history: readonly MoodDay[],
  day: number,
  entries: number,
  errors: readonly number[] = [],
): Expectation {
  const effects = history.length >= weekdaysFrom ? weekdayEffects(history) : undefined;
  const effectOn = (of: number) => effects?.[weekdayOf(of)] ?? 0;
  const recent = history.slice(-longDays);
  const levels = recent.map((d) => d.mean - effectOn(d.day));
  const long = robust(levels).center;
  const short = robust(levels.slice(-shortDays)).center;
  const hasErrors = errors.length >= leastErrors;
  const spread = hasErrors ? spreadOf(errors) : robust(levels).spread;
  // A day's mean varies with the person's days, and the more, the fewer entries it has.
  const freedom = recent.reduce((sum, d) => sum + Math.max(0, d.entries - 1), 0);
  const within = freedom > 0 ? recent.reduce((sum, d) => sum + d.scatter, 0) / freedom : 0;
  const share = mean(recent.map((d) => 1 / d.entries));
  const between = Math.max(spread ** 2 - within * share, 0.1 * spread ** 2);
  const dayVariance = Math.max(between + (within > 0 ? within / entries : 0), leastSpread ** 2);
  const known = hasErrors ? errors.length : recent.length;
  return {
    mean: Math.max(long, short) + effectOn(day),
    sixWeeks: long + effectOn(day),
    twoWeeks: short + effectOn(day),
    spread: Math.sqrt(dayVariance * (1 + 1 / known)),
    known,
  };
}

/** Spread of errors, most of it from those above the median: bad days are commoner than good ones. */
function spreadOf(errors: readonly number[]): number {
  const middle = median(errors);
  const deviation = 1.4826 * median(errors.map((e) => Math.abs(e - middle)));
  const plain = leastShareOfPlain * Math.sqrt(variance(errors));
  if (deviation === 0) return plain;
  const squares = errors.map((e) => clamp((e - middle) / deviation, -below, above) ** 2);
  return Math.max(consistency * deviation * Math.sqrt(mean(squares)), plain);
}

/** A week around a day, which has each weekday about once: its mean is the level that the day stands out from. */
const aWeek = 3;

/**
 * How far each weekday is from the weeks around it, shrunk towards nothing by as much as the differences between weekdays
 * can be explained by chance (James and Stein 1961).
 */
function weekdayEffects(history: readonly MoodDay[]): (number | undefined)[] {
  const byWeekday = Array.from({ length: 7 }, (): number[] => []);
  const sums = [0];
  for (const day of history) sums.push((sums.at(-1) as number) + day.mean);
  history.forEach((day, i) => {
    const [first, end] = [Math.max(0, i - aWeek), Math.min(history.length, i + aWeek + 1)];
    const around = ((sums[end] as number) - (sums[first] as number)) / (end - first);
    byWeekday[weekdayOf(day.day)]?.push(day.mean - around);
  });
  const found = byWeekday.map((distances) =>
    distances.length < 2 ? undefined : { ...robust(distances), count: distances.length },
  );
  const known = found.filter((weekday) => weekday !== undefined);
  if (known.length < 2) return [];
  const centers = known.map(({ center }) => center);
  const middle = mean(centers);
  const noise = mean(known.map(({ spread, count }) => spread ** 2 / count));
  const differing = variance(centers);
  const believed = differing > 0 ? Math.max(0, 1 - noise / differing) : 0;
  return found.map((weekday) => weekday && believed * (weekday.center - middle));
}
