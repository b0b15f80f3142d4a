/** Operators that only change how numbers are kept. ONNX computes with the real numbers, so it needs none of them. */
import type { OnnxBuilder } from '../onnxBuilder';
import type { TfliteOperator } from '../schema';
import type { OperatorFamily, TfliteForm } from './operator';

export const dequantize: TfliteForm = {
  name: 'DEQUANTIZE',
  code: 6,
  options: 38,
  version: { int8: 2, float16: 3 },
  toOnnx(to, operator) {
    const x = to.input(operator, 0);
    if (to.holds(x)) to.rename(to.output(operator), x);
    else passOn(to, operator);
  },
};

export const quantize: TfliteForm = { name: 'QUANTIZE', code: 114, options: 86, toOnnx: passOn };

const densify: TfliteForm = {
  name: 'DENSIFY',
  code: 124,
  options: 99,
  toOnnx: (to, operator) => to.rename(to.output(operator), to.input(operator, 0)),
};

function passOn(to: OnnxBuilder, operator: TfliteOperator) {
  to.finish(operator, 'Identity', [to.value(to.input(operator, 0))]);
}

export const storage: OperatorFamily = { tflite: [dequantize, quantize, densify], onnx: {} };
