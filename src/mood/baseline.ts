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

/** A person's level is that of so many days, so that it may change; their weekdays stay the same for longer. */
const levelDays = 42;
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
  const weekdays = history.length >= weekdaysFrom ? weekdayEffects(history) : undefined;
  const recent = history.slice(-levelDays);
  const { center, spread } = robust(recent.map((d) => d.mean - (weekdays?.[weekdayOf(d.day)] ?? 0)));
  // A day's mean varies with the person's days, and the more, the fewer entries it has.
  const freedom = recent.reduce((sum, d) => sum + Math.max(0, d.entries - 1), 0);
  const within = freedom > 0 ? recent.reduce((sum, d) => sum + d.scatter, 0) / freedom : 0;
  const share = mean(recent.map((d) => 1 / d.entries));
  const between = Math.max(spread ** 2 - within * share, 0.1 * spread ** 2);
  const variance = Math.max(between + (within > 0 ? within / entries : 0), leastSpread ** 2);
  return {
    mean: center + (weekdays ? (weekdays[weekdayOf(day)] as number) : 0),
    spread: Math.sqrt(variance * (1 + 1 / recent.length)),
    days: recent.length,
  };
}

/** A week around a day, which has each weekday about once: its mean is the level that the day stands out from. */
const aWeek = 3;

/** How far each weekday's median is from the weeks around it, shrunk towards nothing where there are few of them. */
function weekdayEffects(history: readonly MoodDay[]): number[] {
  const byWeekday = Array.from({ length: 7 }, (): number[] => []);
  const sums = [0];
  for (const day of history) sums.push((sums.at(-1) as number) + day.mean);
  history.forEach((day, i) => {
    const [first, end] = [Math.max(0, i - aWeek), Math.min(history.length, i + aWeek + 1)];
    const around = ((sums[end] as number) - (sums[first] as number)) / (end - first);
    byWeekday[weekdayOf(day.day)]?.push(day.mean - around);
  });
  return byWeekday.map((found) =>
    found.length === 0 ? 0 : (median(found) * found.length) / (found.length + halfBelieved),
  );
}
