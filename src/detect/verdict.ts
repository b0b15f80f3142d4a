/** What is said of a face: the emotions that are named, or why nobody can be sure. */
import { defaultThreshold, type Emotion, emotions, mixture, readableFrom } from '../emotion';
import { type Conditions, type Hindrance, hindrances } from './hindrance';

/**
 * Why nothing is named: `threshold` when no emotion reaches it, `unreadable` when the network takes what was found for no
 * face that can be read, else what hinders reading it.
 */
export type Unsure = 'threshold' | 'unreadable' | Hindrance;

export interface Verdict {
  /** Every emotion at or above the threshold, strongest first; empty only where `unsure` says why. */
  named: Emotion[];
  unsure?: Unsure;
}

export interface VerdictOptions {
  /** Probability from which an emotion is named, above 0 and below 1; 0.3 by default. */
  threshold?: number | undefined;
  /** What the face looks like in its frame. If not given, a hindrance that `reading.unsure` tells of still counts. */
  conditions?: Pick<Conditions, 'hindrance'> | undefined;
}

/** What a verdict is about: a `Reading`, or the part of it that counts here. */
export interface VerdictInput {
  /** Probability of each emotion. */
  emotions: Readonly<Record<Emotion, number>>;
  /** How sure the network is that it is a face that can be read, 0 … 1. */
  readable: number;
  unsure?: Unsure | null;
}

/**
 * Names the emotions of a reading, or says why it is unsure. With a hindrance in the way, or for a non-face, a reading
 * is not to be trusted, however sure the network is.
 */
export function uncheckedVerdict(
  reading: VerdictInput,
  { threshold = defaultThreshold, conditions }: VerdictOptions = {},
): Verdict {
  const hindrance = conditions ? conditions.hindrance : hindrances.find((h) => h === reading.unsure);
  if (hindrance) return { named: [], unsure: hindrance };
  if (reading.readable < readableFrom) return { named: [], unsure: 'unreadable' };
  const named = mixture(
    emotions.map((e) => reading.emotions[e]),
    threshold,
  );
  return named.length > 0 ? { named } : { named, unsure: 'threshold' };
}
