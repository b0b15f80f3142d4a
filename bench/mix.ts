/** How both heads become one reading: chosen on PublicTest, calibrated on its even rows. */
import type { Faces } from '../src/data';
import { emotions } from '../src/emotion';
import { judgePredictions, type LabelSet, type Predictions, readingBesideVotes } from '../src/evaluate';
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
  const { temperatures = { fer2013: 1, ferplus: 1 } } = mix;
  const [labels, votes] = [tempered(fer2013, 7, temperatures.fer2013), tempered(ferplus, 8, temperatures.ferplus)];
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

/** The probabilities that the logits give when they are divided by the temperature. */
function tempered(probabilities: Float32Array, classes: number, temperature: number): Float32Array {
  if (temperature === 1) return probabilities;
  const result = probabilities.map((p) => Math.max(p, 1e-12) ** (1 / temperature));
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

/** The mix with the temperatures that bring its readings of these faces nearest to the votes, by cross-entropy. */
export function calibrated(heads: Predictions, faces: Faces, mix: ReadingMix): ReadingMix {
  const steps = Array.from({ length: 21 }, (_, i) => Math.round((0.4 + 0.05 * i) * 100) / 100);
  let best: { mix: ReadingMix; cost: number } | undefined;
  for (const fer2013 of steps)
    for (const ferplus of steps) {
      const tried = { ...mix, temperatures: { fer2013, ferplus } };
      const { probabilities, shares } = readingBesideVotes({ emotions: mixed(heads, tried) }, faces);
      let cost = 0;
      for (let i = 0; i < shares.length; i++)
        if ((shares[i] as number) > 0)
          cost -= (shares[i] as number) * Math.log(Math.max(1e-12, probabilities[i] as number));
      if (!best || cost < best.cost) best = { mix: tried, cost };
    }
  return best?.mix ?? mix;
}
