/** When a reminder is due. */
import type { ReminderTime } from '../settings/settings';

/**
 * Whether a reminder's time lies between two looks at the clock, the later one with it. After a sleep of days, that of the
 * latest day counts.
 *
 * last, now: the wall clock, ISO 8601
 */
export function isDue({ time, weekdays }: ReminderTime, last: string, now: string): boolean {
  const due = `${now.slice(0, 10)}T${time}`;
  return (
    weekdays.includes(new Date(now.slice(0, 10)).getUTCDay()) && last.slice(0, 16) < due && due <= now.slice(0, 16)
  );
}
