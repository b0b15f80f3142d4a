/** Beside what ten people saw: their votes are a distribution, and so is what a network says. */
import { countOf, type Faces, type Votes, voteColumns } from '../data';
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import { type Random, seededRandom, shuffled } from '../graph';
import type { Predictions } from './predict';

/** Faces in which people saw an emotion: their shares of votes, and what the network says of the same classes. */
export interface VotedFaces {
  classes: readonly string[];
  /** [faces, classes] */
  probabilities: Float32Array;
  shares: Float32Array;
}

/** What each of FER+'s classes is among our seven; −1 for contempt. */
const sevenOf = ferplusEmotions.map((label) => {
  const meaning = ferplusMeaning[label];
  return meaning === undefined ? -1 : emotions.indexOf(meaning);
});

/**
 * The reading beside the votes for its seven emotions; votes for contempt count as none.
 *
 * Throws an Error when FER+'s votes were not loaded.
 */
export function readingBesideVotes({ emotions: reading }: Pick<Predictions, 'emotions'>, faces: Faces): VotedFaces {
  const { shares } = votesOf(faces);
  const rows: number[] = [];
  const all = new Float32Array(countOf(faces) * emotions.length);
  for (let i = 0; i < countOf(faces); i++) {
    let total = 0;
    sevenOf.forEach((to, from) => {
      if (to < 0) return;
      const share = shares[i * ferplusEmotions.length + from] as number;
      all[i * emotions.length + to] = share;
      total += share;
    });
    if (total === 0) continue;
    for (let c = 0; c < emotions.length; c++)
      all[i * emotions.length + c] = (all[i * emotions.length + c] as number) / total;
    rows.push(i);
  }
  const picked = (values: Float32Array) =>
    Float32Array.from(rows.flatMap((i) => [...values.subarray(i * emotions.length, (i + 1) * emotions.length)]));
  return { classes: emotions, probabilities: picked(reading), shares: picked(all) };
}

function votesOf({ votes }: Faces): Votes {
  if (!votes) throw new Error("evaluate: FER+'s votes are needed; give their file with --votes");
  return votes;
}

/** Probabilities about as high as each other, and how many people chose what they were given to. */
export interface VoteBin {
  count: number;
  /** Means; 0 in an empty bin. */
  probability: number;
  share: number;
}

export interface VoteCalibration {
  /** Expected difference between the strongest emotion's probability and the share of people who saw it, 15 bins. */
  ece: number;
  /** The same for each class, over all faces (classwise calibration error, Kull et al. 2019, arXiv:1910.12656). */
  perClass: number[];
  /** Of all classes together, 15 bins of equal width. */
  bins: VoteBin[];
}

const binCount = 15;

/** Whether of the emotions that are given p about a share of p of people chose them. */
export function voteCalibration({ classes, probabilities, shares }: VotedFaces): VoteCalibration {
  const width = classes.length;
  const emptyBins = () => Array.from({ length: binCount }, () => ({ count: 0, probability: 0, share: 0 }));
  const [all, top] = [emptyBins(), emptyBins()];
  const each = classes.map(emptyBins);
  const put = (bins: VoteBin[], p: number, share: number) => {
    const bin = bins[Math.min(binCount - 1, Math.floor(p * binCount))] as VoteBin;
    bin.count++;
    bin.probability += p;
    bin.share += share;
  };
  for (let at = 0; at < probabilities.length; at += width) {
    let strongest = at;
    for (let i = at; i < at + width; i++) {
      const [p, share] = [probabilities[i] as number, shares[i] as number];
      put(all, p, share);
      put(each[i - at] as VoteBin[], p, share);
      if (p > (probabilities[strongest] as number)) strongest = i;
    }
    put(top, probabilities[strongest] as number, shares[strongest] as number);
  }
  return {
    ece: expectedDifference(top),
    perClass: each.map(expectedDifference),
    bins: all.map(({ count, probability, share }) => ({
      count,
      probability: count === 0 ? 0 : probability / count,
      share: count === 0 ? 0 : share / count,
    })),
  };
}

/** bins: sums, not means yet */
const expectedDifference = (bins: readonly VoteBin[]) =>
  bins.reduce((sum, { probability, share }) => sum + Math.abs(probability - share), 0) /
  Math.max(
    1,
    bins.reduce((sum, { count }) => sum + count, 0),
  );

/** How far two distributions are apart, 0 to 1: the root of their Jensen–Shannon divergence in bits (Lin 1991). */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] as number, q[i] as number];
    const middle = (a + b) / 2;
    if (a > 0) sum += (a / 2) * Math.log2(a / middle);
    if (b > 0) sum += (b / 2) * Math.log2(b / middle);
  }
  return Math.sqrt(Math.max(0, sum));
}

/** Mean distance of the network's probabilities from the votes, over faces. */
export function distanceToVotes({ classes, probabilities, shares }: VotedFaces): number {
  const width = classes.length;
  const n = probabilities.length / width;
  let sum = 0;
  for (let i = 0; i < n; i++)
    sum += jensenShannon(
      probabilities.subarray(i * width, (i + 1) * width),
      shares.subarray(i * width, (i + 1) * width),
    );
  return n === 0 ? 0 : sum / n;
}

/**
 * Mean distance between what five of the ten people saw and what the other five saw, over the seven emotions: how far
 * people are from each other. Ten against ten other people would be nearer, as the noise of so few halves.
 *
 * Throws an Error when FER+'s votes were not loaded.
 */
export function distanceBetweenPeople(faces: Faces, seed = 1): number {
  const { counts } = votesOf(faces);
  const random = seededRandom(seed, 6);
  let [sum, n] = [0, 0];
  for (let i = 0; i < countOf(faces); i++) {
    const cast = sevenOf.flatMap((to, from) =>
      to < 0 ? [] : Array<number>(counts[i * voteColumns + from] as number).fill(to),
    );
    if (cast.length < 4) continue;
    const [one, other] = halves(cast, random);
    sum += jensenShannon(distribution(one), distribution(other));
    n++;
  }
  return n === 0 ? 0 : sum / n;
}

function halves(cast: readonly number[], random: Random): [number[], number[]] {
  const order = [...shuffled(cast.length, random)].map((place) => cast[place] as number);
  const middle = Math.floor(cast.length / 2);
  return [order.slice(0, middle), order.slice(middle, 2 * middle)];
}

function distribution(cast: readonly number[]): Float32Array {
  const shares = new Float32Array(emotions.length);
  for (const emotion of cast) shares[emotion] = (shares[emotion] as number) + 1 / cast.length;
  return shares;
}
