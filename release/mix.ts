/** How both heads become one reading: chosen on PublicTest, calibrated on its even rows. */
import type { Faces } from '../src/data';
import { emotions } from '../src/emotion';
import {
  judgePredictions,
  type LabelSet,
  type Predictions,
  readingBesideVotes,
  type VotedFaces,
  voteCalibration,
} from '../src/evaluate';
import { allNeutral, ferplusToEmotions, type ReadingMix } from '../src/model';

export interface TriedMix {
  contempt: string;
  mix: ReadingMix;
  /** Accuracy of the reading on PublicTest. */
  fer2013: number;
  ferplus: number;
}

/** Probabilities of the reading for a mix, from those of the heads. */
export function mixed({ fer2013, ferplus = new Float32Array() }: Predictions, mix: ReadingMix): Float32Array {
  const { temperatures = { fer2013: 1, ferplus: 1 }, offsets } = mix;
  const labels = tempered(fer2013, 7, temperatures.fer2013, offsets);
  const votes = tempered(ferplus, 8, temperatures.ferplus);
  const map = ferplusToEmotions(mix);
  const n = fer2013.length / 7;
  const result = new Float32Array(n * 7);
  for (let i = 0; i < n; i++)
    for (let e = 0; e < 7; e++) {
      let fromVotes = 0;
      for (let v = 0; v < 8; v++) fromVotes += (votes[i * 8 + v] as number) * (map[v]?.[e] as number);
      result[i * 7 + e] = (1 - mix.ferplusShare) * (labels[i * 7 + e] as number) + mix.ferplusShare * fromVotes;
    }
  return result;
}

/** The probabilities that the logits give when they are divided by the temperature and the offsets added. */
function tempered(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
  offsets?: readonly number[],
): Float32Array {
  if (temperature === 1 && !offsets) return probabilities;
  const factors = Array.from({ length: classes }, (_, c) => Math.exp(offsets?.[c] ?? 0));
  const result = probabilities.map(
    (p, i) => Math.max(p, 1e-12) ** (1 / temperature) * (factors[i % classes] as number),
  );
  for (let at = 0; at < result.length; at += classes) {
    const row = result.subarray(at, at + classes);
    const sum = row.reduce((a, b) => a + b, 0);
    for (let c = 0; c < classes; c++) row[c] = (row[c] as number) / sum;
  }
  return result;
}

/** The mixes that were tried, the one whose readings agree best with both label sets first, each counted alike. */
export function tryMixes(heads: Predictions, faces: Faces): TriedMix[] {
  const contempts = {
    neutral: allNeutral,
    'all seven evenly': emotions.map(() => 1 / emotions.length),
    angry: emotions.map((e) => (e === 'angry' ? 1 : 0)),
  };
  const tried: TriedMix[] = [];
  for (const [contempt, shares] of Object.entries(contempts))
    for (const ferplusShare of [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1]) {
      const mix = { ferplusShare, contempt: shares };
      const reading = { ...heads, emotions: mixed(heads, mix) };
      const accuracy = (labels: LabelSet) => judgePredictions(reading, faces, labels, 'reading').accuracy;
      tried.push({ contempt, mix, fer2013: accuracy('fer2013'), ferplus: accuracy('ferplus') });
    }
  return tried.sort((a, b) => b.fer2013 + b.ferplus - a.fer2013 - a.ferplus);
}

/** Furthest that any emotion's share may be from the share of people who see it, on average over faces. */
const furthest = 0.03;

/**
 * The mix with the temperatures, and then the offsets, that bring its readings of these faces nearest to the votes, by
 * cross-entropy. Of the offsets only as much is taken as brings every emotion within 0.03 of the votes, at most seven
 * tenths, since what they gain there they lose in agreement with FER2013's labels; all of them take a face that smiles
 * as it talks for neutral more often than once in ten frames.
 */
export function calibrated(heads: Predictions, faces: Faces, mix: ReadingMix): ReadingMix {
  const reading = (tried: ReadingMix) => readingBesideVotes({ emotions: mixed(heads, tried) }, faces);
  const nearest = <Tried extends ReadingMix>(tries: readonly Tried[]) => {
    const costs = tries.map((tried) => costOf(reading(tried)));
    return tries[costs.indexOf(Math.min(...costs))] as Tried;
  };
  const steps = Array.from({ length: 21 }, (_, i) => Math.round((0.4 + 0.05 * i) * 100) / 100);
  const tempered = nearest(
    steps.flatMap((fer2013) => steps.map((ferplus) => ({ ...mix, temperatures: { fer2013, ferplus } }))),
  );
  let full = { ...tempered, offsets: emotions.map(() => 0) };
  for (let round = 0; round < 4; round++)
    for (const c of emotions.keys())
      full = nearest(
        [0, -0.8, -0.4, -0.2, 0.2, 0.4, 0.8].map((step) => ({
          ...full,
          offsets: full.offsets.with(c, (full.offsets[c] as number) + step),
        })),
      );
  const partly = Array.from({ length: 15 }, (_, i) => ({
    ...tempered,
    offsets: full.offsets.map((offset) => Math.round(offset * i * 5) / 100),
  }));
  const enough = partly.find((tried) => voteCalibration(reading(tried)).perClass.every((e) => e <= furthest));
  return enough ?? (partly.at(-1) as ReadingMix);
}

/** Cross-entropy of the votes, in nats of all faces. */
function costOf({ probabilities, shares }: VotedFaces): number {
  let cost = 0;
  for (let i = 0; i < shares.length; i++)
    if ((shares[i] as number) > 0)
      cost -= (shares[i] as number) * Math.log(Math.max(1e-12, probabilities[i] as number));
  return cost;
}
