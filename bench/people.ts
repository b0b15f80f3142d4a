/** Simulated people whose mood is known: usual days, and downswings that begin on a known day. */
import { seededRandom } from '../src/graph';
import type { MoodDay } from '../src/mood';

export interface PersonOptions {
  seed: number;
  days: number;
  entriesADay: number;
  /** Share of entries that are not made. */
  missing: number;
  /** Correlation of an entry with the one before it. */
  autocorrelation: number;
  /** A fall that begins on this day, in standard deviations of single entries, over so many days. */
  fall?: { day: number; size: number; over: number };
}

/** Standard deviation of single entries, in valence. */
const deviation = 0.3;
/** Shares of it: the week's rhythm, how low an odd day is, and how far a half year's slow drift goes. */
const rhythm = 0.3;
const oddDays = 0.02;
const oddness = 2;
const drift = 0.3;

/** Day by day; days without an entry are left out. */
export function simulate({ seed, days, entriesADay, missing, autocorrelation, fall }: PersonOptions): MoodDay[] {
  const random = seededRandom(seed);
  const usual = 0.4 * random.uniform() - 0.1;
  const [bestWeekday, phase] = [random.uniform() * 7, random.uniform() * 2 * Math.PI];
  const result: MoodDay[] = [];
  let carried = random.normal();
  for (let day = 0; day < days; day++) {
    const odd = random.uniform() < oddDays ? -oddness : 0;
    const fallen =
      fall && day >= fall.day ? -fall.size * Math.min(1, (day - fall.day + 1) / Math.max(1, fall.over)) : 0;
    const level =
      rhythm * Math.cos((2 * Math.PI * (day - bestWeekday)) / 7) +
      drift * Math.sin((2 * Math.PI * day) / 365 + phase) +
      odd +
      fallen;
    const values: number[] = [];
    for (let i = 0; i < entriesADay; i++) {
      carried = autocorrelation * carried + Math.sqrt(1 - autocorrelation ** 2) * random.normal();
      if (random.uniform() >= missing) values.push(Math.max(-1, Math.min(1, usual + deviation * (level + carried))));
    }
    if (values.length === 0) continue;
    const mean = values.reduce((a, b) => a + b) / values.length;
    result.push({ day, mean, entries: values.length, scatter: values.reduce((s, v) => s + (v - mean) ** 2, 0) });
  }
  return result;
}
