/**
 * Notices when someone's days turn down.
 *
 * Days' means are compared with what is usual for this person (`baseline.ts`), and what is left is watched by two CUSUM
 * charts (Page 1954, Biometrika 41:100), a slow one for small changes and a quick one for large ones. Day averages,
 * because autocorrelation, skew and gaps disturb them less than single entries (Schat et al. 2021,
 * doi 10.1037/met0000447; tutorial: Smit et al. 2022, doi 10.1177/10731911221086985). Since a person's mean and spread are
 * estimated while the chart already runs, each day is first made a standard normal value by what was known before it
 * (self-starting CUSUM, Hawkins 1987, The Statistician 36:299).
 */
import { type Expectation, expectationFor } from './baseline';
import { daysOf, type MoodDay } from './days';
import { dateOf, type MoodRecord } from './records';
import { clamp, mean, normalFromT } from './statistics';

export interface WatchedDay extends MoodDay {
  /** Undefined while the person is being learned. */
  expected: Expectation | undefined;
  /** How far below or above the expectation, as a standard normal value; 0 while learning. */
  deviation: number;
  /** The higher of both charts, as a share of its threshold: 1 is an alarm. */
  statistic: number;
  /** Differences from day to day, as a share of what is usual: 1 is usual. Weak evidence by itself. */
  spread: number;
}

export interface Alarm {
  day: number;
  /** The chart that it came from, and where it stood. */
  method: 'cusum-slow' | 'cusum-quick';
  statistic: number;
  threshold: number;
  /** Days with entries since the chart began to rise. */
  lowDays: number;
  sentence: string;
}

export interface Episode {
  from: number;
  /** Its last day; undefined while it goes on. */
  to: number | undefined;
}

export interface MoodWatch {
  days: WatchedDay[];
  alarms: Alarm[];
  episodes: Episode[];
  /** The day from which downswings can be noticed; undefined while there are not enough days. */
  learnedOn: number | undefined;
}

export interface WatchOptions {
  /** How many false alarms are bearable in 180 days with entries; 1 by default. */
  falseAlarms?: number;
  /** Days, since 1970-01-01, whose alarms the person called wrong: those days and the ones before count as usual. */
  dismissed?: ReadonlySet<number>;
}

/** Days before anything is said, and the most that a person's usual days are known from, so that they may change. */
export const learningDays = 14;
const mostHistory = 120;
/** The latest days do not belong to what is usual yet, once there are others enough: they may be the downswing. */
const notYetUsual = 4;
/** A single day counts for at most so many deviations: one bad day is no downswing. */
const mostOdd = 2;
/**
 * Alarms come so many times as often as theory says (`npm run bench -- downswing`): it knows neither odd days nor slow drift
 * nor that what is usual is learned from few days, nor that for days that hang together too much is allowed.
 */
const oftenerThanTheory = 0.7;
/** Slack of each chart, half of the change in deviations that it is best for. */
const slowSlack = 0.7;
const quickSlack = 1.2;
/**
 * Days that hang together wander further than days that do not: their sums vary (1 + ρ) / (1 − ρ) times as much (long-run
 * variance of a first-order autoregression). ρ is believed half after so many pairs of days, and never more than this.
 */
const halfBelievedPairs = 60;
const mostAutocorrelation = 0.35;
/** After an alarm: so many days whose mean is as high as this end the episode; after so many days its level is usual. */
const recoveredAbove = -0.5;
const recoveryDays = 3;
const newUsual = 30;
/** Share of a new day in the mean of squared differences from day to day. */
const spreadShare = 0.1;

/** Looks through all records in the order of their days; the same records always give the same alarms. */
export function watchMood(records: readonly MoodRecord[], options: WatchOptions = {}): MoodWatch {
  return watchDays(daysOf(records), options);
}

export function watchDays(days: readonly MoodDay[], { falseAlarms = 1, dismissed }: WatchOptions = {}): MoodWatch {
  // Each chart has half of the false alarms.
  const between = (2 * 180 * oftenerThanTheory) / falseAlarms;
  const charts = [
    { method: 'cusum-slow', slack: slowSlack, threshold: thresholdFor(slowSlack, between) },
    { method: 'cusum-quick', slack: quickSlack, threshold: thresholdFor(quickSlack, between) },
  ] as const;
  const sums = [0, 0];
  const since = [0, 0];
  const watched: WatchedDay[] = [];
  const alarms: Alarm[] = [];
  const episodes: Episode[] = [];
  let usual: MoodDay[] = [];
  let episode: { started: number; deviations: number[]; days: MoodDay[] } | undefined;
  let learnedOn: number | undefined;
  let spread = 1;
  let before: { day: number; deviation: number } | undefined;
  const pairs = { count: 0, products: 0 };

  days.forEach((day, at) => {
    const guard = usual.length >= learningDays + notYetUsual && !episode ? notYetUsual : 0;
    const known = usual.length - guard;
    const history = usual.slice(Math.max(0, known - mostHistory), known);
    if (history.length < learningDays) {
      watched.push({ ...day, expected: undefined, deviation: 0, statistic: 0, spread: 1 });
      usual.push(day);
      return;
    }
    learnedOn ??= day.day;
    const expected = expectationFor(history, day.day, day.entries);
    const raw = normalFromT((day.mean - expected.mean) / expected.spread, history.length - 1);
    const deviation = clamp(raw, -mostOdd, mostOdd);
    if (before) spread += spreadShare * (Math.min(9, (deviation - before.deviation) ** 2) / 2 - spread);
    if (before?.day === day.day - 1 && !episode) {
      pairs.count++;
      pairs.products += deviation * before.deviation;
    }
    before = { day: day.day, deviation };
    const together = clamp(pairs.products / (pairs.count + halfBelievedPairs), 0, mostAutocorrelation);
    const wandering = Math.sqrt((1 + together) / (1 - together));
    charts.forEach(({ method, slack, threshold }, i) => {
      const was = sums[i] as number;
      sums[i] = Math.max(0, was - deviation / wandering - slack);
      if (was === 0 && sums[i] > 0) since[i] = at;
      if (episode || sums[i] < threshold) return;
      const low = days.slice(since[i], at + 1);
      // The person says that these days are as usual: then what is usual lies so much lower.
      if (dismissed?.has(day.day)) {
        sums.fill(0);
        const lower = mean(low.map((d, k) => d.mean - (watched[at - low.length + 1 + k]?.expected ?? expected).mean));
        usual = usual.map((d) => ({ ...d, mean: d.mean + lower }));
        return;
      }
      const first = low[0] as MoodDay;
      alarms.push({
        day: day.day,
        method,
        statistic: sums[i],
        threshold,
        lowDays: low.length,
        sentence: sentenceFor(low.length),
      });
      episodes.push({ from: first.day, to: undefined });
      episode = { started: at, deviations: [], days: [] };
      // What was low is not usual.
      usual = usual.filter((d) => d.day < first.day);
    });
    const statistic = Math.max(...charts.map(({ threshold }, i) => (sums[i] as number) / threshold));
    watched.push({ ...day, expected, deviation, statistic, spread });
    if (!episode) {
      usual.push(day);
      return;
    }
    episode.days.push(day);
    episode.deviations.push(deviation);
    const latest = episode.deviations.slice(-recoveryDays);
    const isRecovered = latest.length === recoveryDays && mean(latest) > recoveredAbove;
    const isNewUsual = at - episode.started >= newUsual;
    if (!isRecovered && !isNewUsual) return;
    const last = episodes.at(-1) as Episode;
    last.to = (isRecovered ? (days[at - recoveryDays] ?? day) : day).day;
    usual = isRecovered ? [...usual, ...episode.days.slice(-recoveryDays)] : episode.days;
    episode = undefined;
    sums.fill(0);
  });
  return { days: watched, alarms, episodes, learnedOn };
}

const sentenceFor = (lowDays: number) =>
  lowDays === 1
    ? 'Your last day was much lower than your usual days.'
    : `Your last ${lowDays} days were lower than your usual days.`;

/**
 * The height at which a one-sided CUSUM of standard normal values crosses once in so many days while nothing has changed:
 * the average run length is (e^{2kb} − 2kb − 1) / 2k² with b = h + 1.166 (Siegmund 1985, Sequential Analysis, 2.57).
 */
export function thresholdFor(slack: number, days: number): number {
  const runLength = (h: number) => {
    const x = 2 * slack * (h + 1.166);
    return (Math.exp(x) - x - 1) / (2 * slack * slack);
  };
  let [low, high] = [0, 50];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (runLength(middle) < days) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** As `feeling mood --json` prints it. */
export const summaryOf = (watch: MoodWatch, entries: number) => ({
  entries,
  days: watch.days.length,
  learningUntil: watch.learnedOn === undefined ? null : dateOf(watch.learnedOn),
  alarms: watch.alarms.map(({ day, method, statistic, threshold, sentence }) => ({
    time: dateOf(day),
    method,
    statistic,
    threshold,
    sentence,
  })),
  episodes: watch.episodes.map(({ from, to }) => ({ from: dateOf(from), to: to === undefined ? null : dateOf(to) })),
});
