/** How fast a training step is, how fast it could be, and what an epoch spends beside its steps. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { cameraAugmentation, type Faces, faceSize } from '../src/data';
import { predict } from '../src/evaluate';
import {
  buildForTraining,
  constant,
  conv2d,
  depthwiseConv2d,
  emit,
  globalAveragePool,
  gradients,
  initialWeights,
  input,
  linear,
  measure,
  type Network,
  reshape,
  sizeOf,
  type Tensor,
  writeOnnx,
} from '../src/graph';
import { defaultMix, packageModel } from '../src/model';
import { findNetwork, networks } from '../src/nets';
import { convolutionBlock, type Feeds } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { median } from '../src/statistics';
import { parseRecipe, prepareStep, stepFeeds, stepOf } from '../src/train';
import { timeModel } from './timing';

const random = (n: number) => Float32Array.from({ length: n }, () => Math.random() - 0.5);
const feedsFor = (shapes: Record<string, readonly number[]>): Feeds =>
  Object.fromEntries(Object.entries(shapes).map(([name, dims]) => [name, { dims, data: random(sizeOf(dims)) }]));

/** Made-up faces, enough for a batch. */
const someFaces = (count: number): Faces => ({
  pixels: Uint8Array.from({ length: count * faceSize ** 2 }, () => Math.random() * 256),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
  rows: new Uint32Array(count),
});

/** Milliseconds of a step, and of making what it is fed. */
export async function timeStep(net: Network, batchSize: number, block: number, threads?: number) {
  const recipe = parseRecipe({ model: net.name, batchSize });
  const step = stepOf(net, recipe, { block });
  const state = Object.fromEntries(
    [...step.initialState(1)].map(([name, data]) => [name, { dims: [data.length], data }]),
  );
  const faces = someFaces(batchSize);
  const places = Uint32Array.from({ length: batchSize }, (_, i) => i);
  const plan = {
    faces,
    batch: { seed: 1, augmentation: cameraAugmentation },
    heads: step.heads,
    masks: step.masks,
  };
  const make = (epoch: number) => ({
    ...stepFeeds(step, prepareStep(plan, { epoch, step: epoch, places }), { recipe, learningRate: 1e-6, step: epoch }),
    ...state,
  });
  const times = Array.from({ length: 12 }, (_, epoch) => {
    const started = performance.now();
    make(epoch);
    return performance.now() - started;
  });
  return { step: await timeModel(writeOnnx(step.model), make(0), threads), feeding: median(times) };
}

/** Milliseconds to judge one face when an epoch's weights are validated. */
async function timeValidation(net: Network): Promise<number> {
  const weights = initialWeights(buildForTraining(net, input('pixels', [1, ...net.input])), 1);
  const session = await createSession(packageModel(net, weights, { mix: defaultMix }));
  const faces = someFaces(256);
  await predict(session, faces);
  const started = performance.now();
  await predict(session, faces);
  const ms = (performance.now() - started) / 256;
  await session.close();
  return ms;
}

interface Convolution {
  depthwise: boolean;
  x: readonly number[];
  weight: readonly number[];
  options: { stride: number; padding: number };
}

/** Every convolution of a network, read off its own graph. */
function convolutionsOf(net: Network): Convolution[] {
  const found: Convolution[] = [];
  const seen = new Set<Tensor>();
  const visit = (t: Tensor) => {
    if (seen.has(t)) return;
    seen.add(t);
    t.operation.inputs.forEach(visit);
    const { name, window, inputs } = t.operation;
    const [x, weight] = inputs;
    if (window && x && weight)
      found.push({ depthwise: name === 'depthwiseConv2d', x: x.shape, weight: weight.shape, options: window });
  };
  Object.values(buildForTraining(net, input('pixels', [1, ...net.input])).heads).forEach(visit);
  return found;
}

/**
 * Convolutions one by one as plain `Conv`: what ONNX Runtime does by itself, forward. With constant weights it reorders
 * them beforehand, as when a trained network runs.
 */
async function timeForward(convolutions: readonly Convolution[], batchSize: number, constantWeights = false) {
  let [ms, macs] = [0, 0];
  for (const { depthwise, x, weight, options } of convolutions) {
    const shape = [batchSize, ...x.slice(1)];
    const convolve = depthwise ? depthwiseConv2d : conv2d;
    const w = constantWeights ? constant(random(sizeOf(weight)), weight) : input('w', weight);
    const y = convolve(input('x', shape), w, options);
    macs += y.operation.macs ?? 0;
    ms += await timeModel(writeOnnx(emit({ y })), feedsFor({ x: shape, ...(!constantWeights && { w: weight }) }));
  }
  return { ms, gflops: ms === 0 ? 0 : (2 * macs) / ms / 1e6, macs };
}

/** Depthwise convolutions with both of their gradients, as a training step has them. */
async function timeDepthwise(convolutions: readonly Convolution[], batchSize: number, block: number): Promise<number> {
  let ms = 0;
  for (const { x, weight, options } of convolutions) {
    const shape = [batchSize, ...x.slice(1)];
    const [image, kernel] = [input('x', shape), input('w', weight)];
    // A depthwise 1 × 1 convolution makes a feature map of the input, in the layout that a network keeps it in.
    const run = async (withConvolution: boolean) => {
      const h = depthwiseConv2d(image, constant(random(shape[1] as number), [shape[1] as number, 1, 1, 1]));
      const features = globalAveragePool(withConvolution ? depthwiseConv2d(h, kernel, options) : h);
      const size = sizeOf(features.shape);
      const sum = linear(reshape(features, [1, size]), constant(random(size), [1, size]), constant([0], [1]));
      const loss = reshape(sum, []);
      const targets = withConvolution ? [image, kernel] : [image];
      const slopes = Object.fromEntries(gradients(loss, targets).map((g, i) => [`g${i}`, g]));
      const feeds = feedsFor({ x: shape, ...(withConvolution && { w: weight }) });
      return timeModel(writeOnnx(emit({ loss, ...slopes }, { block })), feeds);
    };
    // What the frame around it takes is not the convolution's.
    ms += Math.max(0, (await run(true)) - (await run(false)));
  }
  return ms;
}

export async function benchTraining({ network, batch, plain }: { network?: string; batch?: string; plain?: boolean }) {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  if (network === undefined) {
    print(`${cpus().length} × ${cpus()[0]?.model.trim()}`);
    // A process each, so that its memory is its own.
    const [script = '', command = ''] = process.argv.slice(1);
    for (const { name } of networks)
      spawnSync(process.execPath, [...process.execArgv, script, command, ...process.argv.slice(3), '--network', name], {
        stdio: 'inherit',
      });
    return;
  }
  const net = findNetwork(network);
  const batchSize = batch === undefined ? parseRecipe({ model: net.name }).batchSize : Number(batch);
  const block = plain ? 0 : await convolutionBlock(createSession);
  const { macs } = measure(net);
  const { step, feeding } = await timeStep(net, batchSize, block);
  const memory = process.resourceUsage().maxRSS / 1e3;
  const gflops = (6 * macs * batchSize) / step / 1e6;
  const convolutions = convolutionsOf(net);
  const forward = await timeForward(convolutions, batchSize);
  // Of FER2013: 28,006 faces trained on, 3,589 judged after each epoch.
  const stepsTime = (step * 28_006) / batchSize;
  const judging = (await timeValidation(net)) * 3_589;
  const beside = (feeding * 28_006) / batchSize + judging;
  print(
    `${net.name}, batch ${batchSize}, ${block === 0 ? 'plain ONNX' : `blocks of ${block} channels`}:\n` +
      `  step ${step.toFixed(0)} ms, ${(step / batchSize).toFixed(2)} ms a face, ${gflops.toFixed(0)} GFLOPS; ` +
      `ONNX Runtime's forward convolutions with weights as inputs ${forward.gflops.toFixed(0)} GFLOPS; ratio ${(gflops / forward.gflops).toFixed(2)}\n` +
      `  memory ${memory.toFixed(0)} MB; an epoch of 28,006 faces ${((stepsTime + beside) / 60_000).toFixed(1)} minutes, ` +
      `of it augmentation, feeding and validation ${((100 * beside) / (stepsTime + beside)).toFixed(1)} %`,
  );
  const depthwise = convolutions.filter((c) => c.depthwise);
  if (depthwise.length === 0) return;
  const own = await timeForward(depthwise, batchSize, true);
  const trained = await timeDepthwise(depthwise, batchSize, block);
  const trainedGflops = (6 * own.macs) / trained / 1e6;
  print(
    `  depthwise convolutions with their gradients ${trainedGflops.toFixed(1)} GFLOPS, ` +
      `ONNX Runtime's own forward with constant weights ${own.gflops.toFixed(1)}; ratio ${(trainedGflops / own.gflops).toFixed(2)}`,
  );
}
