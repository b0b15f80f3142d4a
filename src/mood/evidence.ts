/**
 * How much speaks for a downswing that has begun: Shiryaev–Roberts charts of likelihood ratios (Shiryaev 1963, Theory
 * Probab. Appl. 8:22; Roberts 1966, Technometrics 8:411), one for each size of fall, added up.
 */

/** Falls in standard deviations of days, and what each counts. */
const falls = [
  { size: 0.8, weight: 0.2 },
  { size: 1.4, weight: 0.3 },
  { size: 2.2, weight: 0.5 },
] as const;
/** Any day can be an odd bad one, which says little about the days that follow: this share of days, centre, deviation. */
const odd = { share: 0.02, center: -3.5, deviation: 1.5 };
/** Sums stay finite while a downswing goes on. */
const mostRatio = 1e6;

/** Days since one chart last had nothing to say. */
interface Run {
  since: number;
  /** Days with entries in it, and the sum of how far they were below what was expected. */
  days: number;
  below: number;
}

interface Chart {
  /** R: the sum of likelihood ratios over all days on which the fall may have begun. */
  ratio: number;
  /** Logarithm of the likelihood ratio since the day on which it was least: at 0 nothing is low. */
  rise: number;
  run: Run | undefined;
}

/** Plain data. */
export type Evidence = readonly Chart[];

export const noEvidence: Evidence = falls.map(() => ({ ratio: 0, rise: 0, run: undefined }));

const normalDensity = (z: number, center: number, deviation: number) =>
  Math.exp(-0.5 * ((z - center) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

const density = (z: number, fall: number) =>
  (1 - odd.share) * normalDensity(z, -fall, 1) + odd.share * normalDensity(z, odd.center, odd.deviation);

/**
 * The evidence after another day.
 *
 * deviation: of the day from its expectation, standard normal while nothing has changed; error: the same in valence;
 * weight: 0 … 1, less than 1 where days hang together and so each says less that is new
 */
export function withDay(
  evidence: Evidence,
  { day, deviation, error, weight }: { day: number; deviation: number; error: number; weight: number },
): Evidence {
  const usual = density(deviation, 0);
  return evidence.map(({ ratio, rise, run }, i) => {
    const log = weight * Math.log(density(deviation, (falls[i] as (typeof falls)[number]).size) / usual);
    const risen = Math.max(0, rise + log);
    const { since, days, below } = run ?? { since: day, days: 0, below: 0 };
    return {
      ratio: Math.min(mostRatio, (ratio + 1) * Math.exp(log)),
      rise: risen,
      run: risen > 0 ? { since, days: days + 1, below: below + error } : undefined,
    };
  });
}

/** The evidence where the days since the last one say that something has begun, so many times as likely as that nothing has. */
export const timesLikely = (evidence: Evidence, factor: number): Evidence =>
  evidence.map((chart) => ({ ...chart, ratio: Math.min(mostRatio, chart.ratio * factor) }));

const weighed = (evidence: Evidence) =>
  evidence.map(({ ratio }, i) => (falls[i] as (typeof falls)[number]).weight * ratio);

/** Weighed sum of the charts; an alarm is raised where it reaches the threshold. */
export const strengthOf = (evidence: Evidence): number => weighed(evidence).reduce((sum, r) => sum + r, 0);

/** The days that are low by the chart that says most; undefined where none are. */
export function lowRunOf(evidence: Evidence): Run | undefined {
  const ratios = weighed(evidence);
  const strongest = ratios.indexOf(Math.max(...ratios));
  return evidence[strongest]?.run;
}
