/** How far figures would move with other faces of the same kind. */
import { strongest } from '../emotion';
import { type Random, seededRandom } from '../graph';
import type { Judged } from './judge';
import { metricsOfConfusion } from './metrics';
import { wilson } from './wilson';

export type Interval = readonly [low: number, high: number];

export interface Intervals {
  accuracy: Interval;
  macroF1: Interval;
}

/** Of fewer faces, samples are too much alike. */
const fewest = 50;

/**
 * 95 % intervals by the percentile bootstrap (Efron 1979): the figures of `resamples` samples, each of as many faces drawn
 * with replacement. For macro F1, which counts classes alike, each class gives as many faces as it has (Davison and Hinkley
 * 1997, Bootstrap Methods and their Application, section 3.2); else samples without a rare class would be means of others.
 * Of fewer than 50 faces, and where all or none are right, so that every sample is alike, accuracy has Wilson's interval.
 */
export function intervalsOf({ classes, probabilities, labels }: Judged, resamples = 1000, seed = 1): Intervals {
  const width = classes.length;
  const faces: { label: number; cell: number }[] = [];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label < 0) continue;
    faces.push({ label, cell: label * width + strongest(probabilities.subarray(i * width, (i + 1) * width)) });
  }
  const figuresOf = (sample: Iterable<(typeof faces)[number]>) => {
    const flat = new Uint32Array(width * width);
    for (const { cell } of sample) flat[cell] = (flat[cell] as number) + 1;
    return metricsOfConfusion(classes.map((_, row) => Array.from(flat.subarray(row * width, (row + 1) * width))));
  };
  const draw = sampler(faces, seededRandom(seed, 5));
  const drawn = Array.from({ length: resamples }, () => ({
    accuracy: figuresOf(draw.all()).accuracy,
    macroF1: figuresOf(draw.byClass()).macroF1,
  }));
  const n = faces.length;
  const hits = faces.filter(({ label, cell }) => cell === label * width + label).length;
  const isSmall = n > 0 && (n < fewest || hits === 0 || hits === n);
  return {
    accuracy: isSmall ? wilson(hits, n) : middle95(drawn.map(({ accuracy }) => accuracy)),
    macroF1: middle95(drawn.map(({ macroF1 }) => macroF1)),
  };
}

/** Draws faces with replacement: of all of them, or of each class as many as it has. */
export function sampler<Face extends { label: number }>(faces: readonly Face[], random: Random) {
  const classes = [...new Set(faces.map(({ label }) => label))].map((label) => faces.filter((f) => f.label === label));
  function* drawFrom(some: readonly Face[]) {
    for (let i = 0; i < some.length; i++) yield some[Math.floor(random.uniform() * some.length)] as Face;
  }
  return {
    all: () => drawFrom(faces),
    *byClass() {
      for (const own of classes) yield* drawFrom(own);
    },
  };
}

/** What the middle 95 % of the values lie between. */
export function middle95(values: number[]): Interval {
  const sorted = values.sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
