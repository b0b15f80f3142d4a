/**
 * Notices when someone's days turn up, which matters to people whose high spells have been followed by hard ones. It is the
 * chart of downswings on days turned upside down; how many alarms are false is calibrated for falls, and skewed days may
 * have a few more.
 */
import { daysOf, type MoodDay } from './days';
import { type MoodWatch, type WatchedDay, type WatchOptions, watchDays } from './downswing';
import type { MoodRecord } from './records';

const upsideDown = <T extends MoodDay>(day: T): T => ({ ...day, mean: -day.mean });

const turnedBack = (day: WatchedDay): WatchedDay => ({
  ...upsideDown(day),
  deviation: -day.deviation,
  expected: day.expected && {
    ...day.expected,
    mean: -day.expected.mean,
    sixWeeks: -day.expected.sixWeeks,
    twoWeeks: -day.expected.twoWeeks,
  },
});

const sentenceFor = (unusualDays: number) =>
  unusualDays === 1
    ? 'Your last day was much higher than your usual days.'
    : `Your last ${unusualDays} days were higher than your usual days.`;

/** Looks through all records as `watchMood` does, for days that are higher than usual. */
export function watchRises(records: readonly MoodRecord[], options: WatchOptions = {}): MoodWatch {
  const { days, alarms, ...rest } = watchDays(daysOf(records, options.dayBegins).map(upsideDown), {
    ...options,
    // Whoever feels low may stop writing; nothing says so of high days.
    missingDaysCount: false,
  });
  return {
    ...rest,
    days: days.map(turnedBack),
    alarms: alarms.map((alarm) => ({ ...alarm, sentence: sentenceFor(alarm.unusualDays) })),
  };
}
