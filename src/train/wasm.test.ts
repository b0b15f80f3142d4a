/** Training on ONNX Runtime's WebAssembly, as a page does, beside training in Node, as the command does. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type Faces, facePixels } from '../data';
import { seededRandom } from '../graph';
import { findNetwork } from '../nets';
import type { CreateSession } from '../runtime';
import { loadWasmBackend } from '../runtime/browser';
import { createSession } from '../runtime/node';
import { parseRecipe, type State, trainEpochs } from './browser';

const count = 24;

/** Stripes whose distance tells the class. */
function stripes(): Faces {
  const random = seededRandom(3);
  return {
    pixels: Uint8Array.from({ length: count * facePixels }, (_, i) => {
      const period = 2 * ((Math.floor(i / facePixels) % 7) + 1);
      return (Math.floor(i / 48) % period < period / 2 ? 120 : 0) + random.uniform() * 100;
    }),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
    rows: Uint32Array.from({ length: count }, (_, i) => i),
  };
}

async function lossesOn(create: CreateSession): Promise<number[]> {
  const recipe = parseRecipe({ model: 'tiny', epochs: 1, batchSize: 8 });
  const losses: number[] = [];
  let kept: State | undefined;
  const epochs = trainEpochs(findNetwork('tiny'), stripes(), {
    recipe,
    createSession: create,
    saveEvery: Number.POSITIVE_INFINITY,
    keeper: {
      begin: async (step) => ({ state: step.initialState(recipe.seed), progress: { step: 0, sums: {}, history: [] } }),
      saveStep: async () => {},
      saveEpoch: async (state) => {
        kept = state;
      },
    },
    onStep: ({ loss }) => void losses.push(loss),
  });
  for await (const { epoch } of epochs) expect(epoch).toBe(1);
  expect(kept?.size).toBeGreaterThan(0);
  return losses;
}

it('gives the losses of three steps as Node does, to a thousandth', async () => {
  const wasm = pathToFileURL(`${dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))}/`).href;
  const { createSession: onWasm } = await loadWasmBackend(wasm);
  const expected = await lossesOn(createSession);
  const found = await lossesOn(onWasm);
  expect(found).toHaveLength(3);
  for (const [i, loss] of found.entries()) expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-3);
});
