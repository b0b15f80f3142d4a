/** The same numbers in another shape or order, side by side, or with zeros around them. */
import { type OnnxNode, sizeOf } from '../../graph';
import { channelsFirst, channelsLast, onnxAxis } from '../layout';
import { TfliteError } from '../table';
import type { TfliteBuilder, Value } from '../tfliteBuilder';
import { listOf, numberOf } from './attributes';
import type { OperatorFamily, TfliteForm } from './operator';

const reshape: TfliteForm = {
  name: 'RESHAPE',
  code: 22,
  options: 17,
  fields: { newShape: 0 },
  int8: 'sameRange',
  toOnnx(to, operator) {
    const output = to.output(operator);
    const shape = to.shape(output);
    const from = [to.inFileOrder(to.input(operator, 0)), to.integers(shape)];
    if (shape.length !== 4) return to.finish(operator, 'Reshape', from);
    to.nodeNamed('Transpose', [to.node('Reshape', from)], [to.name(output)], { attributes: { perm: channelsFirst } });
  },
};

export const transpose: TfliteForm = {
  name: 'TRANSPOSE',
  code: 39,
  options: 26,
  version: { int8: 2 },
  int8: 'sameRange',
  toOnnx(to, operator) {
    const perm = [...to.values(to.input(operator, 1))];
    to.finish(operator, 'Transpose', [to.value(to.input(operator, 0))], {
      perm: perm.length === 4 ? channelsFirst.map((axis) => channelsFirst.indexOf(perm[axis] as number)) : perm,
    });
  },
};

export const concatenation: TfliteForm = {
  name: 'CONCATENATION',
  code: 2,
  options: 10,
  fields: { axis: 0, activation: 1 },
  version: { int8: 2 },
  int8: 'ownRange',
  toOnnx: (to, operator) =>
    to.finish(
      operator,
      'Concat',
      operator.inputs.map((index) => to.value(index)),
      { axis: onnxAxis(operator.options.axis, to.shape(to.output(operator)).length) },
    ),
};

export const pad: TfliteForm = {
  name: 'PAD',
  code: 34,
  options: 22,
  version: { int8: 2 },
  int8: 'sameRange',
  toOnnx(to, operator) {
    const x = to.input(operator, 0);
    const pairs = to.values(to.input(operator, 1));
    const rank = to.shape(x).length;
    if (pairs.length !== 2 * rank)
      throw new TfliteError(`damaged: PAD has ${pairs.length} widths for ${rank} dimensions`);
    const axes = rank === 4 ? channelsFirst : [...Array(rank).keys()];
    const pads = [0, 1].flatMap((side) => axes.map((axis) => pairs[axis * 2 + side] as number));
    to.finish(operator, 'Pad', [to.value(x), to.integers(pads)]);
  },
};

const depthToSpace: TfliteForm = {
  name: 'DEPTH_TO_SPACE',
  code: 5,
  options: 94,
  fields: { block: 0 },
  toOnnx: (to, operator) =>
    to.finish(operator, 'DepthToSpace', [to.value(to.input(operator, 0))], {
      blocksize: operator.options.block,
      mode: 'DCR',
    }),
};

function transposeFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const [name = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const value = to.value(name);
  const perm = listOf(node, 'perm', []);
  const shape = perm.map((axis) => value.shape[axis] as number);
  // The same numbers in the same order, called by another name.
  const other = value.plain ? channelsFirst : channelsLast;
  if (perm.join() === other.join() && !to.isOutput(output))
    return to.rename(output, { tensor: value.tensor, shape, plain: !value.plain });
  to.operate(transpose, [to.plain(name).tensor, to.integers(perm)], to.add(output, shape, true));
}

function reshapeFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const x = to.plain(node.inputs[0]);
  const size = sizeOf(x.shape);
  const wanted =
    node.op === 'Flatten'
      ? [sizeOf(x.shape.slice(0, numberOf(node, 'axis', 1))), -1]
      : [...to.constant(node.inputs[1], 'the shape of Reshape').values].map((d, i) =>
          d === 0 ? (x.shape[i] as number) : d,
        );
  const rest = wanted.reduce((product, d) => (d < 0 ? product : product * d), 1);
  const shape = wanted.map((d) => (d < 0 ? size / rest : d));
  if (sizeOf(shape) !== size)
    throw new TfliteError(`${node.outputs[0]}: [${x.shape.join(', ')}] cannot become [${shape.join(', ')}]`);
  // With the shape as an input, too, LiteRT leaves its fast kernels (seen in 2.5: 18 ms instead of 2 for BlazeFace).
  to.operate(reshape, [x.tensor], to.result(node, shape, true), { newShape: shape });
}

/** The same numbers in a tensor of their own. */
function copyFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const { tensor, shape, plain } = to.value(node.inputs[0]);
  to.operate(reshape, [tensor], to.result(node, shape, plain), { newShape: to.tensor(tensor).shape });
}

function concatFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const rank = to.value(node.inputs[0]).shape.length;
  const parts = node.inputs.map((name) => (rank === 4 ? to.picture(name) : to.plain(name)));
  const axis = (numberOf(node, 'axis', 0) + rank) % rank;
  const shape = (parts[0] as Value).shape.map((size, i) =>
    i === axis ? parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0) : size,
  );
  to.operate(
    concatenation,
    parts.map(({ tensor }) => tensor),
    to.result(node, shape),
    { axis: rank === 4 ? channelsLast.indexOf(axis) : axis },
  );
}

function padFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  if ((node.attributes?.['mode'] ?? 'constant') !== 'constant')
    throw new TfliteError(`${node.outputs[0]}: Pad is known with zeros only`);
  const value = to.value(node.inputs[0]);
  const rank = value.shape.length;
  const pads = node.inputs[1] ? [...to.constant(node.inputs[1], 'the pads of Pad').values] : listOf(node, 'pads', []);
  const order = value.plain ? value.shape.map((_, axis) => axis) : channelsLast;
  const pairs = order.flatMap((axis) => [pads[axis] as number, pads[axis + rank] as number]);
  const shape = value.shape.map((size, axis) => size + (pads[axis] as number) + (pads[axis + rank] as number));
  const widths = to.numbers(Int32Array.from(pairs), [rank, 2]);
  to.operate(pad, [value.tensor, widths], to.result(node, shape, value.plain));
}

function depthToSpaceFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  if ((node.attributes?.['mode'] ?? 'DCR') !== 'DCR')
    throw new TfliteError(`${node.outputs[0]}: DepthToSpace is known as DCR`);
  const block = numberOf(node, 'blocksize', 1);
  const x = to.picture(node.inputs[0]);
  const [batch = 1, channels = 0, height = 0, width = 0] = x.shape;
  const output = to.result(node, [batch, channels / block ** 2, height * block, width * block]);
  to.operate(depthToSpace, [x.tensor], output, { block });
}

export const shapes: OperatorFamily = {
  tflite: [reshape, transpose, concatenation, pad, depthToSpace],
  onnx: {
    Transpose: transposeFromOnnx,
    Reshape: reshapeFromOnnx,
    Flatten: reshapeFromOnnx,
    Identity: copyFromOnnx,
    Concat: concatFromOnnx,
    Pad: padFromOnnx,
    DepthToSpace: depthToSpaceFromOnnx,
  },
};
