/** Days as they were, each by the mean of its entries. */

import { correlation, mean } from '../statistics';
import { grouped } from './grouped';
import { dayOf, hourOf, type MoodRecord, usualDayBegin } from './records';

export interface MoodDay {
  /** Whole days since 1970-01-01. */
  day: number;
  mean: number;
  /** Entries in full: a day's looks of the camera together count as much as it has agreed with the person. */
  entries: number;
  /** Sum of squared deviations of its entries from its mean. */
  scatter: number;
}

/** Days that have both sources before the camera's agreement is known, and what it counts until then. */
const leastPairs = 10;
const unknownAgreement = 0.1;
/** The day in parts of so many hours, each with an effect of its own, which so many entries make half believed. */
const hoursAPart = 4;
const halfBelieved = 20;

/** Days in order, each from the hour at which days begin; those without an entry are not there. */
export function daysOf(records: readonly MoodRecord[], dayBegins = usualDayBegin): MoodDay[] {
  const weighed = weigh(records, dayBegins);
  const hours = hourEffects(weighed);
  const counting = weighed
    .filter(({ weight }) => weight > 0)
    .map(({ day, part, value, weight }) => ({ day, value: value - (hours[part] as number), weight }));
  const byDay = grouped(counting, ({ day }) => day);
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, list]) => {
      const entries = list.reduce((sum, { weight }) => sum + weight, 0);
      const average = list.reduce((sum, { value, weight }) => sum + value * weight, 0) / entries;
      const scatter = list.reduce((sum, { value, weight }) => sum + weight * (value - average) ** 2, 0);
      return { day, mean: average, entries, scatter };
    });
}

interface Weighed {
  day: number;
  /** Which part of the day. */
  part: number;
  value: number;
  weight: number;
}

/**
 * Puts the camera's values on the person's scale, weighed by the square of their correlation day by day. All looks of a day
 * together count no more than one: where the camera looks by itself, it does not outvote the person.
 */
function weigh(records: readonly MoodRecord[], dayBegins: number): Weighed[] {
  const placed = records.map((record) => ({
    record,
    day: dayOf(record, dayBegins),
    part: Math.floor(hourOf(record) / hoursAPart),
  }));
  const means = (source: MoodRecord['source']) => {
    const byDay = grouped(
      placed.filter(({ record }) => record.source === source),
      ({ day }) => day,
    );
    return new Map([...byDay].map(([day, list]) => [day, mean(list.map(({ record }) => record.valence))]));
  };
  const [words, camera] = [means('word'), means('camera')];
  const pairs = [...words].flatMap(([day, word]): [number, number][] => {
    const seen = camera.get(day);
    return seen === undefined ? [] : [[seen, word]];
  });
  const known = pairs.length >= leastPairs;
  const agreement = known ? Math.max(0, correlation(pairs)) ** 2 : unknownAgreement;
  const looks = grouped(
    placed.filter(({ record }) => record.source === 'camera'),
    ({ day }) => day,
  );
  // Without the person's word there is nothing to agree with: the camera's values are what there is.
  const weightOn = (day: number) => (words.size === 0 ? 1 : agreement / (looks.get(day)?.length ?? 1));
  const [seenMean, wordMean] = known ? [mean(pairs.map(([s]) => s)), mean(pairs.map(([, w]) => w))] : [0, 0];
  const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
  const scale = known ? deviation(pairs.map(([, w]) => w)) / (deviation(pairs.map(([s]) => s)) || 1) : 1;
  return placed.map(({ record: { source, valence }, day, part }) =>
    source === 'word'
      ? { day, part, value: valence, weight: 1 }
      : { day, part, value: wordMean + scale * (valence - seenMean), weight: weightOn(day) },
  );
}

/** How much each part of the day is above or below its day, shrunk towards nothing where there are few entries. */
function hourEffects(weighed: readonly Weighed[]): number[] {
  const days = new Map<number, { sum: number; weight: number }>();
  for (const { day, value, weight } of weighed) {
    const before = days.get(day) ?? { sum: 0, weight: 0 };
    days.set(day, { sum: before.sum + value * weight, weight: before.weight + weight });
  }
  const parts = Array.from({ length: 24 / hoursAPart }, () => ({ sum: 0, weight: 0 }));
  for (const { day, part, value, weight } of weighed) {
    const whole = days.get(day) as { sum: number; weight: number };
    const effect = parts[part] as { sum: number; weight: number };
    // A day with one entry says nothing about its hours.
    if (whole.weight <= weight) continue;
    effect.sum += weight * (value - whole.sum / whole.weight);
    effect.weight += weight;
  }
  return parts.map(({ sum, weight }) => sum / (weight + halfBelieved));
}
