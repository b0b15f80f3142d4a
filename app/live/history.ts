/** The last minute of every face. */
import type { Reading } from '../../src/detect';
import { type Emotion, emotions, strongest } from '../../src/emotion';

export interface Moment {
  /** Seconds. */
  time: number;
  /** What each face showed, by its id. */
  faces: ReadonlyMap<number, Seen>;
}

export interface Seen {
  /** In the order of `emotions`. */
  probabilities: readonly number[];
  /** Something was named. */
  isSure: boolean;
}

/** Seconds that are kept, and between two moments. */
export const kept = 60;
const between = 0.25;

/** The history with what is seen now, if it is time for another moment. */
export function remember<T extends Pick<Reading, 'id' | 'emotions'>>(
  history: readonly Moment[],
  time: number,
  readings: readonly T[],
  isSure: (reading: T) => boolean = () => true,
): readonly Moment[] {
  const last = history.at(-1);
  if (last && time - last.time < between) return history;
  const faces = new Map(
    readings.map((reading) => [
      reading.id,
      { probabilities: emotions.map((e) => reading.emotions[e]), isSure: isSure(reading) },
    ]),
  );
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
  isSure: boolean;
}

/** The last minute of one face, now at x = 1. */
export function minuteOf(history: readonly Moment[], face: number): Sample[] {
  const now = history.at(-1)?.time ?? 0;
  return history.map(({ time, faces }) => {
    const seen = faces.get(face);
    return { x: 1 - (now - time) / kept, probabilities: seen?.probabilities, isSure: seen?.isSure ?? false };
  });
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

/** Stretches, in shares of the width, in which a face was seen and nobody could be sure. */
export function unsureStretches(samples: readonly Sample[]): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | undefined;
  for (const { x, probabilities, isSure } of samples) {
    if (open) open.to = x;
    if (!probabilities || isSure) open = undefined;
    else if (!open) {
      open = { from: x, to: x };
      stretches.push(open);
    }
  }
  return stretches;
}

/** The emotion that was strongest most of the time, or that it was not sure, if either was for more than half of it. */
export function mostly(samples: readonly Sample[]): Emotion | 'unsure' | undefined {
  const seen = samples.flatMap(({ probabilities, isSure }) =>
    !probabilities ? [] : isSure ? [emotions[strongest(probabilities)]] : ['unsure' as const],
  );
  return [...emotions, 'unsure' as const].find((word) => seen.filter((one) => one === word).length * 2 > seen.length);
}
