/** What a day is expected to be for this person, from days before it. */
import type { MoodDay } from './days';
import { weekdayOf } from './records';
import { mean, median, robust } from './statistics';

export interface Expectation {
  /** Mean that the day is expected to have. */
  mean: number;
  /** Standard deviation of the day's mean around it, uncertainty about the person included. */
  spread: number;
  /** Days that it is known from. */
  days: number;
}

/** Days after which weekdays are told apart, and so many of one make its effect half believed. */
const weekdaysFrom = 28;
const halfBelieved = 4;
/** A person whose days are all alike still has days that differ by so much, in units of valence. */
const leastSpread = 0.03;

/**
 * Expectation for a day with so many entries on this weekday.
 *
 * history at least two days
 */
export function expectationFor(history: readonly MoodDay[], day: number, entries: number): Expectation {
  const weekdays =
    history.length >= weekdaysFrom ? weekdayEffects(history, robust(history.map((d) => d.mean)).center) : undefined;
  const residuals = weekdays
    ? history.map((d) => d.mean - (weekdays[weekdayOf(d.day)] as number))
    : history.map((d) => d.mean);
  const { center, spread } = robust(residuals);
  // A day's mean varies with the person's days, and the more, the fewer entries it has.
  const freedom = history.reduce((sum, d) => sum + Math.max(0, d.entries - 1), 0);
  const within = freedom > 0 ? history.reduce((sum, d) => sum + d.scatter, 0) / freedom : 0;
  const share = mean(history.map((d) => 1 / d.entries));
  const between = Math.max(spread ** 2 - within * share, 0.1 * spread ** 2);
  const variance = Math.max(between + (within > 0 ? within / entries : 0), leastSpread ** 2);
  return {
    mean: center + (weekdays ? (weekdays[weekdayOf(day)] as number) : 0),
    spread: Math.sqrt(variance * (1 + 1 / history.length)),
    days: history.length,
  };
}

/** How far each weekday's median is from the rest, shrunk towards nothing where there are few of them. */
const weekdayEffects = (history: readonly MoodDay[], center: number): number[] =>
  Array.from({ length: 7 }, (_, weekday) => {
    const same = history.filter((d) => weekdayOf(d.day) === weekday).map((d) => d.mean - center);
    return same.length === 0 ? 0 : (median(same) * same.length) / (same.length + halfBelieved);
  });
