import { describe, expect, it } from 'vitest';
import { findGraphicsCard } from '../../tools/graphicsCard';
import { placementOf } from '../../tools/placement';
import {
  averagePool,
  concat,
  globalAveragePool,
  maxPool,
  type Network,
  network,
  relu,
  relu6,
  seededRandom,
  standardise,
  writeOnnx,
} from '../graph';
import { networks } from '../nets';
import type { Device } from '../runtime';
import { createResidentSession, createSession } from '../runtime/node';
import { fit, parseRecipe, type Recipe, stepOf } from './index';

const hasWebgpu = await findGraphicsCard();

/** One of each layer. */
const everything = network(
  'everything',
  { input: [3, 24, 24] },
  ({ conv, depthwise, norm, dense, dropout }, pixels) => {
    let h = relu6(norm(conv(standardise(pixels), 8, { stride: 2 })));
    h = maxPool(relu(norm(depthwise(h))), { size: 2 });
    h = concat([averagePool(h, { size: 3, stride: 1 }), maxPool(h, { size: 3, stride: 1 })]);
    return { fer2013: dense(dropout(globalAveragePool(h), 0.2), 7) };
  },
);

const random = seededRandom(3);
const count = 16;
const faces = {
  pixels: Uint8Array.from({ length: count * 48 * 48 }, () => random.uniform() * 256),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
  rows: new Uint32Array(count),
};

interface Losses {
  batchSize: number;
  steps: number;
  /** Of the recipe, besides. */
  given?: Partial<Recipe>;
}

async function losses(net: Network, device: Device, { batchSize, steps, given }: Losses): Promise<number[]> {
  const found: number[] = [];
  const epochs = Math.ceil((steps * batchSize) / count) + 1;
  const recipe = parseRecipe({ model: net.name, batchSize, epochs, warmupEpochs: epochs, ...given });
  const stop = new AbortController();
  const run = fit(net, faces, {
    recipe,
    createSession,
    createResidentSession,
    device,
    stepsAtOnce: 3,
    signal: stop.signal,
    onStep: ({ loss }) => {
      found.push(loss);
      if (found.length === steps) stop.abort();
    },
  });
  for await (const _ of run);
  return found.slice(0, steps);
}

async function expectSameLosses(net: Network, asked: Losses) {
  const [cpu, webgpu] = [await losses(net, 'cpu', asked), await losses(net, 'webgpu', asked)];
  expect(webgpu).toHaveLength(asked.steps);
  for (const [i, loss] of webgpu.entries()) expect(Math.abs(loss - cpu[i]!)).toBeLessThan(1e-3);
}

describe.skipIf(!hasWebgpu)('a training step on WebGPU (skipped without a Vulkan driver)', () => {
  it.each(networks)('of $name has no operator on the processor and no copy', async (net) => {
    const step = stepOf(net, parseRecipe({ model: net.name, batchSize: 2 }), { provider: 'webgpu' });
    const { nodes, onCpu, copies } = await placementOf(writeOnnx(step.model));
    expect({ onCpu, copies }).toEqual({ onCpu: 0, copies: 0 });
    expect(nodes).toBeGreaterThan(100);
  });

  it.each([
    ['its recipe', {}],
    ['AdamW and clipping', { optimizer: 'adamw', clipNorm: 1 }],
  ] as const)('of compact has at most 700 operators with %s', async (_, given) => {
    const compact = networks.find(({ name }) => name === 'compact') as Network;
    const step = stepOf(compact, parseRecipe({ batchSize: 2, ...given }), { provider: 'webgpu' });
    expect((await placementOf(writeOnnx(step.model))).nodes).toBeLessThanOrEqual(700);
  });

  it.each<[string, Partial<Recipe>]>([
    ['momentum', {}],
    ['AdamW and clipping', { optimizer: 'adamw', learningRate: 1e-3, clipNorm: 0.5 }],
    ['sharpness-aware steps', { sharpness: 0.05 }],
    ['frozen layers', { freeze: ['conv1', 'norm1'] }],
  ])('with %s gives the losses that the processor gives', async (_, given) => {
    await expectSameLosses(everything, { batchSize: 4, steps: 6, given });
  });
});
