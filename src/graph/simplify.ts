/** Makes a model that was made for ONNX Runtime plain, for those that turn it into something else. */
import { readersOf, withUsedConstants } from './links';
import { elementTypes, type OnnxConstant, type OnnxModel, type OnnxNode, requireOnnx } from './onnx';
import { floatsOf } from './readOnnx';

/**
 * The same model without steps that compute nothing: weights kept in 16 bits are widened, those that are reshaped have
 * that shape, copies are named through, and every second pixel that only a 1 × 1 convolution reads becomes that
 * convolution's stride.
 *
 * @example
 * import { emit, input, relu, simplify } from 'feeling/train';
 * const model = emit({ y: relu(input('x', [1])) });
 * simplify(model).outputs.map(({ name }) => name); // → ['y']
 */
export function simplify(model: OnnxModel): OnnxModel {
  requireOnnx('simplify', model);
  return withStrides(withoutCopies(withWideWeights(model)));
}

const ints = (constant: OnnxConstant | undefined) => constant && [...floatsOf(constant)];

function withWideWeights(model: OnnxModel): OnnxModel {
  const constants = new Map(model.constants.map((c) => [c.name, c]));
  const nodes = model.nodes.filter(({ op, inputs: [from = '', shape = ''], outputs: [to = ''], attributes }) => {
    const constant = constants.get(from);
    const dims = ints(constants.get(shape));
    if (op === 'Reshape' && constant && dims?.every((d) => d > 0)) {
      constants.set(to, { ...constant, name: to, dims });
      return false;
    }
    if (op !== 'Cast' || constant?.type !== 'float16' || attributes?.['to'] !== elementTypes.float32) return true;
    constants.set(to, { ...constant, name: to, type: 'float32', data: new Uint8Array(floatsOf(constant).buffer) });
    return false;
  });
  return withUsedConstants({ ...model, nodes, constants: [...constants.values()] });
}

/** An Identity goes where it only names an output whose value has no other name outside. */
function withoutCopies(model: OnnxModel): OnnxModel {
  const outside = new Set([...model.inputs, ...model.outputs, ...model.constants].map(({ name }) => name));
  const renamed = new Map<string, string>();
  const nodes = model.nodes.filter(({ op, inputs: [from = ''], outputs: [to = ''] }) => {
    if (op !== 'Identity' || outside.has(from) || renamed.has(from)) return true;
    renamed.set(from, to);
    return false;
  });
  const named = (name: string) => renamed.get(name) ?? name;
  return {
    ...model,
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map(named), outputs: node.outputs.map(named) })),
  };
}

function withStrides(model: OnnxModel): OnnxModel {
  const constants = new Map(model.constants.map((c) => [c.name, c]));
  const readers = readersOf(model);
  /** By the name of the value that they make, steps of which every reader can do itself. */
  const steps = new Map<string, { from: string; strides: number[] }>();
  for (const { op, inputs, outputs } of model.nodes) {
    const [from = '', starts = '', , axes = '', step = ''] = inputs;
    const [to = ''] = outputs;
    if (op !== 'Slice' || !readers.get(to)?.every(isPointwise)) continue;
    const isOverPictures = ints(constants.get(axes))?.join() === '2,3' && ints(constants.get(starts))?.join() === '0,0';
    const strides = ints(constants.get(step));
    if (isOverPictures && strides) steps.set(to, { from, strides });
  }
  const nodes = model.nodes
    .filter(({ outputs: [to = ''] }) => !steps.has(to))
    .map((node) => {
      const found = steps.get(node.inputs[0] ?? '');
      if (!found) return node;
      return {
        ...node,
        inputs: [found.from, ...node.inputs.slice(1)],
        attributes: { ...node.attributes, strides: found.strides },
      };
    });
  return withUsedConstants({ ...model, nodes });
}

const isPointwise = ({ op, attributes = {} }: OnnxNode) =>
  op === 'Conv' && String(attributes['kernel_shape']) === '1,1' && String(attributes['strides'] ?? '1,1') === '1,1';
