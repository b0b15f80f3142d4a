/** What is said of a face: words, or that nobody can be sure, and why. */
import type { Hindrance } from '../../src/detect';
import { type Emotion, emotions, mixture, readableFrom } from '../../src/emotion';
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
  { emotions: found, face, hindrance }: Pick<LiveReading, 'emotions' | 'face' | 'hindrance'>,
  threshold: number,
): Verdict {
  const probabilities = emotions.map((e) => found[e]);
  // What the detector took for a face and the network does not is mostly a face that is hidden or cut off.
  const inTheWay = hindrance ?? (face < readableFrom ? 'covered' : undefined);
  return {
    named: inTheWay ? [] : mixture(probabilities, threshold),
    hindrance: inTheWay,
    strongest: Math.max(...probabilities),
  };
}
