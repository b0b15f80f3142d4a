/**
 * What is named of a face stays until something else is clearly and lastingly so: hysteresis in strength and in time, so
 * that words that a person reads do not flicker with probabilities near a threshold or near each other.
 */
import { type Emotion, emotions } from './labels';
import { defaultThreshold, mixture } from './reading';

/**
 * By so much a probability must be above the threshold to be named anew, below it to be named no more, and above another's to
 * come before it. With `holdTime` chosen on a clip of a woman who talks, 20 s of it: 51 changes without, 6 with both; 0.1 gives
 * 8, and 0 gives 8 only with 0.25 s, which is too slow for a real change.
 */
export const holdMargin = 0.05;
/** By so much the first of a mixture must be more than half to be most of it, and less to be that no more. */
const mostlyMargin = 0.1;
/**
 * Seconds that another emotion must be the first before it is shown as such: after a sudden and full change, which smoothing
 * shows after 0.3 s, that is 0.53 s. What else is in a mixture may wait four times as long.
 */
export const holdTime = 0.2;
const patienceForMixture = 4;

export interface HoldInput {
  /** [7] in the order of `emotions`. */
  probabilities: ArrayLike<number>;
  /** Something is in the way of a reading: nothing is named, at once. */
  hindered: boolean;
}

export interface Named {
  /** Every emotion that is named, the strongest first. */
  named: Emotion[];
  /** Of several the first is more than half: "mostly neutral, a little happy" rather than "neutral and happy". */
  mostly: boolean;
}

export interface Hold {
  /** What to show of a face at `time` (seconds). */
  update(face: number, seen: HoldInput, time: number, threshold?: number): Named;
  /** Forgets the faces that are not among `faces`. */
  keep(faces: ReadonlySet<number>): void;
}

interface Held {
  shown: Named;
  threshold: number;
  /** Since when something else should be shown, and since when something else should come first. */
  differs: number | undefined;
  leads: number | undefined;
}

export function createHold(): Hold {
  const faces = new Map<number, Held>();
  return {
    update(face, { probabilities, hindered }, time, threshold = defaultThreshold) {
      const before = faces.get(face);
      // A person who moves the threshold sees at once what that does.
      if (!before || hindered || before.threshold !== threshold) {
        const shown = hindered ? nothing : namedOf(probabilities, threshold);
        faces.set(face, { shown, threshold, differs: undefined, leads: undefined });
        return shown;
      }
      const { shown } = before;
      const wanted = proposed(shown, probabilities, threshold);
      const isSame = wanted.mostly === shown.mostly && `${wanted.named}` === `${shown.named}`;
      before.differs = isSame ? undefined : (before.differs ?? time);
      before.leads = wanted.named[0] === shown.named[0] ? undefined : (before.leads ?? time);
      const lasts = (since: number | undefined, seconds: number) =>
        since !== undefined && time - since >= seconds - 1e-6;
      if (lasts(before.leads, holdTime))
        Object.assign(before, { shown: anew(wanted, probabilities, threshold), differs: undefined, leads: undefined });
      else if (lasts(before.differs, patienceForMixture * holdTime))
        Object.assign(before, { shown: wanted, differs: undefined, leads: undefined });
      return before.shown;
    },
    keep(ids) {
      for (const face of faces.keys()) if (!ids.has(face)) faces.delete(face);
    },
  };
}

const nothing: Named = { named: [], mostly: false };

/** What a picture by itself says. */
export function namedOf(probabilities: ArrayLike<number>, threshold = defaultThreshold): Named {
  const named = mixture(probabilities, threshold);
  return { named, mostly: isMostly(named, probabilities, 0.5) };
}

const isMostly = (named: readonly Emotion[], probabilities: ArrayLike<number>, share: number) =>
  named.length > 1 && (probabilities[emotions.indexOf(named[0] as Emotion)] as number) > share;

/** After a change of what comes first, what fades is not carried on beside it. */
function anew({ named: [first, ...others] }: Named, probabilities: ArrayLike<number>, threshold: number): Named {
  if (!first) return nothing;
  const p = (emotion: Emotion) => probabilities[emotions.indexOf(emotion)] as number;
  const named = [first, ...others.filter((emotion) => p(emotion) >= threshold)];
  return { named, mostly: isMostly(named, probabilities, 0.5) };
}

/** What would be shown now, given that what is shown has the benefit of the doubt. */
function proposed(before: Named, probabilities: ArrayLike<number>, threshold: number): Named {
  const named = proposedNames(before.named, probabilities, threshold);
  const sameFirst = named[0] === before.named[0];
  const share = !sameFirst ? 0.5 : before.mostly ? 0.5 - mostlyMargin : 0.5 + mostlyMargin;
  return { named, mostly: isMostly(named, probabilities, share) };
}

function proposedNames(shown: readonly Emotion[], probabilities: ArrayLike<number>, threshold: number): Emotion[] {
  const p = (emotion: Emotion) => probabilities[emotions.indexOf(emotion)] as number;
  const staying = shown.filter((emotion) => p(emotion) >= threshold - holdMargin);
  const others = mixture(probabilities, threshold + holdMargin).filter((emotion) => !shown.includes(emotion));
  const named = [...staying, ...others];
  // Nothing is clearly there: what just reaches the threshold is better than nothing.
  if (named.length === 0) return mixture(probabilities, threshold);
  // What comes later moves forward past what it leads.
  const ordered: Emotion[] = [];
  for (const emotion of named) {
    const place = ordered.findIndex((other) => p(emotion) > p(other) + (shown.includes(other) ? holdMargin : 0));
    ordered.splice(place === -1 ? ordered.length : place, 0, emotion);
  }
  return ordered;
}
