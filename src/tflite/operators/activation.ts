/** Operators on each number of one value. */
import type { OnnxNode } from '../../graph';
import { TfliteError } from '../table';
import type { TfliteBuilder } from '../tfliteBuilder';
import { numberOf } from './attributes';
import type { OperatorFamily, TfliteForm } from './operator';

/** An operator that does the same in both. */
const alike = (onnx: string, kind: Omit<TfliteForm, 'toOnnx'>): TfliteForm => ({
  ...kind,
  toOnnx: (to, operator) => to.finish(operator, onnx, [to.value(to.input(operator, 0))]),
});

const relu = alike('Relu', { name: 'RELU', code: 19, options: 0, version: { int8: 2 }, int8: 'sameRange' });
const sqrt = alike('Sqrt', { name: 'SQRT', code: 75, options: 0 });
const logistic = alike('Sigmoid', { name: 'LOGISTIC', code: 14, options: 0, version: { int8: 2 } });

const relu6: TfliteForm = {
  name: 'RELU6',
  code: 21,
  options: 0,
  version: { int8: 2 },
  int8: 'sameRange',
  toOnnx: (to, operator) => to.finish(operator, 'Clip', [to.value(to.input(operator, 0)), to.scalar(0), to.scalar(6)]),
};

const softmax: TfliteForm = {
  name: 'SOFTMAX',
  code: 25,
  options: 9,
  fields: { beta: 0 },
  version: { int8: 2 },
  toOnnx(to, operator) {
    const { beta } = operator.options;
    const value = to.value(to.input(operator, 0));
    const scaled = beta === 1 ? value : to.node('Mul', [value, to.scalar(beta)]);
    to.finish(operator, 'Softmax', [scaled], { axis: to.shape(to.output(operator)).length === 4 ? 1 : -1 });
  },
};

const prelu: TfliteForm = {
  name: 'PRELU',
  code: 54,
  options: 0,
  toOnnx(to, operator) {
    const x = to.input(operator, 0);
    to.finish(operator, 'PRelu', [to.value(x), to.wideConstant(to.input(operator, 1), to.shape(x).length)]);
  },
};

function operateAlike(to: TfliteBuilder, node: OnnxNode, form: TfliteForm) {
  const { tensor, shape, plain } = to.value(node.inputs[0]);
  to.operate(form, [tensor], to.result(node, shape, plain));
}

export const activations: OperatorFamily = {
  tflite: [relu, relu6, logistic, sqrt, softmax, prelu],
  onnx: {
    Relu: (to, node) => operateAlike(to, node, relu),
    Sqrt: (to, node) => operateAlike(to, node, sqrt),
    Sigmoid: (to, node) => operateAlike(to, node, logistic),
    Clip(to, node) {
      if (!to.isRelu6(node)) throw new TfliteError(`${node.outputs[0]}: Clip is known from 0 to 6 only`);
      operateAlike(to, node, relu6);
    },
    Softmax(to, node) {
      const x = to.value(node.inputs[0]);
      const rank = x.shape.length;
      const axis = (numberOf(node, 'axis', -1) + rank) % rank;
      if (axis !== (x.plain ? rank - 1 : 1))
        throw new TfliteError(`${node.outputs[0]}: Softmax along axis ${axis} is not known`);
      operateAlike(to, node, softmax);
    },
    PRelu(to, node) {
      const x = to.picture(node.inputs[0]);
      const { values, shape } = to.constant(node.inputs[1], 'the slopes of PRelu');
      const [channels = 0, height = 1, width = 1] = shape.slice(-3);
      to.operate(
        prelu,
        [x.tensor, to.pictureNumbers(values, [1, channels, height, width], 3)],
        to.result(node, x.shape),
      );
    },
  },
};
