/** Which alarm of the journal is to be shown. */
import type { AlarmAnswer, MoodWatch } from '../../src/mood';

export interface ShownAlarm {
  day: number;
  /** Days with entries that were low (or high), up to now or to the end of it. */
  unusualDays: number;
  isOver: boolean;
}

/** An alarm is shown for so many days, or as long as its episode lasts. */
const shownDays = 7;

/**
 * The latest, unless the person wants quiet of it, or it has been over for a while.
 *
 * today: days since 1970-01-01; at: ms since 1970
 */
export function shownAlarm(
  { alarms, episodes, days }: MoodWatch,
  { answers, today, at }: { answers: readonly AlarmAnswer[]; today: number; at: number },
): ShownAlarm | undefined {
  // Each alarm begins an episode.
  const [latest, episode] = [alarms.at(-1), episodes.at(-1)];
  if (!latest || !episode) return undefined;
  const { day } = latest;
  const { from, to } = episode;
  const isOver = to !== undefined;
  const answer = answers.find((a) => a.day === day);
  const isQuiet = answer && answer.quietUntil !== 'wrong' && at < answer.quietUntil;
  if (isQuiet || (isOver && today - day > shownDays)) return undefined;
  const unusualDays = days.filter((d) => d.day >= from && (!isOver || d.day <= to)).length;
  return { day, unusualDays, isOver };
}
