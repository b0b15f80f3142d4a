/** Lives that people are simulated in: how often they write, how their days hang together, and how they are spread. */
import { seededRandom } from '../src/graph';
import type { MoodDay } from '../src/mood';
import { type Fall, type PersonOptions, simulate } from './people';

export type Life = Omit<PersonOptions, 'seed' | 'days' | 'fall' | 'falls'>;

/** Five entries a day are made. */
export const mainLife: Life = { entriesADay: 7, missing: 0.3, autocorrelation: 0.3 };

export const otherLives: Readonly<Record<string, Life>> = {
  'once a day': { entriesADay: 1, missing: 0.2, autocorrelation: 0 },
  'once a day, autocorrelation 0.6': { entriesADay: 1, missing: 0.2, autocorrelation: 0.6 },
  'every third day': { entriesADay: 1, missing: 0.67, autocorrelation: 0 },
  'three a day': { entriesADay: 3, missing: 0.2, autocorrelation: 0.3 },
  'five a day, independent': { entriesADay: 5, missing: 0.2, autocorrelation: 0 },
  'five a day, 60 % missing': { entriesADay: 5, missing: 0.6, autocorrelation: 0.3 },
  'five a day, autocorrelation 0.6': { entriesADay: 5, missing: 0.4, autocorrelation: 0.6 },
  'eight a day, autocorrelation 0.6': { entriesADay: 8, missing: 0.6, autocorrelation: 0.6 },
  'five faces once a day, autocorrelation 0.7': { entriesADay: 1, missing: 0.1, autocorrelation: 0.7, steps: 5 },
  'days skewed to the bad side': {
    ...mainLife,
    entriesADay: 5,
    dayMood: { correlation: 0.3, deviation: 0.6 },
    skew: 0.9,
  },
  'weak weeks, days that hang together': {
    ...mainLife,
    entriesADay: 5,
    dayMood: { correlation: 0.65, deviation: 0.5 },
    rhythm: 0.1,
  },
};

export const year = 365;

/** People without a fall; the same seed is the same person. */
export const usualPeople = (life: Life, count: number, firstSeed: number): MoodDay[][] =>
  Array.from({ length: count }, (_, i) => simulate({ ...life, seed: firstSeed + i, days: year }));

/** Two falls in a year, one in each half after the first ten weeks, of 0.5 to 2 deviations, two to eight weeks long. */
export function fallingPerson(life: Life, seed: number): { days: MoodDay[]; falls: Required<Fall>[] } {
  const random = seededRandom(seed + 7_000_000);
  const falls = [70, 220].map((first) => ({
    day: first + Math.floor(random.uniform() * 80),
    size: 0.5 + 1.5 * random.uniform(),
    over: Math.floor(random.uniform() * 14),
    lasts: 14 + Math.floor(random.uniform() * 43),
  }));
  return { days: simulate({ ...life, seed, days: year, falls }), falls };
}
