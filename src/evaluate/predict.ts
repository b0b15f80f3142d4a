/** Runs a packaged model over many faces. */
import { countOf, type Faces, numbersIn, requireOneSplit, usualForm } from '../data';
import { mirrored } from '../media';
import { faceInputOf, runOnFaces } from '../model';
import { described, requireOptions } from '../options';
import type { Session } from '../runtime';

export interface Predictions {
  /** [count, 7] */
  fer2013: Float32Array;
  /** [count, 8], of a network that has a head for FER+ */
  ferplus?: Float32Array;
  /** [count, 7], the reading */
  emotions: Float32Array;
  /** [count, 2], not a face and a face, of a network that tells */
  face?: Float32Array;
}

/** Those of the faces at these places. */
export function pickPredictions(
  { fer2013, ferplus, emotions, face }: Predictions,
  places: readonly number[],
): Predictions {
  const rows = (values: Float32Array, width: number) => {
    const picked = new Float32Array(places.length * width);
    places.forEach((place, i) => {
      picked.set(values.subarray(place * width, (place + 1) * width), i * width);
    });
    return picked;
  };
  return {
    fer2013: rows(fer2013, 7),
    emotions: rows(emotions, 7),
    ...(ferplus && { ferplus: rows(ferplus, 8) }),
    ...(face && { face: rows(face, 2) }),
  };
}

const batchSize = 128;

/**
 * Probabilities of every face; with `flip` the mean of the face and its mirror image.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 * import { createSession, predict, readFaces } from 'feeling/train';
 * const { PublicTest } = await readFaces('fer2013.csv');
 * const session = await createSession(await readFile('tiny.onnx'));
 * const { emotions } = await predict(session, PublicTest, { flip: true });
 * emotions.length / PublicTest.labels.length; // → 7
 */
export async function predict(
  session: Session,
  faces: Faces,
  options: { flip?: boolean; onProgress?: (done: number) => void } = {},
): Promise<Predictions> {
  if (!Array.isArray(session?.outputs) || typeof session.run !== 'function')
    throw new TypeError(`predict: must be given a session, as createSession gives it (got ${described(session)})`);
  requireOneSplit('predict', faces);
  requireOptions('predict', options);
  const { flip = false, onProgress } = options;
  const n = countOf(faces);
  const input = faceInputOf(session);
  // What the network reads, where the data has it; else 48 × 48 grey, which are enlarged.
  const { detail } = faces;
  const isFitting = detail?.channels === input.channels && detail.size === input.size;
  const all = isFitting ? detail.pixels : faces.pixels;
  const { channels, size } = isFitting ? detail : usualForm;
  const numbers = numbersIn({ channels, size });
  const result: Predictions = { fer2013: new Float32Array(n * 7), emotions: new Float32Array(n * 7) };
  if (session.outputs.includes('ferplus')) result.ferplus = new Float32Array(n * 8);
  if (session.outputs.includes('face')) result.face = new Float32Array(n * 2);
  for (let start = 0; start < n; start += batchSize) {
    const count = Math.min(batchSize, n - start);
    const pixels = Float32Array.from(all.subarray(start * numbers, (start + count) * numbers));
    for (const view of flip ? [pixels, mirrored(pixels, size)] : [pixels]) {
      const each = Array.from({ length: count }, (_, i) => view.subarray(i * numbers, (i + 1) * numbers));
      const outputs = await runOnFaces(session, each);
      for (const [head, gathered] of Object.entries(result) as [string, Float32Array][]) {
        const values = outputs[head]?.data as Float32Array;
        const to = gathered.subarray((start * gathered.length) / n);
        for (let i = 0; i < values.length; i++) to[i] = (to[i] as number) + (values[i] as number) / (flip ? 2 : 1);
      }
    }
    onProgress?.(start + count);
  }
  return result;
}
