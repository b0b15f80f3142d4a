import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  averagePool,
  concat,
  emit,
  globalAveragePool,
  input,
  maxPool,
  network,
  relu,
  relu6,
  seededRandom,
  standardise,
  writeOnnx,
} from '../graph';
import type { Device } from '../runtime';
import { createSession } from '../runtime/node';
import { fit, parseRecipe } from './index';

/** Chromium brings a Vulkan driver that needs no graphics card. */
const software = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(software)) process.env['VK_ICD_FILENAMES'] ??= software;

const hasWebgpu = await createSession(writeOnnx(emit({ y: relu(input('x', [1])) })), { device: 'webgpu' }).then(
  (session) => session.close().then(() => true),
  () => false,
);

const net = network('everything', { input: [3, 24, 24] }, ({ conv, depthwise, norm, dense, dropout }, pixels) => {
  let h = relu6(norm(conv(standardise(pixels), 8, { stride: 2 })));
  h = maxPool(relu(norm(depthwise(h))), { size: 2 });
  h = concat([averagePool(h, { size: 3, stride: 1 }), maxPool(h, { size: 3, stride: 1 })]);
  return { fer2013: dense(dropout(globalAveragePool(h), 0.2), 7) };
});

it.skipIf(!hasWebgpu)('WebGPU gives the losses that the CPU gives (skipped without a Vulkan driver)', async () => {
  const random = seededRandom(3);
  const count = 16;
  const faces = {
    pixels: Uint8Array.from({ length: count * 48 * 48 }, () => random.uniform() * 256),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
    rows: new Uint32Array(count),
  };
  const losses = async (device: Device) => {
    const found: number[] = [];
    const recipe = parseRecipe({ epochs: 2, batchSize: 8, warmupEpochs: 0 });
    for await (const _ of fit(net, faces, { recipe, createSession, device, onStep: ({ loss }) => found.push(loss) }));
    return found;
  };
  const [cpu, webgpu] = [await losses('cpu'), await losses('webgpu')];
  expect(webgpu).toHaveLength(4);
  for (const [i, loss] of webgpu.entries()) expect(Math.abs(loss - cpu[i]!)).toBeLessThan(1e-3);
});
