/** Times as the journal writes them. */
import { described } from '../options';
import { MoodFileError } from './errors';
import { dateOf, dayOf, usualDayBegin } from './records';

const pattern = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** What is told of a time that is none. */
export const timeLike = '2026-03-01T08:30';
export const timeRule = `must look like ${timeLike}`;

/** Whether this is a day that exists, with or without a time. */
export function isTime(text: string): boolean {
  if (!pattern.test(text)) return false;
  const day = text.slice(0, 10);
  const parsed = new Date(day);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day) return false;
  return (text.slice(11, 13) || '00') < '24' && (text.slice(14, 16) || '00') < '60';
}

/** Throws a MoodFileError that names the row where this is no time. */
export function checkedTime(time: string, line: number): string {
  if (isTime(time)) return time;
  throw new MoodFileError(`row ${line}: time ${timeRule} (got ${described(time)})`);
}

/** The wall clock with its offset: "2026-03-01T08:30:00.000+01:00"; to the millisecond, so that entries keep their order. */
export function wallClock(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const two = (n: number) => String(Math.trunc(Math.abs(n))).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 23);
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The wall clock's day, since 1970-01-01, where days begin at such an hour. */
export const dayOn = (date: Date, dayBegins = usualDayBegin): number => dayOf({ time: wallClock(date) }, dayBegins);

/** The moment of a day's clock, as "2026-03-01T08:30": clocks before the hour at which days begin are of the next date. */
export const momentOn = (day: number, clock: string, dayBegins = usualDayBegin): string =>
  `${dateOf(day + (Number(clock.slice(0, 2)) < dayBegins ? 1 : 0))}T${clock}`;
