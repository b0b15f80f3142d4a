/** How long the face nearest to the camera showed what, since the camera was turned on. */
import type { Emotion } from '../../src/emotion';

export type Showed = Emotion | 'unsure';

export interface Tally {
  /** Seconds of each. */
  seconds: Readonly<Partial<Record<Showed, number>>>;
  /** When the last was added, in seconds; undefined at first and after a pause. */
  at: number | undefined;
}

export const emptyTally: Tally = { seconds: {}, at: undefined };

/** Seconds; in a longer gap between two frames nobody looked. The slowest devices read one frame a second. */
const longestGap = 2;

/** What is shown at a time holds until the next; nothing is added while no face is there. */
export function tallied({ seconds, at }: Tally, showed: Showed | undefined, time: number): Tally {
  const passed = at === undefined ? 0 : time - at;
  if (!showed || passed <= 0 || passed > longestGap) return { seconds, at: time };
  return { seconds: { ...seconds, [showed]: (seconds[showed] ?? 0) + passed }, at: time };
}

/** Shares of the time, the largest first; what was there for less than a hundredth is left out. */
export function sharesOf({ seconds }: Tally): { seconds: number; shares: { what: Showed; share: number }[] } {
  const all = Object.entries(seconds) as [Showed, number][];
  const total = all.reduce((sum, [, value]) => sum + value, 0);
  const shares = all
    .map(([what, value]) => ({ what, share: value / total }))
    .filter(({ share }) => share >= 0.01)
    .sort((a, b) => b.share - a.share);
  return { seconds: total, shares };
}
