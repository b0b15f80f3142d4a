/** Simulated people whose mood is known: usual days, and downswings that begin on a known day. */
import { seededRandom } from '../src/graph';
import type { MoodDay } from '../src/mood';

export interface PersonOptions {
  seed: number;
  days: number;
  entriesADay: number;
  /** Share of entries that are not made. */
  missing: number;
  /** The same while a fall goes on, for people who stop writing; as ever without. */
  missingInFall?: number;
  /** Correlation of an entry with the one before it. */
  autocorrelation: number;
  /** A fall that begins on this day, in standard deviations of single entries, over so many days, and how long it lasts. */
  fall?: Fall;
  /** More falls, each with an end. */
  falls?: readonly Fall[];
  /** A first-order autoregression from day to day beside that of entries: its correlation, and its deviation. */
  dayMood?: { correlation: number; deviation: number };
  /** Steps of the scale, −1 and 1 with them; any value without. */
  steps?: number;
  /** 0 for days that are as often good as bad; at 1 bad ones reach further (exponential). */
  skew?: number;
  /** How far the week's rhythm goes, in standard deviations of single entries. */
  rhythm?: number;
}

export interface Fall {
  day: number;
  size: number;
  over: number;
  lasts?: number;
}

/** Standard deviation of single entries, in valence. */
const deviation = 0.3;
/** Shares of it: the week's rhythm, how low an odd day is, and how far a half year's slow drift goes. */
const usualRhythm = 0.3;
const oddDays = 0.02;
const oddness = 2;
const drift = 0.3;

/** Day by day; days without an entry are left out. */
export function simulate(options: PersonOptions): MoodDay[] {
  const { seed, days, entriesADay, missing, autocorrelation, fall, falls = fall ? [fall] : [] } = options;
  const {
    dayMood = { correlation: 0, deviation: 0 },
    steps,
    skew = 0,
    rhythm = usualRhythm,
    missingInFall = missing,
  } = options;
  const random = seededRandom(seed);
  const usual = 0.4 * random.uniform() - 0.1;
  const [bestWeekday, phase] = [random.uniform() * 7, random.uniform() * 2 * Math.PI];
  const result: MoodDay[] = [];
  let carried = random.normal();
  let ofDays = 0;
  // Only lives that have them draw more numbers, so that all others stay the people that they were.
  const mood = () => (skew > 0 ? skewed(random.uniform(), skew, random.normal()) : random.normal());
  for (let day = 0; day < days; day++) {
    const odd = random.uniform() < oddDays ? -oddness : 0;
    const fallen = falls.reduce((sum, f) => sum + fallOn(f, day), 0);
    if (dayMood.deviation > 0) {
      ofDays = dayMood.correlation * ofDays + dayMood.deviation * Math.sqrt(1 - dayMood.correlation ** 2) * mood();
    }
    const level =
      rhythm * Math.cos((2 * Math.PI * (day - bestWeekday)) / 7) +
      drift * Math.sin((2 * Math.PI * day) / 365 + phase) +
      odd +
      ofDays +
      fallen;
    const values: number[] = [];
    for (let i = 0; i < entriesADay; i++) {
      carried = autocorrelation * carried + Math.sqrt(1 - autocorrelation ** 2) * random.normal();
      const value = Math.max(-1, Math.min(1, usual + deviation * (level + carried)));
      if (random.uniform() >= (fallen < 0 ? missingInFall : missing))
        values.push(steps ? rounded(value, steps) : value);
    }
    if (values.length === 0) continue;
    const mean = values.reduce((a, b) => a + b) / values.length;
    result.push({ day, mean, entries: values.length, scatter: values.reduce((s, v) => s + (v - mean) ** 2, 0) });
  }
  return result;
}

/** How far a fall has gone on a day, in standard deviations of single entries; a fall with an end is over at once. */
const fallOn = ({ day: first, size, over, lasts = Number.POSITIVE_INFINITY }: Fall, day: number) =>
  day >= first && day < first + lasts ? -size * Math.min(1, (day - first + 1) / Math.max(1, over)) : 0;

const rounded = (value: number, steps: number) => (Math.round(((value + 1) / 2) * (steps - 1)) / (steps - 1)) * 2 - 1;

/** Mean 0 and deviation 1; part of it exponential, to the bad side. */
const skewed = (uniform: number, share: number, normal: number) =>
  share * (1 + Math.log(1 - uniform)) + Math.sqrt(1 - share ** 2) * normal;
