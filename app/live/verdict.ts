/** What is said of a face: words, or that nobody can be sure, and why. */
import type { Hindrance } from '../../src/detect';
import { type Emotion, emotions, mixture } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';

export interface Verdict {
  /** Empty when not sure. */
  named: Emotion[];
  /** What is in the way of being sure. */
  hindrance: Hindrance | undefined;
  /** Probability of the strongest emotion. */
  strongest: number;
}

/** With one of these in the way, a reading is not to be trusted, however sure the network is. */
export function verdictOf(
  { emotions: found, hindrance }: Pick<LiveReading, 'emotions' | 'hindrance'>,
  threshold: number,
): Verdict {
  const probabilities = emotions.map((e) => found[e]);
  return {
    named: hindrance ? [] : mixture(probabilities, threshold),
    hindrance,
    strongest: Math.max(...probabilities),
  };
}

/** Seconds that a hindrance must last before it is believed, and be gone before it is forgotten. */
const settling = 0.4;

/** Takes single frames out of what is in the way of each face, so that nothing flickers. */
export function createHindranceFilter() {
  const states = new Map<number, { shown: Hindrance | undefined; other: Hindrance | undefined; since: number }>();
  return (readings: readonly LiveReading[], time: number): LiveReading[] => {
    const ids = new Set(readings.map(({ id }) => id));
    for (const id of states.keys()) if (!ids.has(id)) states.delete(id);
    return readings.map((reading) => {
      const now = reading.hindrance;
      const state = states.get(reading.id) ?? { shown: now, other: now, since: time };
      states.set(reading.id, state);
      if (now !== state.other) Object.assign(state, { other: now, since: time });
      if (time - state.since >= settling) state.shown = state.other;
      return { ...reading, hindrance: state.shown };
    });
  };
}
