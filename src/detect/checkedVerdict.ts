/** The verdict as a developer asks for it. */
import * as v from 'valibot';
import { emotions } from '../emotion';
import { checkedOptions, described } from '../options';
import { type Hindrance, hindrances } from './hindrance';
import { ofCreateDetector, thresholdOption } from './options';
import { uncheckedVerdict, type Verdict, type VerdictInput, type VerdictOptions } from './verdict';

const entries = {
  threshold: thresholdOption,
  conditions: v.optional(
    v.custom<{ hindrance: Hindrance | undefined }>(
      isConditions,
      `must be an object whose hindrance is one of ${hindrances.join(', ')}, or undefined`,
    ),
  ),
};

/**
 * Names the emotions of a reading, or says why it is unsure. With a hindrance in the way, or for a non-face, a reading
 * is not to be trusted, however sure the network is.
 *
 * Throws a TypeError for what is no reading, and for options that are not allowed.
 *
 * @example
 * import { verdict } from 'feeling';
 * const emotions = { angry: 0, disgust: 0, fear: 0, happy: 0.6, sad: 0, surprise: 0.3, neutral: 0.1 };
 * verdict({ emotions, readable: 1 }); // → { named: ['happy', 'surprise'] }
 * verdict({ emotions, readable: 1 }, { threshold: 0.7 }); // → { named: [], unsure: 'threshold' }
 */
export function verdict(reading: VerdictInput, options: VerdictOptions = {}): Verdict {
  const checked = checkedOptions('verdict', entries, options, ofCreateDetector);
  if (!isReading(reading))
    throw new TypeError(
      `verdict needs a reading as detect or watch gave it, or its { emotions, readable } (got ${described(reading)})`,
    );
  return uncheckedVerdict(reading, checked);
}

function isReading(given: unknown): boolean {
  const { emotions: seen, readable } = (given ?? {}) as Partial<VerdictInput>;
  const isEach = typeof seen === 'object' && seen !== null && emotions.every((e) => Number.isFinite(seen[e]));
  return isEach && Number.isFinite(readable);
}

function isConditions(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const { hindrance } = given as { hindrance?: unknown };
  return hindrance === undefined || hindrances.some((known) => known === hindrance);
}
