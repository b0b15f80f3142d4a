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
