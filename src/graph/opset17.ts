/** The same model for older runtimes: opset 17 instead of 21. */
import { withUsedConstants } from './links';
import { type OnnxConstant, type OnnxModel, type OnnxNode, requireOnnx } from './onnx';
import { floatsOf, OnnxError } from './readOnnx';

const known = new Set([13, 14, 15, 16, 17, 18, 19, 20, 21]);

/**
 * What changed since: axes of ReduceMean were an attribute (an input from 18 on), Resize had no `axes` (18), and Pad none.
 *
 * Throws an OnnxError when the model is of an opset that this was not made for, or has what opset 17 does not.
 *
 * @example
 * import { emit, input, relu, toOpset17 } from 'feeling/train';
 * toOpset17(emit({ y: relu(input('x', [1])) })).opsets['']; // → 17
 */
export function toOpset17(model: OnnxModel): OnnxModel {
  requireOnnx('toOpset17', model);
  const version = model.opsets[''] ?? 0;
  if (!known.has(version)) throw new OnnxError(`opset ${version} cannot be turned into 17; 13 to 21 can`);
  const constants = new Map(model.constants.map((c) => [c.name, c]));
  const added: OnnxConstant[] = [];
  const nodes = model.nodes.flatMap((node): OnnxNode[] => {
    const { op, inputs, outputs, attributes = {} } = node;
    const [x = '', axesInput, , sizes = ''] = inputs;
    if (op === 'ReduceMean' && axesInput) {
      const axes = constants.get(axesInput);
      if (!axes) throw new OnnxError(`ReduceMean ${outputs[0]}: opset 17 needs its axes as constants`);
      return [{ ...node, inputs: [x], attributes: { ...attributes, axes: [...floatsOf(axes)] } }];
    }
    const { axes, ...others } = attributes;
    if (op !== 'Resize' || !axes) return [node];
    if (String(axes) !== '2,3')
      throw new OnnxError(`Resize ${outputs[0]}: opset 17 has no axes other than height and width`);
    // Batch and channels stay as they are, whatever they are.
    const [shape, kept, whole] = ['shape', 'kept', 'sizes'].map((part) => `${outputs[0]}:${part}`) as [
      string,
      string,
      string,
    ];
    const integers = (name: string, value: number) =>
      added.push({ name, type: 'int64', dims: [1], data: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer) });
    integers(`${shape}:from`, 0);
    integers(`${shape}:to`, 2);
    return [
      { op: 'Shape', inputs: [x], outputs: [shape] },
      { op: 'Slice', inputs: [shape, `${shape}:from`, `${shape}:to`], outputs: [kept] },
      { op: 'Concat', inputs: [kept, sizes], outputs: [whole], attributes: { axis: 0 } },
      { op: 'Resize', inputs: [x, '', '', whole], outputs, attributes: others },
    ];
  });
  const constantsAndAdded = [...model.constants, ...added];
  return withUsedConstants({ ...model, nodes, constants: constantsAndAdded, opsets: { ...model.opsets, '': 17 } });
}
