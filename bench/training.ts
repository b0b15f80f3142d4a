/** How fast a training step is, and how fast it could be. */
import { cpus } from 'node:os';
import {
  buildForTraining,
  conv2d,
  emit,
  input,
  measure,
  type Network,
  sizeOf,
  type Tensor,
  writeOnnx,
} from '../src/graph';
import { networks } from '../src/nets';
import { convolutionBlock, type Feeds } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { parseRecipe, stepOf } from '../src/train';
import { timeModel } from './timing';

const random = (n: number) => Float32Array.from({ length: n }, () => Math.random() - 0.5);

async function timeStep(net: Network, batchSize: number, block: number): Promise<number> {
  const step = stepOf(net, parseRecipe({ model: net.name, batchSize }), block);
  const state = step.initialState(1);
  const feeds: Feeds = Object.fromEntries(
    step.model.inputs.map(({ name, dims }) => {
      const shape = dims as number[];
      return [name, { dims: shape, data: state.get(name) ?? random(sizeOf(shape)).map(Math.abs) }];
    }),
  );
  return timeModel(writeOnnx(step.model), feeds);
}

/** The network's convolutions one by one, as `Conv` with weights as inputs: what ONNX Runtime does by itself. */
async function timeForward(net: Network, batchSize: number): Promise<{ ms: number; macs: number }> {
  let ms = 0;
  let macs = 0;
  for (const { x, weight, options } of convolutionsOf(net)) {
    const shape = [batchSize, ...x.slice(1)];
    const y: Tensor = conv2d(input('x', shape), input('w', weight), options);
    macs += y.operation.macs ?? 0;
    ms += await timeModel(writeOnnx(emit({ y })), {
      x: { dims: shape, data: random(sizeOf(shape)) },
      w: { dims: weight, data: random(sizeOf(weight)) },
    });
  }
  return { ms, macs };
}

/** Shapes of every convolution of a network, read off its own graph. */
function convolutionsOf(net: Network) {
  const found: { x: readonly number[]; weight: readonly number[]; options: { stride: number; padding: number } }[] = [];
  const seen = new Set<Tensor>();
  const visit = (t: Tensor) => {
    if (seen.has(t)) return;
    seen.add(t);
    t.operation.inputs.forEach(visit);
    const [x, weight] = t.operation.inputs;
    if (t.operation.name !== 'conv2d' || !x || !weight) return;
    const kernel = weight.shape[2] as number;
    const padding = Math.floor(kernel / 2);
    const stride = Math.round((x.shape[2] as number) / (t.shape[2] as number));
    found.push({ x: x.shape, weight: weight.shape, options: { stride, padding } });
  };
  Object.values(buildForTraining(net, input('pixels', [1, ...net.input])).heads).forEach(visit);
  return found;
}

export async function benchTraining({ batch, plain }: { batch: string; plain?: boolean }) {
  const batchSize = Number(batch);
  const block = plain ? 0 : await convolutionBlock(createSession);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, batch ${batchSize}, blocks of ${block} channels (0: plain ONNX)`,
  );
  for (const net of networks) {
    const { macs } = measure(net);
    const step = await timeStep(net, batchSize, block);
    const forward = await timeForward(net, batchSize);
    const gflops = (6 * macs * batchSize) / step / 1e6;
    const forwardGflops = (2 * forward.macs) / forward.ms / 1e6;
    print(
      `${net.name}: step ${step.toFixed(0)} ms, ${(step / batchSize).toFixed(2)} ms a face, ${gflops.toFixed(0)} GFLOPS; ` +
        `forward convolutions with weights as inputs ${forwardGflops.toFixed(0)} GFLOPS; ratio ${(gflops / forwardGflops).toFixed(2)}; ` +
        `memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
    );
  }
}
