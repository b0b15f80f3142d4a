/** How someone felt, moment by moment, whoever or whatever said so. */

export type MoodSource = 'word' | 'camera';

export interface MoodRecord {
  /** Local wall-clock time of the person, ISO 8601; an offset, if there is one, is not needed for days and hours. */
  time: string;
  /** Unpleasant to pleasant, −1 … 1. */
  valence: number;
  /** The person's own word, or what the camera read. */
  source: MoodSource;
}

/** Earliest first. */
export const byTime = (a: Pick<MoodRecord, 'time'>, b: Pick<MoodRecord, 'time'>): number =>
  a.time < b.time ? -1 : a.time > b.time ? 1 : 0;

/** The hour at which a day begins unless the person says otherwise: at two in the morning it is still the evening before. */
export const usualDayBegin = 4;

/**
 * Whole days since 1970-01-01 of the wall clock; before the hour at which days begin it is still the day before. A time
 * without a clock is of its own day.
 */
export const dayOf = ({ time }: Pick<MoodRecord, 'time'>, dayBegins = usualDayBegin): number =>
  Math.floor(Date.UTC(+time.slice(0, 4), +time.slice(5, 7) - 1, +time.slice(8, 10)) / 86_400_000) -
  (time.length > 10 && Number(time.slice(11, 13)) < dayBegins ? 1 : 0);

/** Hour of the wall clock, 0 … 23. */
export const hourOf = ({ time }: Pick<MoodRecord, 'time'>): number => Number(time.slice(11, 13) || 12);

/** 0 for Sunday … 6 for Saturday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** "2026-03-01" */
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
