/** When a reminder is due. */
import { dateOf, dayOf, weekdayOf } from '../../src/mood';
import type { ReminderTime } from '../settings/settings';

/**
 * Whether a reminder's time lies between two looks at the clock, the later one with it. After a sleep of the device only a time
 * of the day that still goes on counts.
 *
 * last, now: the wall clock, ISO 8601
 * dayBegins: the hour at which the person's days begin: until then the evening before goes on
 */
export function isDue({ time, weekdays }: ReminderTime, last: string, now: string, dayBegins: number): boolean {
  const date = dayOf({ time: now.slice(0, 10) });
  return [date - 1, date].some((day) => {
    const due = `${dateOf(day)}T${time}`;
    return (
      weekdays.includes(weekdayOf(day)) &&
      dayOf({ time: due }, dayBegins) === dayOf({ time: now }, dayBegins) &&
      last.slice(0, 16) < due &&
      due <= now.slice(0, 16)
    );
  });
}
