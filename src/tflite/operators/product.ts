/** Products of matrices: fully connected layers. */
import { type OnnxNode, permuted } from '../../graph';
import { TfliteError } from '../table';
import type { TfliteBuilder } from '../tfliteBuilder';
import { numberOf } from './attributes';
import type { OperatorFamily, TfliteForm } from './operator';

export const fullyConnected: TfliteForm = {
  name: 'FULLY_CONNECTED',
  code: 9,
  options: 8,
  fields: { activation: 0 },
  version: { int8: 4 },
  int8: 'weighted',
  toOnnx(to, operator) {
    const [x, weight] = [to.input(operator, 0), to.input(operator, 1)];
    const [out = 0, inner = 0] = to.shape(weight);
    const rows =
      to.shape(x).length === 2 ? to.value(x) : to.node('Reshape', [to.inFileOrder(x), to.integers([-1, inner])]);
    const from = [rows, to.floats(to.realValues(weight), [out, inner]), ...to.bias(operator.inputs[2], out)];
    to.finish(operator, 'Gemm', from, { transB: 1 });
  },
};

function productFromOnnx(to: TfliteBuilder, node: OnnxNode) {
  const { values, shape } = to.weight(node);
  const rowwise = node.op === 'Gemm' && numberOf(node, 'transB', 0) === 1;
  const [out = 0, inner = 0] = rowwise ? shape : shape.toReversed();
  const scaled = ['alpha', 'beta'].some((name) => numberOf(node, name, 1) !== 1) || numberOf(node, 'transA', 0) !== 0;
  if (scaled || shape.length !== 2)
    throw new TfliteError(`${node.outputs[0]}: a product with scales or more than two axes is not known`);
  const x = to.plain(node.inputs[0]);
  const weight = to.numbers(rowwise ? values : permuted(values, shape, [1, 0]), [out, inner]);
  const bias = to.bias(node, out);
  const { output, activation } = to.fused(node);
  to.operate(fullyConnected, [x.tensor, weight, bias], to.add(output, [x.shape[0] ?? 1, out]), { activation });
}

export const products: OperatorFamily = {
  tflite: [fullyConnected],
  onnx: { Gemm: productFromOnnx, MatMul: productFromOnnx },
};
