/** When an entry was: now, earlier today, yesterday, or on a day; in minutes of the wall clock. */
import { dayOf, dayOn, momentOn, wallClock } from '../../src/mood';

/** The wall clock's minute, as "2026-03-01T08:30". */
export const minuteOf = (date: Date) => wallClock(date).slice(0, 16);
const hour = 3_600_000;
/** When yesterday is told of without saying when. */
const usualEvening = '20:00';

export const kinds = ['now', 'earlier', 'yesterday', 'day'] as const;
export type MomentKind = (typeof kinds)[number];

/** What a kind begins with; empty for now. */
export function firstMinute(kind: MomentKind, now: Date, begins: number): string {
  const today = dayOn(now, begins);
  if (kind === 'now') return '';
  if (kind === 'yesterday') return momentOn(today - 1, usualEvening, begins);
  if (kind === 'day') return momentOn(today - 2, usualEvening, begins);
  const anHourAgo = minuteOf(new Date(now.getTime() - hour));
  const start = momentOn(today, `${String(begins).padStart(2, '0')}:00`, begins);
  return [anHourAgo, start].sort().at(-1) as string;
}

/** The kind that a minute is of; one that was chosen for a day stays of that kind, whichever day it becomes. */
export function kindOf(minute: string, now: Date, begins: number): MomentKind {
  return kindOn(minute, dayOn(now, begins), begins);
}

function kindOn(minute: string, today: number, begins: number): MomentKind {
  if (minute === '') return 'now';
  const ago = today - dayOf({ time: minute }, begins);
  return ago === 0 ? 'earlier' : ago === 1 ? 'yesterday' : 'day';
}

/** The kind of a minute that was chosen before the day that it is now: what was "earlier today" may be of yesterday. */
export const kindAfter = (kind: MomentKind, minute: string, today: number, begins: number): MomentKind =>
  kind === 'day' ? kind : kindOn(minute, today, begins);
