/** Models whose weights take half the room. */
import { fewNumbers, numberToHalf } from './half';
import { elementTypes, type OnnxConstant, type OnnxModel, type OnnxNode, requireOnnx } from './onnx';
import { floatsOf } from './readOnnx';

/**
 * The same model with its weights in 16 bits; they are widened when it is loaded, and computed with in 32.
 *
 * @example
 * import { add, constant, emit, input, withHalfConstants, writeOnnx } from 'feeling/train';
 * const weights = constant(new Float32Array(1000), [1000]);
 * const model = emit({ y: add(input('x', [1000]), weights) });
 * writeOnnx(withHalfConstants(model)).length < writeOnnx(model).length; // → true
 */
export function withHalfConstants(model: OnnxModel): OnnxModel {
  requireOnnx('withHalfConstants', model);
  const widened: OnnxNode[] = [];
  const constants = model.constants.map((constant): OnnxConstant => {
    const values = constant.type === 'float32' ? floatsOf(constant) : new Float32Array(0);
    if (values.length < fewNumbers) return constant;
    const name = `${constant.name}:half`;
    widened.push({ op: 'Cast', inputs: [name], outputs: [constant.name], attributes: { to: elementTypes.float32 } });
    return { ...constant, name, type: 'float16', data: new Uint8Array(Uint16Array.from(values, numberToHalf).buffer) };
  });
  return { ...model, nodes: [...widened, ...model.nodes], constants };
}
