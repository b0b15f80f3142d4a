/** What a journal shows over time, from the person's own words; each answer with how sure it is and what is behind it. */

import { mean, meanWithMargin, tQuantile, variance } from '../statistics';
import type { JournalEntry } from './entries';
import { grouped } from './grouped';
import { dateOf, dayOf, hourOf, usualDayBegin, weekdayOf } from './records';

export interface DayValue {
  /** Days since 1970-01-01. */
  day: number;
  /** Mean of the person's words on that day, −1 … 1. */
  mean: number;
  lowest: number;
  highest: number;
  /** Mean of its energy, −1 … 1; undefined where nobody asked for it. */
  energy: number | undefined;
  entries: number;
  tags: ReadonlySet<string>;
}

/** A mean, or a difference of means, with its 95 % interval. */
export interface Estimate {
  value: number;
  /** Half of the interval's width. */
  margin: number;
  /** Days behind it. */
  days: number;
}

/** Days with the person's words, earliest first. */
export function dayValues(entries: readonly JournalEntry[], dayBegins = usualDayBegin): DayValue[] {
  const byDay = grouped(
    entries.filter(({ felt }) => felt),
    (entry) => dayOf(entry, dayBegins),
  );
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, list]) => {
      const values = list.flatMap(({ felt }) => (felt ? [felt.valence] : []));
      const energies = list.flatMap(({ felt }) => (felt?.energy === undefined ? [] : [felt.energy]));
      return {
        day,
        mean: mean(values),
        energy: energies.length > 0 ? mean(energies) : undefined,
        lowest: Math.min(...values),
        highest: Math.max(...values),
        entries: values.length,
        tags: new Set(list.flatMap(({ tags }) => tags)),
      };
    });
}

/** Days that a group needs before anything is said of it. */
export const leastDays = 4;

/** How far the days of each weekday, Sunday first, are from all days; undefined where there are too few. */
export function weekdayDifferences(days: readonly DayValue[]): (Estimate | undefined)[] {
  return Array.from({ length: 7 }, (_, weekday) =>
    difference(
      days.filter(({ day }) => weekdayOf(day) === weekday).map((d) => d.mean),
      days.filter(({ day }) => weekdayOf(day) !== weekday).map((d) => d.mean),
    ),
  );
}

/** Parts of the day by the hour that they begin at. */
export const dayParts = [5, 11, 14, 18, 22] as const;
export type DayPart = (typeof dayParts)[number];

/** How far each part of the day is from the rest of the same day, over days that have both. */
export function dayPartDifferences(
  entries: readonly JournalEntry[],
  dayBegins = usualDayBegin,
  of: 'valence' | 'energy' = 'valence',
): (Estimate | undefined)[] {
  const partOf = (entry: JournalEntry): DayPart => dayParts.findLast((hour) => hour <= hourOf(entry)) ?? 22;
  const said = entries.flatMap((entry) => {
    const value = entry.felt?.[of];
    return value === undefined ? [] : [{ day: dayOf(entry, dayBegins), part: partOf(entry), value }];
  });
  const byDay = grouped(said, ({ day }) => day);
  return dayParts.map((part) => {
    const differences = [...byDay.values()].flatMap((list) => {
      const inside = list.filter((e) => e.part === part).map((e) => e.value);
      const outside = list.filter((e) => e.part !== part).map((e) => e.value);
      return inside.length > 0 && outside.length > 0 ? [mean(inside) - mean(outside)] : [];
    });
    return differences.length < leastDays ? undefined : { ...meanWithMargin(differences), days: differences.length };
  });
}

export interface TagDifference extends Estimate {
  tag: string;
}

/** How far days with each tag are from days without, the surest difference first. Weak evidence of any cause. */
export function tagDifferences(days: readonly DayValue[]): TagDifference[] {
  const tags = new Set(days.flatMap((day) => [...day.tags]));
  return [...tags]
    .flatMap((tag) => {
      const found = difference(
        days.filter((d) => d.tags.has(tag)).map((d) => d.mean),
        days.filter((d) => !d.tags.has(tag)).map((d) => d.mean),
      );
      return found ? [{ tag, ...found }] : [];
    })
    .sort((a, b) => Math.abs(b.value) / b.margin - Math.abs(a.value) / a.margin);
}

/** Difference of two groups' means with Welch's interval (1947, Biometrika 34:28); undefined where one is too small. */
export function difference(group: readonly number[], others: readonly number[]): Estimate | undefined {
  if (group.length < leastDays || others.length < leastDays) return undefined;
  const [a, b] = [variance(group) / group.length, variance(others) / others.length];
  const freedom = a + b > 0 ? (a + b) ** 2 / (a ** 2 / (group.length - 1) + b ** 2 / (others.length - 1)) : Infinity;
  return {
    value: mean(group) - mean(others),
    margin: tQuantile(freedom) * Math.sqrt(a + b),
    days: group.length,
  };
}

/** The person's words on one day, by the hour of the wall clock; those after midnight, of the next date, are 24 and more. */
export const valencesOn = (
  entries: readonly JournalEntry[],
  day: number,
  dayBegins = usualDayBegin,
): { hour: number; valence: number }[] =>
  entries.flatMap(({ time, felt }) => {
    if (!felt || dayOf({ time }, dayBegins) !== day) return [];
    const hour = hourOf({ time }) + Number(time.slice(14, 16)) / 60;
    return [{ hour: hour < dayBegins ? hour + 24 : hour, valence: felt.valence }];
  });

export interface MonthValue {
  /** "2026-03" */
  month: string;
  /** Mean of its days, −1 … 1. */
  mean: number;
  days: number;
}

/** Calendar months with the person's words, earliest first. */
export const monthValues = (days: readonly DayValue[]): MonthValue[] =>
  [...grouped(days, ({ day }) => dateOf(day).slice(0, 7))].map(([month, list]) => ({
    month,
    mean: mean(list.map((day) => day.mean)),
    days: list.length,
  }));

/** How often each word for a feeling was chosen, the most frequent first; of words as frequent, the earlier one. */
export function wordCounts(entries: readonly JournalEntry[]): { word: string; times: number }[] {
  const counts = new Map<string, number>();
  for (const { felt } of entries) for (const word of felt?.words ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, times]) => ({ word, times })).sort((a, b) => b.times - a.times);
}

/** How often someone checks in. Says what is there, never what is missing. */
export interface Habit {
  /** Days with words among the last thirty, today with them. */
  lately: number;
  /** Days in a row up to today, or to yesterday while today is still open. */
  row: number;
  /** The longest row of days there was. */
  longest: number;
}

export function habitOf(days: readonly Pick<DayValue, 'day'>[], today: number): Habit {
  let [row, longest] = [0, 0];
  let last: number | undefined;
  for (const { day } of days) {
    row = last === day - 1 ? row + 1 : 1;
    longest = Math.max(longest, row);
    last = day;
  }
  return {
    lately: days.filter(({ day }) => day > today - 30 && day <= today).length,
    row: last !== undefined && last >= today - 1 ? row : 0,
    longest,
  };
}

export interface Level {
  day: number;
  /** Mean and standard deviation of the days around it. */
  mean: number;
  spread: number;
}

/** For each day with words, the days around it: `width` of them, itself in the middle. */
export function levels(days: readonly DayValue[], width: number): Level[] {
  const reach = (width - 1) / 2;
  let [first, end] = [0, 0];
  return days.map(({ day }) => {
    while ((days[first] as DayValue).day < day - reach) first++;
    while (end < days.length && (days[end] as DayValue).day <= day + reach) end++;
    const around = days.slice(first, end).map((d) => d.mean);
    return { day, mean: mean(around), spread: around.length > 1 ? Math.sqrt(variance(around)) : 0 };
  });
}
