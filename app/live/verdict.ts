/** What is said of a face: words, or that nobody can be sure, and why. */
import { type Hindrance, verdict } from '../../src/detect';
import { type Emotion, emotions } from '../../src/emotion';
import type { LiveReading } from '../reading/messages';

export interface LiveVerdict {
  /** Empty when not sure. */
  named: Emotion[];
  /** What is in the way of being sure. */
  hindrance: Hindrance | undefined;
  /** Probability of the strongest emotion. */
  strongest: number;
}

export function verdictOf(
  reading: Pick<LiveReading, 'emotions' | 'readable' | 'hindrance' | 'held'>,
  threshold: number,
): LiveVerdict {
  const { named, unsure } = verdict(reading, { threshold, conditions: reading });
  return {
    named: reading.held ?? named,
    hindrance: hindranceOf(unsure),
    strongest: Math.max(...emotions.map((e) => reading.emotions[e])),
  };
}

function hindranceOf(unsure: ReturnType<typeof verdict>['unsure']): Hindrance | undefined {
  if (unsure === 'threshold') return undefined;
  // What the detector took for a face and the network does not is mostly a face that is hidden or cut off.
  return unsure === 'unreadable' ? 'covered' : unsure;
}
