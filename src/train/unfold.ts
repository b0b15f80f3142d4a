/** Gives folded normalisation statistics of its own again, so that a network that ships can be trained further. */
import { countOf, type Faces, faceAt, facePixels, faceSize } from '../data';
import {
  emit,
  fitPixels,
  input,
  type Network,
  normInputs,
  seededRandom,
  shuffled,
  type Weights,
  writeOnnx,
} from '../graph';
import type { CreateSession } from '../runtime';

const epsilon = 1e-5;
const batchSize = 64;
const mostBatches = 16;

/**
 * The same function of a face, with normalisations that have work to do: mean and variance are those of what reaches them
 * on `faces`, `gamma` and `beta` what undoes that.
 *
 * folded parameters whose normalisations change nothing but by `beta`
 */
export async function unfolded(
  net: Network,
  folded: Weights,
  faces: Faces,
  createSession: CreateSession,
): Promise<Map<string, Float32Array>> {
  const size = Math.min(batchSize, countOf(faces));
  const pixels = input('pixels', [size, 1, faceSize, faceSize]);
  const norms = normInputs(net, fitPixels(pixels, net.input), folded);
  const weights = new Map(folded);
  if (norms.size === 0) return weights;
  const outputs = Object.fromEntries(
    [...norms].flatMap(([name, { mean, variance }]) => [
      [`${name}/mean`, mean],
      [`${name}/variance`, variance],
    ]),
  );
  const session = await createSession(writeOnnx(emit(outputs)));
  const sums = new Map<string, { mean: Float64Array; square: Float64Array }>();
  const order = shuffled(countOf(faces), seededRandom(1, 7));
  const batches = Math.min(mostBatches, Math.floor(countOf(faces) / size));
  try {
    for (let b = 0; b < batches; b++) {
      const data = new Float32Array(size * facePixels);
      for (let i = 0; i < size; i++) data.set(faceAt(faces, order[b * size + i] as number), i * facePixels);
      const results = await session.run({ pixels: { dims: pixels.shape as number[], data } });
      for (const name of norms.keys()) {
        const [mean, variance] = ['mean', 'variance'].map((part) => results[`${name}/${part}`]?.data as Float32Array);
        const sum = sums.get(name) ?? {
          mean: new Float64Array(mean?.length ?? 0),
          square: new Float64Array(mean?.length ?? 0),
        };
        sums.set(name, sum);
        mean?.forEach((m, c) => {
          sum.mean[c] = (sum.mean[c] as number) + m / batches;
          sum.square[c] = (sum.square[c] as number) + ((variance?.[c] as number) + m * m) / batches;
        });
      }
    }
  } finally {
    await session.close();
  }
  for (const [name, { mean, square }] of sums) {
    const beta = folded.get(`${name}/beta`) as Float32Array;
    const variance = Float32Array.from(square, (s, c) => Math.max(0, s - (mean[c] as number) ** 2));
    weights.set(`${name}/mean`, Float32Array.from(mean));
    weights.set(`${name}/variance`, variance);
    weights.set(
      `${name}/gamma`,
      variance.map((v) => Math.sqrt(v + epsilon)),
    );
    weights.set(
      `${name}/beta`,
      beta.map((b, c) => b + (mean[c] as number)),
    );
  }
  return weights;
}
