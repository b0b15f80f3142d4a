/** Convolutions: dense, depthwise and transposed. */
import { type OnnxNode, permuted } from '../../graph';
import type { OnnxBuilder } from '../onnxBuilder';
import type { TfliteOperator } from '../schema';
import { TfliteError } from '../table';
import type { TfliteBuilder } from '../tfliteBuilder';
import { listOf, numberOf, pairOf } from './attributes';
import type { OperatorFamily, TfliteForm } from './operator';
import { onnxPads, windowed } from './window';

const conv2d: TfliteForm = {
  name: 'CONV_2D',
  code: 3,
  options: 1,
  fields: { padding: 0, stride: 1, activation: 3, dilation: 4 },
  version: { int8: 3 },
  int8: 'weighted',
  toOnnx: convolutionToOnnx,
};

export const depthwiseConv2d: TfliteForm = {
  name: 'DEPTHWISE_CONV_2D',
  code: 4,
  options: 2,
  fields: { padding: 0, stride: 1, multiplier: 3, activation: 4, dilation: 5 },
  version: { int8: 3 },
  int8: 'weighted',
  toOnnx: convolutionToOnnx,
};

const transposeConv: TfliteForm = {
  name: 'TRANSPOSE_CONV',
  code: 67,
  options: 49,
  fields: { padding: 0, stride: 1 },
  toOnnx: transposedToOnnx,
};

function convolutionToOnnx(to: OnnxBuilder, operator: TfliteOperator) {
  const { stride, dilation } = operator.options;
  const [x, weight] = [to.input(operator, 0), to.input(operator, 1)];
  const [first = 0, height = 0, width = 0, last = 0] = to.shape(weight);
  const depthwise = operator.kind.code === depthwiseConv2d.code;
  // [out, h, w, in] or, depthwise, [1, h, w, channels], to [out, in, h, w].
  const [out, inner] = depthwise ? [last, 1] : [first, last];
  const ordered = permuted(to.realValues(weight), to.shape(weight), depthwise ? [3, 0, 1, 2] : [0, 3, 1, 2]);
  const reach = [1 + (height - 1) * dilation[0], 1 + (width - 1) * dilation[1]] as const;
  to.finish(
    operator,
    'Conv',
    [to.value(x), to.floats(ordered, [out, inner, height, width]), ...to.bias(operator.inputs[2], out)],
    {
      kernel_shape: [height, width],
      strides: stride,
      pads: onnxPads(to, x, reach, operator.options),
      dilations: dilation,
      group: depthwise ? (to.shape(x)[3] ?? 1) : 1,
    },
  );
}

function convolutionFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const { values, shape } = to.weight(node);
  const [out = 0, inner = 0, height = 0, width = 0] = shape;
  const group = numberOf(node, 'group', 1);
  const channels = to.picture(node.inputs[0]).shape[1] as number;
  if (group !== 1 && (group !== channels || inner !== 1))
    throw new TfliteError(`${node.outputs[0]}: a convolution in ${group} groups of ${inner} channels is not known`);
  const depthwise = group > 1;
  const ordered = permuted(values, shape, depthwise ? [1, 2, 3, 0] : [0, 2, 3, 1]);
  const weight = to.numbers(ordered, depthwise ? [1, height, width, out] : [out, height, width, inner]);
  const bias = to.bias(node, out);
  const { x, padding, rows, columns } = windowed(to, node, [height, width], true);
  const { output, activation } = to.fused(node);
  to.operate(depthwise ? depthwiseConv2d : conv2d, [x, weight, bias], to.add(output, [1, out, rows, columns]), {
    padding,
    activation,
    stride: pairOf(node, 'strides'),
    dilation: pairOf(node, 'dilations'),
    multiplier: depthwise ? out / channels : 1,
  });
}

function transposedToOnnx(to: OnnxBuilder, operator: TfliteOperator) {
  const [weight, x, output] = [to.input(operator, 1), to.input(operator, 2), to.output(operator)];
  const [out = 0, height = 0, width = 0, inner = 0] = to.shape(weight);
  const ordered = permuted(to.realValues(weight), to.shape(weight), [3, 0, 1, 2]);
  const [, inHeight = 0, inWidth = 0] = to.shape(x);
  const [, outHeight = 0, outWidth = 0] = to.shape(output);
  const [down, across] = operator.options.stride;
  const cut = (size: number, result: number, kernel: number, step: number) => (size - 1) * step + kernel - result;
  const rows = cut(inHeight, outHeight, height, down);
  const columns = cut(inWidth, outWidth, width, across);
  to.finish(
    operator,
    'ConvTranspose',
    [to.value(x), to.floats(ordered, [inner, out, height, width]), ...to.bias(operator.inputs[3], out)],
    {
      kernel_shape: [height, width],
      strides: [down, across],
      // What is cut off; where nothing is, what is added behind.
      pads: [rows, columns, rows, columns].map((n, side) =>
        n < 0 ? 0 : side < 2 ? Math.floor(n / 2) : Math.ceil(n / 2),
      ),
      output_padding: [Math.max(0, -rows), Math.max(0, -columns)],
    },
  );
}

function transposedFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const { values, shape } = to.weight(node);
  const [inner = 0, out = 0, height = 0, width = 0] = shape;
  const x = to.picture(node.inputs[0]);
  if (numberOf(node, 'group', 1) !== 1 || pairOf(node, 'dilations').join() !== '1,1')
    throw new TfliteError(`${node.outputs[0]}: a transposed convolution with groups or dilations is not known`);
  const stride = pairOf(node, 'strides');
  const pads = listOf(node, 'pads', [0, 0, 0, 0]);
  const more = listOf(node, 'output_padding', [0, 0]);
  const [rows = 0, columns = 0] = [height, width].map(
    (kernel, i) =>
      ((x.shape[2 + i] as number) - 1) * (stride[i] as number) +
      kernel -
      (pads[i] as number) -
      (pads[i + 2] as number) +
      (more[i] as number),
  );
  // SAME cuts off as much as ONNX's pads where these are as even as they can be.
  const isEven = [0, 1].every((i) => {
    const cut = (pads[i + 2] as number) - (pads[i] as number);
    return cut === 0 || cut === 1;
  });
  const padding = pads.every((p) => p === 0) ? 'valid' : 'same';
  if (!isEven || (padding === 'same' && more.some((m) => m > 0)))
    throw new TfliteError(`${node.outputs[0]}: a transposed convolution with pads ${pads.join(', ')} is not known`);
  const weight = to.numbers(permuted(values, shape, [1, 2, 3, 0]), [out, height, width, inner]);
  const bias = node.inputs[2] ? [to.bias(node, out)] : [];
  to.operate(
    transposeConv,
    [to.integers([1, rows, columns, out]), weight, x.tensor, ...bias],
    to.result(node, [1, out, rows, columns]),
    { padding, stride },
  );
}

export const convolutions: OperatorFamily = {
  tflite: [conv2d, depthwiseConv2d, transposeConv],
  onnx: { Conv: convolutionFromOnnx, ConvTranspose: transposedFromOnnx },
};
