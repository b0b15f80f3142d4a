/** The last minute of every face. */
import type { Reading } from '../../src/detect';
import { type Emotion, emotions } from '../../src/emotion';

export interface Moment {
  /** Seconds. */
  time: number;
  /** Probabilities of each face, by its id, in the order of `emotions`. */
  faces: ReadonlyMap<number, readonly number[]>;
}

/** Seconds that are kept, and between two moments. */
export const kept = 60;
const between = 0.25;

/** The history with what is seen now, if it is time for another moment. */
export function remember(history: readonly Moment[], time: number, readings: readonly Reading[]): readonly Moment[] {
  const last = history.at(-1);
  if (last && time - last.time < between) return history;
  const faces = new Map(readings.map((reading) => [reading.id, emotions.map((e) => reading.emotions[e])]));
  return [...history.filter((m) => time - m.time <= kept), { time, faces }];
}

/** Where a layer's edges are, in shares of the width (0 … 1) and of the height (0 on top). */
export interface LayerPoint {
  x: number;
  top: number;
  bottom: number;
}

/** A place along time and what was seen there: probabilities, or nothing. */
export interface Sample {
  /** Share of the width. */
  x: number;
  probabilities: readonly number[] | undefined;
}

/** The last minute of one face, now at x = 1. */
export function minuteOf(history: readonly Moment[], face: number): Sample[] {
  const now = history.at(-1)?.time ?? 0;
  return history.map(({ time, faces }) => ({ x: 1 - (now - time) / kept, probabilities: faces.get(face) }));
}

/** For each emotion the outlines of its layer, one for each stretch without a gap. */
export function layers(samples: readonly Sample[]): Record<Emotion, LayerPoint[][]> {
  const result = Object.fromEntries(emotions.map((e) => [e, [] as LayerPoint[][]])) as Record<Emotion, LayerPoint[][]>;
  let open = false;
  for (const { x, probabilities } of samples) {
    if (!probabilities) {
      open = false;
      continue;
    }
    let below = 1;
    emotions.forEach((emotion, i) => {
      const top = below - (probabilities[i] as number);
      const runs = result[emotion];
      if (!open) runs.push([]);
      runs.at(-1)?.push({ x, top, bottom: below });
      below = top;
    });
    open = true;
  }
  return result;
}

/** The emotion that was strongest most of the time, if any was for more than half of it. */
export function mostly(samples: readonly Sample[]): Emotion | undefined {
  const seen = samples.flatMap(({ probabilities }) =>
    probabilities ? [probabilities.indexOf(Math.max(...probabilities))] : [],
  );
  return emotions.find((_, i) => seen.filter((strongest) => strongest === i).length * 2 > seen.length);
}
