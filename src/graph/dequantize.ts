/**
 * An ONNX model without its pairs of QuantizeLinear and DequantizeLinear: what it has in 8 bits as floats, not rounded any
 * more. What such a pair cuts off, it still cuts off, since a Relu may have gone into it.
 */
import { readersOf, withUsedConstants } from './links';
import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx';

/**
 * Pairs that are not known (with a scale for each channel of what is computed, or in numbers other than 8 and 32 bits)
 * stay.
 */
export function dequantizeOnnx(model: OnnxModel): OnnxModel {
  const known = new Map(model.constants.map((constant) => [constant.name, constant]));
  const makers = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const constants: OnnxConstant[] = [];
  const keep = (name: string, values: Float32Array, dims: readonly number[]) => {
    constants.push({ name, type: 'float32', dims, data: new Uint8Array(values.buffer) });
    return name;
  };
  const nodes = model.nodes.flatMap((node): OnnxNode[] => {
    if (node.op !== 'DequantizeLinear') return [node];
    const [from = '', scaleName = '', zeroName = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const scales = numbersOf(known.get(scaleName));
    const whole = known.get(from);
    const zeros = zeroName === '' ? scales?.map(() => 0) : numbersOf(known.get(zeroName));
    if (!scales || !zeros) return [node];
    if (whole) {
      const values = numbersOf(whole);
      if (!values) return [node];
      const axis = Number(node.attributes?.['axis'] ?? 1);
      const inner = whole.dims.slice(axis + 1).reduce((a, b) => a * b, 1);
      const placeOf = (i: number) => (scales.length === 1 ? 0 : Math.floor(i / inner) % scales.length);
      const floats = Float32Array.from(values, (value, i) => {
        const place = placeOf(i);
        return (value - (zeros[place] as number)) * (scales[place] as number);
      });
      keep(output, floats, whole.dims);
      return [];
    }
    const rounding = makers.get(from);
    const [real = '', ...grid] = rounding?.op === 'QuantizeLinear' ? rounding.inputs : [];
    const limits = limitsOf(known.get(zeroName)?.type);
    const [scale, zero] = [scales[0] as number, zeros[0] as number];
    if (grid[0] !== scaleName || grid[1] !== zeroName || scales.length !== 1 || !limits) return [node];
    const [low, high] = limits.map((limit) => (limit - zero) * scale) as [number, number];
    const inputs = [
      real,
      keep(`${output}:least`, Float32Array.of(low), []),
      keep(`${output}:greatest`, Float32Array.of(high), []),
    ];
    return [{ op: 'Clip', inputs, outputs: [output] }];
  });
  return withUsedConstants({ ...model, nodes: withUsedRounding(nodes), constants: [...model.constants, ...constants] });
}

/** Without the roundings that nothing reads any more. */
function withUsedRounding(nodes: OnnxNode[]): OnnxNode[] {
  const readers = readersOf({ nodes });
  return nodes.filter(({ op, outputs }) => op !== 'QuantizeLinear' || outputs.some((name) => readers.has(name)));
}

/** Of whole numbers of 8 bits. */
function limitsOf(type: OnnxConstant['type'] | undefined): [number, number] | undefined {
  if (type === 'uint8') return [0, 255];
  return type === 'int8' ? [-128, 127] : undefined;
}

function numbersOf(constant: OnnxConstant | undefined): number[] | undefined {
  if (!constant) return undefined;
  // A copy, so that the numbers lie at a multiple of their size.
  const { buffer } = Uint8Array.from(constant.data);
  switch (constant.type) {
    case 'float32':
      return [...new Float32Array(buffer)];
    case 'int32':
      return [...new Int32Array(buffer)];
    case 'int8':
      return [...new Int8Array(buffer)];
    case 'uint8':
      return [...new Uint8Array(buffer)];
    default:
      return undefined;
  }
}
