/** In which order ONNX Runtime computes a step, from its own profile: what it needs in memory hangs on that. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OnnxModel, sizeOf, writeOnnx } from '../graph';
import { findNetwork } from '../nets';
import { createSession } from '../runtime/node';
import { parseRecipe, stepOf } from './index';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feeling-profile-'));
});
afterAll(() => rm(folder, { recursive: true }));

const kernels = '_kernel_time';
const profileSchema = v.array(
  v.object({ name: v.string(), args: v.optional(v.object({ op_name: v.optional(v.string()) })) }),
);

/** Names of the nodes as they are computed. */
async function computed(model: OnnxModel): Promise<string[]> {
  const session = await createSession(writeOnnx(model), { profile: join(folder, 'step') });
  const feeds = session.inputs.map((name) => {
    const dims = (session.inputShapes?.[name] ?? []).map(Number);
    return [name, { dims, data: new Float32Array(sizeOf(dims)).fill(0.1) }] as const;
  });
  await session.run(Object.fromEntries(feeds));
  await session.close();
  const [file = ''] = await readdir(folder);
  const events = v.parse(profileSchema, JSON.parse(await readFile(join(folder, file), 'utf8')));
  return events.flatMap(({ name }) => (name.endsWith(kernels) ? [name.slice(0, -kernels.length)] : []));
}

it('weights get their gradients on the way back, so that feature maps need not be kept to its end', async () => {
  const step = stepOf(findNetwork('compact'), parseRecipe({ model: 'compact', batchSize: 2 }), { block: 0 });
  const order = await computed(step.model);
  const madeBy = new Map(step.model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const weights = step.state.find(({ name }) => name === 'weights')?.tensors ?? [];
  const joined = step.model.nodes.find(({ op, inputs }) => op === 'Concat' && inputs.length === weights.length);
  /** When each weight's gradient was there, in the order of the layers. */
  const places = weights.map((_, i) => {
    let node = madeBy.get(joined?.inputs[i] ?? '');
    // Reshaping costs nothing, and is no step of its own.
    while (node && !order.includes(node.outputs[0] ?? '')) node = madeBy.get(node.inputs[0] ?? '');
    return order.indexOf(node?.outputs[0] ?? '');
  });
  const convolutions = places.filter((_, i) => weights[i]?.shape.length === 4);
  expect(convolutions.length).toBeGreaterThan(10);
  expect(convolutions).toEqual(convolutions.toSorted((a, b) => b - a));
  // What is computed from the last layer's gradient to the first's is the way back, not gradients alone.
  expect((convolutions[0] as number) - (convolutions.at(-1) as number)).toBeGreaterThan(order.length / 3);
});
