import { describe, expect, it } from 'vitest';
import { convolutionBlock } from '../runtime';
import { createSession } from '../runtime/node';
import {
  add,
  buildForInference,
  buildForTraining,
  emit,
  globalAveragePool,
  initialWeights,
  input,
  measure,
  network,
  relu,
  seededRandom,
  writeOnnx,
} from './index';

/** A small residual network with everything that `compact` has. */
const small = network('small', { input: [1, 8, 8] }, ({ conv, norm, dense, dropout }, pixels) => {
  const h = relu(norm(conv(pixels, 16)));
  const branch = norm(conv(relu(norm(conv(h, 32, { stride: 2 }))), 32));
  const shortcut = norm(conv(h, 32, { kernel: 1, stride: 2 }));
  return { labels: dense(dropout(globalAveragePool(relu(add(branch, shortcut))), 0.5), 3) };
});

const pixels = { dims: [2, 1, 8, 8], data: Float32Array.from({ length: 128 }, (_, i) => Math.sin(i)) };
const random = seededRandom(9);
const weights = new Map(
  [...initialWeights(buildForTraining(small, input('pixels', [2, 1, 8, 8])), 1)].map(([name, values]) => [
    name,
    // Statistics and scales as a trained network has them, not 0 and 1.
    name.startsWith('norm') ? values.map((v) => Math.abs(v) + 0.2 + random.uniform()) : values,
  ]),
);

describe('networks', () => {
  it('count parameters and products as one does by hand', () => {
    // conv 16·9, 32·16·9, 32·32·9, 32·16; norms 2·(16 + 3·32); dense 3·32 + 3
    expect(measure(small).parameters).toBe(144 + 4608 + 9216 + 512 + 2 * 112 + 99);
    // 64 positions · 144, then 16 positions · (4608 + 9216 + 512), dense 96
    expect(measure(small).macs).toBe(64 * 144 + 16 * 14_336 + 96);
  });

  it('name their parameters by kind and order', () => {
    const { parameters, masks } = buildForTraining(small, input('pixels', [2, 1, 8, 8]));
    expect(parameters.slice(0, 5).map((p) => p.name)).toEqual([
      'conv1/weight',
      'norm1/gamma',
      'norm1/beta',
      'norm1/mean',
      'norm1/variance',
    ]);
    expect(masks).toMatchObject([{ name: 'dropout1', shape: [2, 32], rate: 0.5 }]);
  });

  it('give the same whether normalisation is folded into the weights or not, in either layout', async () => {
    const heads = buildForInference(small, input('pixels', [2, 1, 8, 8]), weights);
    const folded = emit(heads);
    expect(folded.nodes.some((n) => n.op === 'Mul')).toBe(false);
    const results = [await run(folded)];
    for (const block of [0, await convolutionBlock(createSession)]) results.push(await run(emit(heads, { block })));
    // Keeping a tensor's own value as an output keeps it from being folded.
    results.push(await run(emit({ ...heads, ...innerTensors(heads.labels!) })));
    for (const result of results)
      result.forEach((v, i) => {
        expect(v).toBeCloseTo(results[0]?.[i] ?? Number.NaN, 3);
      });
  });

  it('say which parameter is missing or of the wrong size', () => {
    const lacking = new Map([...weights].filter(([name]) => name !== 'norm2/mean'));
    expect(() => buildForInference(small, input('pixels', [1, 1, 8, 8]), lacking)).toThrow(
      'network: parameter norm2/mean must have 32 values (got none)',
    );
    expect(() => buildForInference(small, input('pixels', [1, 3, 8, 8]), weights)).toThrow(
      'pixels must have shape [batch, 1, 8, 8] (got [1, 3, 8, 8])',
    );
  });
});

/** Every feature map that the head is computed from. */
function innerTensors(head: ReturnType<typeof input>) {
  const found = new Map<typeof head, string>();
  const visit = (t: typeof head) => {
    if (t.featureMap && !found.has(t)) found.set(t, `inner${found.size}`);
    t.operation.inputs.forEach(visit);
  };
  visit(head);
  return Object.fromEntries([...found].map(([t, name]) => [name, t]));
}

async function run(model: ReturnType<typeof emit>) {
  const session = await createSession(writeOnnx(model), { threads: 1 });
  const { labels } = await session.run({ pixels });
  await session.close();
  return labels?.data ?? new Float32Array(0);
}
