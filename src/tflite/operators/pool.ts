/** The greatest or the mean of windows, and means over whole axes. */
import type { OnnxNode } from '../../graph';
import { channelsLast, onnxAxis } from '../layout';
import { TfliteError } from '../table';
import type { TfliteBuilder } from '../tfliteBuilder';
import { listOf, numberOf, pairOf } from './attributes';
import type { OperatorFamily, TfliteForm } from './operator';
import { onnxPads, windowed } from './window';

const pool = (onnx: string, kind: Pick<TfliteForm, 'name' | 'code'>): TfliteForm => ({
  ...kind,
  options: 5,
  fields: { padding: 0, stride: 1, filter: 3, activation: 5 },
  version: { int8: 2 },
  int8: 'sameRange',
  toOnnx(to, operator) {
    const { filter, stride } = operator.options;
    const x = to.input(operator, 0);
    const pads = onnxPads(to, x, filter, operator.options);
    to.finish(operator, onnx, [to.value(x)], { kernel_shape: filter, strides: stride, pads });
  },
});

const maxPool = pool('MaxPool', { name: 'MAX_POOL_2D', code: 17 });
const averagePool = pool('AveragePool', { name: 'AVERAGE_POOL_2D', code: 1 });

const mean: TfliteForm = {
  name: 'MEAN',
  code: 40,
  options: 27,
  fields: { keepDims: 0 },
  version: { int8: 2 },
  int8: 'ownRange',
  toOnnx(to, operator) {
    const { keepDims } = operator.options;
    const x = to.input(operator, 0);
    const rank = to.shape(x).length;
    const over = [...to.values(to.input(operator, 1))].map((axis) => onnxAxis(axis, rank)).sort((a, b) => a - b);
    if (rank === 4 && !keepDims && over.join() !== '2,3')
      throw new TfliteError(`MEAN ${to.name(x)}: without kept axes only height and width together are known`);
    to.finish(operator, 'ReduceMean', [to.value(x), to.integers(over)], { keepdims: keepDims ? 1 : 0 });
  },
};

function poolFromOnnx(to: TfliteBuilder, node: OnnxNode, form: TfliteForm) {
  const filter = pairOf(node, 'kernel_shape');
  const { x, padding, rows, columns } = windowed(to, node, filter, false);
  if (form === averagePool && padding === 'same' && numberOf(node, 'count_include_pad', 0) === 1)
    throw new TfliteError(`${node.outputs[0]}: an average that counts its padding is not known`);
  const channels = to.picture(node.inputs[0]).shape[1] as number;
  const stride = pairOf(node, 'strides');
  to.operate(form, [x], to.result(node, [1, channels, rows, columns]), { filter, padding, stride });
}

function meanFromOnnx(to: TfliteBuilder, node: OnnxNode, given: readonly number[], keepDims: boolean) {
  const value = to.value(node.inputs[0]);
  const rank = value.shape.length;
  const axes = given.map((axis) => (axis + rank) % rank).sort((a, b) => a - b);
  const isPicture = rank === 4 && !value.plain;
  if (isPicture && !keepDims && axes.join() !== '2,3')
    throw new TfliteError(`${node.outputs[0]}: without kept axes a mean over height and width only is known`);
  const shape = value.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
  // Fast kernels take height and width; a single channel needs no mean.
  const needed = isPicture && keepDims && value.shape[1] === 1 ? axes.filter((axis) => axis !== 1) : axes;
  const over = isPicture ? needed.map((axis) => channelsLast.indexOf(axis)) : needed;
  const output = to.result(node, shape, !isPicture || shape.length !== 4);
  to.operate(mean, [value.tensor, to.integers(over)], output, { keepDims });
}

export const pools: OperatorFamily = {
  tflite: [maxPool, averagePool, mean],
  onnx: {
    MaxPool: (to, node) => poolFromOnnx(to, node, maxPool),
    AveragePool: (to, node) => poolFromOnnx(to, node, averagePool),
    GlobalAveragePool: (to, node) => meanFromOnnx(to, node, [2, 3], true),
    ReduceMean(to, node) {
      const axes = node.inputs[1]
        ? [...to.constant(node.inputs[1], 'the axes of ReduceMean').values]
        : listOf(node, 'axes', []);
      meanFromOnnx(to, node, axes, numberOf(node, 'keepdims', 1) === 1);
    },
  },
};
