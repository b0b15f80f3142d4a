/** A look of the camera, kept as averages: never a picture. */
import { emotions } from '../../src/emotion';
import type { Look } from '../../src/mood';
import { verdictOf } from '../live/verdict';
import type { LiveReading } from '../reading/messages';

/** Seconds that a look takes. */
export const lookSeconds = 15;
/** With fewer readings than these nothing is kept. */
export const leastReadings = 10;

/** Averages over the readings of one face; undefined where there were too few. */
export function averageOf(readings: readonly LiveReading[], seconds: number, threshold: number): Look | undefined {
  if (readings.length < leastReadings) return undefined;
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
  const average = (value: (reading: LiveReading) => number) =>
    rounded(readings.reduce((sum, reading) => sum + value(reading), 0) / readings.length);
  return {
    seconds,
    emotions: Object.fromEntries(emotions.map((e) => [e, average((r) => r.emotions[e])])) as Look['emotions'],
    valence: average((r) => r.valence),
    unsure: average((r) => (verdictOf(r, threshold).named.length === 0 ? 1 : 0)),
    light: average((r) => r.light),
  };
}
