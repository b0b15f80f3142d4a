/**
 * What a person's corrections change in a network's readings, and how much of it is kept.
 *
 * docs/experiments.md tells which ways were tried on 20 people, and what each gave.
 */
import { type Emotion, type Expression, emotions, strongest } from '../emotion';
import type { NetworkVersion } from '../model';
import { type Basis, basisOf, coordinatesOf } from './basis';
import { added, changes, type Fit, fit, type Sample, softmax } from './fit';
import type { Correction, Person } from './person';
import { type Prior, shippedPrior } from './prior';

/** What was learned, and from how much. */
export interface Learned {
  /** Corrections that count for this network. */
  corrections: number;
  /** On how many of them the network's own word is among what the person said. */
  rightBefore: number;
  /** The same with what the others taught, each left out in turn. */
  rightAfter: number;
  /** How much of what was fitted is kept; 0 where it would do no good. */
  strength: number;
  /** What is told from what now: most often first. */
  told: { said: Emotion; from: Emotion }[];
}

export interface Adaptation {
  readonly learned: Learned;
  /** The same face, read by what the person taught; the same object where that changes nothing. */
  apply(expression: Expression): Expression;
}

/** Probabilities below this are as good as this: a network's last digits mean nothing. */
const least = 1e-4;
/** Days after which a correction counts half as much as the newest; then a third, a quarter … */
const halfAfter = 180;
/** What was said of another version of the network counts half, and of its features nothing. */
const otherVersion = 0.5;

const dayMs = 86_400_000;
/**
 * How much is kept of what was fitted to eight corrections and more, where any is: a little less than all, so that a face
 * that is read right by a hair stays so (docs/experiments.md). With less, a changed face is not followed.
 */
const kept = 0.95;
/** With fewer corrections than these a single one that is mended is enough. */
const few = 8;

export function adapt(person: Person, network: NetworkVersion, prior: Prior = shippedPrior): Adaptation {
  const { samples, basis, said } = samplesOf(person.corrections, network);
  if (samples.length === 0) return unchanged({ corrections: 0, rightBefore: 0, rightAfter: 0, strength: 0, told: [] });
  const found = fit(samples, prior);
  const read = changes(samples, found);
  const strength = strengthOf(samples, read);
  const before = samples.map(({ logs }) => strongest(logs));
  const after = samples.map(({ logs }, i) =>
    strongest(
      added(
        logs,
        (read[i] as (typeof read)[number]).byOthers.map((u) => strength * u),
      ),
    ),
  );
  const isRight = (i: number, told: number) => (said[i] as readonly Emotion[]).includes(emotions[told] as Emotion);
  const count = (told: readonly number[]) => told.filter((t, i) => isRight(i, t)).length;
  const now = samples.map(({ logs }, i) =>
    strongest(
      added(
        logs,
        (read[i] as (typeof read)[number]).byAll.map((u) => strength * u),
      ),
    ),
  );
  const learned: Learned = {
    corrections: samples.length,
    rightBefore: count(before),
    rightAfter: count(after),
    strength,
    told: pairsOf(
      samples.flatMap((_, i) =>
        !isRight(i, before[i] as number) && isRight(i, now[i] as number)
          ? [{ said: emotions[now[i] as number] as Emotion, from: emotions[before[i] as number] as Emotion }]
          : [],
      ),
    ),
  };
  return strength === 0
    ? unchanged(learned)
    : { learned, apply: changedBy(found, basis, { strength, spoken: spokenOf(before, said) }) };
}

const unchanged = (learned: Learned): Adaptation => ({ learned, apply: (expression) => expression });

/** Emotions that a person said, or that the network took a corrected face for. */
const spokenOf = (read: readonly number[], said: readonly (readonly Emotion[])[]): ReadonlySet<Emotion> =>
  new Set([...read.map((told) => emotions[told] as Emotion), ...said.flat()]);

/**
 * How far what was learned holds for a face, 0 … 1: not where the network sees in it what the person never spoke of. Who
 * only said that their face at rest looks sad has said nothing of their smile.
 */
function holdsFor(probabilities: ArrayLike<number>, spoken: ReadonlySet<Emotion>): number {
  let [spokenShare, other] = [0, 0];
  emotions.forEach((emotion, i) => {
    const p = probabilities[i] as number;
    if (spoken.has(emotion)) spokenShare += p;
    else other = Math.max(other, p);
  });
  return spokenShare >= other ? 1 : spokenShare / other;
}

function changedBy(
  { offsets, weights }: Fit,
  basis: Basis,
  { strength, spoken }: { strength: number; spoken: ReadonlySet<Emotion> },
): Adaptation['apply'] {
  return (expression) => {
    const { probabilities, features = new Float32Array() } = expression;
    const fits = features.length === basis.centre.length;
    const at = fits ? coordinatesOf(basis, features) : new Float64Array(basis.directions.length);
    const holds = holdsFor(probabilities, spoken);
    const gain = offsets.map((offset, c) => {
      const row = weights[c] as Float64Array;
      let sum = offset;
      for (let k = 0; k < at.length; k++) sum += (row[k] as number) * (at[k] as number);
      return strength * holds * sum;
    });
    return { ...expression, probabilities: Float32Array.from(softmax(added(logsOf(probabilities), gain))) };
  };
}

const logsOf = (probabilities: ArrayLike<number>) =>
  Float64Array.from(probabilities, (p) => Math.log(Math.max(least, p)));

/** The corrections as the fit wants them, in an order that does not hang on that of the list. */
export function samplesOf(corrections: readonly Correction[], network: NetworkVersion) {
  const mine = uncontradicted(corrections.filter(({ network: { name } }) => name === network.name))
    .map((correction) => ({ correction, key: JSON.stringify(correction) }))
    .sort((a, b) => Date.parse(a.correction.time) - Date.parse(b.correction.time) || (a.key < b.key ? -1 : 1))
    .map(({ correction }) => correction);
  const newest = Date.parse(mine.at(-1)?.time ?? '');
  const width = mine.findLast(({ network: { version } }) => version === network.version)?.features.length ?? 0;
  const isComparable = ({ network: { version }, features }: Correction) =>
    version === network.version && features.length === width;
  const basis = basisOf(mine.filter(isComparable).map(({ features }) => Float64Array.from(features)));
  const samples = mine.map((correction): Sample => {
    const { time, probabilities, features, said, network: by } = correction;
    const age = (newest - Date.parse(time)) / dayMs;
    return {
      logs: logsOf(probabilities),
      at: isComparable(correction) ? coordinatesOf(basis, features) : new Float64Array(basis.directions.length),
      said: Float64Array.from(emotions, (emotion) => (said.includes(emotion) ? 1 / said.length : 0)),
      weight: (by.version === network.version ? 1 : otherVersion) / (1 + age / halfAfter),
    };
  });
  return { samples, basis, said: mine.map(({ said }) => said) };
}

/**
 * Without what was said of one and the same reading in different words: within a day neither counts, later the newest does,
 * since a person may have learned better.
 */
function uncontradicted(corrections: readonly Correction[]): Correction[] {
  const readings = new Map<string, Correction[]>();
  for (const correction of corrections) {
    const key = JSON.stringify([correction.probabilities, correction.features]);
    readings.set(key, [...(readings.get(key) ?? []), correction]);
  }
  return [...readings.values()].flatMap((same) => {
    const newest = Math.max(...same.map(({ time }) => Date.parse(time)));
    const last = same.filter(({ time }) => newest - Date.parse(time) < dayMs);
    const words = new Set(last.map(({ said }) => [...said].sort().join()));
    return words.size === 1 ? last : [];
  });
}

/**
 * How much of what was fitted is kept: nothing, unless it mends more of the person's own corrections than it breaks and, each
 * left out in turn, breaks none on balance. Counted are those mended by all, and those mended by the others: one is enough
 * while there are few corrections, two from eight on; of many, more are wanted, as more are mended by chance (they grow as
 * its standard deviation does).
 */
function strengthOf(samples: readonly Sample[], read: readonly { byAll: Float64Array; byOthers: Float64Array }[]) {
  const wrong = (gain?: (i: number) => Float64Array) =>
    samples.reduce((sum, { logs, said, weight }, i) => {
      const told = strongest(gain ? added(logs, gain(i)) : logs);
      return sum + ((said[told] as number) > 0 ? 0 : weight);
    }, 0);
  const before = wrong();
  const byAll = wrong((i) => (read[i] as (typeof read)[number]).byAll);
  const byOthers = wrong((i) => (read[i] as (typeof read)[number]).byOthers);
  if (byAll >= before || byOthers > before) return 0;
  const weight = samples.reduce((sum, sample) => sum + sample.weight, 0);
  const wanted = weight < few ? 1 : Math.max(2, Math.sqrt(weight / 5));
  // Faded corrections mend a little less than a whole one.
  return 2 * before - byAll - byOthers >= 0.9 * wanted ? (weight < few ? 1 : kept) : 0;
}

function pairsOf(pairs: readonly { said: Emotion; from: Emotion }[]): Learned['told'] {
  const counts = new Map<string, { pair: Learned['told'][number]; count: number }>();
  for (const pair of pairs) {
    const key = `${pair.said} ${pair.from}`;
    counts.set(key, { pair, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ pair }) => pair);
}
