/** How a network's heads become the seven probabilities that people see. */
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import { add, constant, type Heads, linear, scale, softmax, type Tensor } from '../graph';

export interface ReadingMix {
  /** Share of FER+'s head, 0 to 1; the rest is FER2013's. */
  ferplusShare: number;
  /** What becomes of FER+'s contempt, which is none of the seven: shares over `emotions` that sum to 1. */
  contempt: readonly number[];
  /**
   * What each head's logits are divided by for the reading, so that of the emotions it gives p about p of people see them
   * (temperature scaling, Guo et al. 2017, arXiv:1706.04599); 1 if not given.
   */
  temperatures?: { fer2013: number; ferplus: number };
  /**
   * What is then added to the logits of FER2013's head, [7], for emotions that its labels name more or less often than ten
   * people do; 0 if not given.
   */
  offsets?: readonly number[];
}

export const allNeutral: readonly number[] = emotions.map((e) => (e === 'neutral' ? 1 : 0));

/**
 * The mix that ships was chosen on PublicTest (docs/experiments.md).
 *
 * @example
 * import { defaultMix } from 'feeling/train';
 * defaultMix.ferplusShare; // → 0.5
 */
export const defaultMix: ReadingMix = { ferplusShare: 0.5, contempt: allNeutral };

/** Row e: where FER+'s emotion e goes among the seven. [8, 7] */
export function ferplusToEmotions({ contempt }: Pick<ReadingMix, 'contempt'>): number[][] {
  return ferplusEmotions.map((label) => {
    const meaning = ferplusMeaning[label];
    return meaning === undefined ? [...contempt] : emotions.map((e) => (e === meaning ? 1 : 0));
  });
}

/** Probabilities of each head and of the reading, which is the first head's where there is no second. */
export interface ReadingOutputs {
  /** [batch, 7] */
  fer2013: Tensor;
  /** [batch, 8] */
  ferplus?: Tensor;
  /** [batch, 7] */
  emotions: Tensor;
  /** [batch, 2]: not a face, a face */
  face?: Tensor;
}

export function readingOutputs(heads: Heads, mix: ReadingMix): ReadingOutputs {
  const { fer2013: labels, ferplus: votes, face } = heads;
  if (!labels) throw new Error('model: the network must have a head fer2013');
  const fer2013 = softmax(labels);
  const told = face && { face: softmax(face) };
  if (!votes) return { fer2013, emotions: fer2013, ...told };
  const ferplus = softmax(votes);
  const { temperatures = { fer2013: 1, ferplus: 1 }, offsets } = mix;
  const byLabels =
    temperatures.fer2013 === 1 && !offsets ? fer2013 : softmax(shifted(labels, temperatures.fer2013, offsets));
  const byVotes = temperatures.ferplus === 1 ? ferplus : softmax(scale(votes, 1 / temperatures.ferplus));
  const map = ferplusToEmotions(mix);
  const transposed = emotions.flatMap((_, to) => map.map((row) => row[to] as number));
  const mapped = linear(
    byVotes,
    constant(transposed, [emotions.length, ferplusEmotions.length]),
    constant(new Float32Array(emotions.length), [emotions.length]),
  );
  return {
    fer2013,
    ferplus,
    emotions: add(scale(byLabels, 1 - mix.ferplusShare), scale(mapped, mix.ferplusShare)),
    ...told,
  };
}

/** Logits divided by the temperature, with an offset for each class. */
function shifted(logits: Tensor, temperature: number, offsets: readonly number[] = emotions.map(() => 0)): Tensor {
  const n = emotions.length;
  const divided = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 / temperature : 0));
  return linear(logits, constant(divided, [n, n]), constant(offsets, [n]));
}
