/** The weights of a network of ours in the .onnx file it was packaged into. */
import {
  buildForInference,
  buildForTraining,
  emit,
  fitPixels,
  floatsOf,
  input,
  type Network,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  readOnnx,
  sizeOf,
} from '../graph';
import { classifierSize } from './feed';
import { defaultMix, type ReadingMix, readingOutputs } from './reading';
import { ModelError } from './registry';

/** What normalisation adds to a variance before it divides by its root. */
const epsilon = 1e-5;

/** A node that has weights, and perhaps an offset. */
interface Weighted {
  weight: OnnxConstant;
  offset: OnnxConstant | undefined;
}

/**
 * Parameters by name. Normalisation is folded into the convolutions there: its statistics are those that change nothing
 * (`gamma` 1, `mean` 0, variance 1) and `beta` is what the folding left.
 *
 * The names are lost in the file, but a file of the same network with a number of its own for each parameter has the same
 * nodes in the same order.
 *
 * Throws a ModelError when the file is of another network, or in whole numbers.
 */
export function foldedWeights(net: Network, bytes: Uint8Array, file: string): Map<string, Float32Array> {
  const model = readOnnx(bytes);
  const mix: ReadingMix = model.metadata['mix'] ? JSON.parse(model.metadata['mix']) : defaultMix;
  const { parameters } = buildForTraining(net, input('pixels', [1, ...net.input]));
  const startOf = (name: string) => {
    if (name.endsWith('/gamma')) return 1;
    if (name.endsWith('/mean')) return 0;
    return name.endsWith('/variance') ? 1 - epsilon : undefined;
  };
  const tagged = new Map(
    parameters.map(({ name, shape }, i) => [name, new Float32Array(sizeOf(shape)).fill(startOf(name) ?? i + 1)]),
  );
  const [, ...form] = model.inputs.find(({ name }) => name === 'pixels')?.dims ?? [];
  const pixels = input(
    'pixels',
    form.every((d) => typeof d === 'number') && form.length === 3
      ? [1, ...(form as number[])]
      : [1, 1, classifierSize, classifierSize],
  );
  const reference = emit(
    { ...readingOutputs(buildForInference(net, fitPixels(pixels, net.input), tagged), mix) },
    { freeBatch: true },
  );
  const [ours, theirs] = [weightedNodes(reference), weightedNodes(model)];
  const other = () =>
    new ModelError(
      `${file}: not the network ${net.name} in numbers of 32 or 16 bits; its weights cannot be told apart`,
    );
  if (ours.length !== theirs.length) throw other();
  const found = new Map<string, Float32Array>();
  for (const [i, { weight, offset }] of ours.entries()) {
    const their = theirs[i] as Weighted;
    for (const [mine, given] of [
      [weight, their.weight],
      [offset, their.offset],
    ] as const) {
      if (!mine) continue;
      const tag = Math.round(floatsOf(mine)[0] ?? 0);
      const parameter = parameters[tag - 1];
      // What mixes the heads into the reading is no parameter.
      if (!parameter || sizeOf(parameter.shape) !== sizeOf(mine.dims) || startOf(parameter.name) !== undefined)
        continue;
      if (!given || given.dims.join() !== mine.dims.join()) throw other();
      found.set(parameter.name, floatsOf(given));
    }
  }
  for (const { name, shape } of parameters) {
    const start = startOf(name);
    if (start !== undefined) found.set(name, new Float32Array(sizeOf(shape)).fill(start));
    else if (!found.has(name)) throw other();
  }
  return found;
}

const kinds = new Set(['Conv', 'FusedConv', 'Gemm', 'MatMul']);

/** Nodes with constant weights, in their order; weights may be kept in 16 bits and widened. */
function weightedNodes({ nodes, constants }: OnnxModel): Weighted[] {
  const byName = new Map(constants.map((constant) => [constant.name, constant]));
  const casts = new Map(nodes.filter(({ op }) => op === 'Cast').map((node) => [node.outputs[0], node.inputs[0]]));
  const constantOf = (name: string | undefined): OnnxConstant | undefined =>
    name === undefined ? undefined : (byName.get(name) ?? byName.get(casts.get(name) ?? ''));
  return nodes.flatMap((node: OnnxNode) => {
    if (!kinds.has(node.op)) return [];
    const weight = constantOf(node.inputs[1]);
    return weight ? [{ weight, offset: constantOf(node.inputs[2]) }] : [];
  });
}
