/**
 * How often alarms come where nothing has changed, and how many are real, for each threshold: as measured on simulated
 * people, not as theory says. Theory knows neither odd days nor slow drift nor that what is usual is learned from few days.
 */
import { clamp } from '../statistics';

interface Calibrated {
  threshold: number;
  /** Alarms in 180 days with nothing to notice, in that of twelve lives which has the most. */
  falseAlarms: number;
  /** Share of alarms that came during a fall, where people have two in a year. */
  real: number;
}

/** As `npm run bench -- downswing --calibrate --people 60` prints them: 720 person-years a line. */
const calibrated: readonly Calibrated[] = [
  { threshold: 10, falseAlarms: 10.9, real: 0.19 },
  { threshold: 30, falseAlarms: 4.67, real: 0.35 },
  { threshold: 110, falseAlarms: 1.45, real: 0.64 },
  { threshold: 500, falseAlarms: 0.347, real: 0.89 },
];

/** The threshold of the evidence at which so many false alarms are raised in 180 days. */
export const thresholdFor = (falseAlarms: number): number => Math.exp(along(falseAlarms, (c) => Math.log(c.threshold)));

/** The share of alarms that were real in simulated lives, 0 … 1, where so many false alarms are bearable. */
export function realShare(falseAlarms: number): number {
  const [most, least] = [calibrated[0] as Calibrated, calibrated.at(-1) as Calibrated];
  return along(clamp(falseAlarms, least.falseAlarms, most.falseAlarms), ({ real }) => real);
}

/** A value between those that were measured, on a logarithmic scale of false alarms; thresholds go on beyond them. */
function along(falseAlarms: number, value: (line: Calibrated) => number): number {
  const after = calibrated.findIndex((c) => c.falseAlarms <= falseAlarms);
  const second = after === -1 ? calibrated.length - 1 : Math.max(1, after);
  const [a, b] = [calibrated[second - 1] as Calibrated, calibrated[second] as Calibrated];
  const share = Math.log(falseAlarms / a.falseAlarms) / Math.log(b.falseAlarms / a.falseAlarms);
  return value(a) + share * (value(b) - value(a));
}
