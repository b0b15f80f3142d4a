/** What is said of a face: words, or that nobody can be sure, and why. */
import { type Hindrance, uncheckedVerdict } from '../../src/detect';
import { emotions, type Named, namedOf } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';

/** Nothing is named when nobody can be sure. */
export interface LiveVerdict extends Named {
  /** What is in the way of being sure. */
  hindrance: Hindrance | undefined;
  /** Probability of the strongest emotion. */
  strongest: number;
}

export function verdictOf(
  reading: Pick<LiveReading, 'emotions' | 'readable' | 'hindrance' | 'held'>,
  threshold: number,
): LiveVerdict {
  const { unsure } = uncheckedVerdict(reading, { threshold, conditions: reading });
  const probabilities = emotions.map((e) => reading.emotions[e]);
  const now = unsure ? { named: [], mostly: false } : namedOf(probabilities, threshold);
  return { ...(reading.held ?? now), hindrance: hindranceOf(unsure), strongest: Math.max(...probabilities) };
}

export const isSure = (reading: LiveReading, threshold: number) => verdictOf(reading, threshold).named.length > 0;

function hindranceOf(unsure: ReturnType<typeof uncheckedVerdict>['unsure']): Hindrance | undefined {
  if (unsure === 'threshold') return undefined;
  // What the detector took for a face and the network does not is mostly a face that is hidden or cut off.
  return unsure === 'unreadable' ? 'covered' : unsure;
}
