/** Control charts as textbooks have them, to compare with: standardised by the mean and deviation of the first four weeks. */
import type { MoodDay } from '../src/mood';

const firstDays = 28;

/** The chart's statistic after another standardised day; higher is lower mood. */
type Step = (before: number, deviation: number, recent: readonly number[]) => number;

const share = 0.2;
const slack = 0.5;
const window = 7;

export const charts: Readonly<Record<string, Step>> = {
  Shewhart: (_, deviation) => -deviation,
  'moving average': (_, __, recent) => -recent.slice(-window).reduce((a, b) => a + b) / Math.min(window, recent.length),
  EWMA: (before, deviation) => before + share * (-deviation - before),
  CUSUM: (before, deviation) => Math.max(0, before - deviation - slack),
};

/** Days on which the chart gives an alarm; it begins anew after each. */
export function alarmsOf(step: Step, days: readonly MoodDay[], threshold: number): number[] {
  const first = days.slice(0, firstDays).map((d) => d.mean);
  const center = first.reduce((a, b) => a + b) / first.length;
  const spread = Math.sqrt(first.reduce((s, v) => s + (v - center) ** 2, 0) / (first.length - 1)) || 1;
  const alarms: number[] = [];
  let statistic = 0;
  let recent: number[] = [];
  for (const { day, mean } of days.slice(firstDays)) {
    const deviation = (mean - center) / spread;
    recent.push(deviation);
    statistic = step(statistic, deviation, recent);
    if (statistic < threshold) continue;
    alarms.push(day);
    statistic = 0;
    recent = [];
  }
  return alarms;
}
