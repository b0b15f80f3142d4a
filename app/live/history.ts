/** The last minute of the surest face. */
import type { Reading } from '../../src/detect';
import { type Emotion, emotions } from '../../src/emotion';

export interface Moment {
  /** Seconds. */
  time: number;
  /** Probabilities in the order of `emotions`; none while no face was there. */
  probabilities: number[] | undefined;
}

/** Seconds that are kept, and between two moments. */
export const kept = 60;
const between = 0.25;

/** The history with what is seen now, if it is time for another moment. */
export function remember(history: readonly Moment[], time: number, readings: readonly Reading[]): readonly Moment[] {
  const last = history.at(-1);
  if (last && time - last.time < between) return history;
  const [surest] = readings;
  const moment = { time, probabilities: surest && emotions.map((e) => surest.emotions[e]) };
  return [...history.filter((m) => time - m.time <= kept), moment];
}

/** For each emotion the outline of its layer, in shares of the minute (0 … 1, now at 1) and of the height (0 on top). */
export function layers(history: readonly Moment[]): Record<Emotion, { x: number; top: number; bottom: number }[][]> {
  const now = history.at(-1)?.time ?? 0;
  const result = Object.fromEntries(
    emotions.map((e) => [e, [] as { x: number; top: number; bottom: number }[][]]),
  ) as Record<Emotion, { x: number; top: number; bottom: number }[][]>;
  let open = false;
  for (const { time, probabilities } of history) {
    if (!probabilities) {
      open = false;
      continue;
    }
    let below = 1;
    emotions.forEach((emotion, i) => {
      const top = below - (probabilities[i] as number);
      const runs = result[emotion];
      if (!open) runs.push([]);
      runs.at(-1)?.push({ x: 1 - (now - time) / kept, top, bottom: below });
      below = top;
    });
    open = true;
  }
  return result;
}

/** The emotion that was strongest most of the time, if any was for more than half of it. */
export function mostly(history: readonly Moment[]): Emotion | undefined {
  const seen = history.flatMap(({ probabilities }) =>
    probabilities ? [probabilities.indexOf(Math.max(...probabilities))] : [],
  );
  return emotions.find((_, i) => seen.filter((strongest) => strongest === i).length * 2 > seen.length);
}
