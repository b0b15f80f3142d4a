/** What the person said to an alarm: that it was wrong, or that it may come back later. */
import * as v from 'valibot';

export const alarmAnswerSchema = v.object({
  /** The alarm's day, since 1970-01-01. */
  day: v.pipe(v.number(), v.integer()),
  /** Wrong, for good; or quiet until this time, in ms since 1970. */
  quietUntil: v.union([v.number(), v.literal('wrong')]),
});

export type AlarmAnswer = v.InferOutput<typeof alarmAnswerSchema>;
