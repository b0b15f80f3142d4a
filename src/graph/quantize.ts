/**
 * An ONNX model with 8-bit convolutions, as pairs of QuantizeLinear and DequantizeLinear around them.
 *
 * ONNX Runtime makes integer kernels of these when it loads the model (QLinearConv, QLinearAdd). Weights are symmetric
 * with a scale for each output channel, activations are unsigned with a scale and a zero point each, biases have 32 bits
 * (Jacob et al. 2018, arXiv:1712.05877). What comes before the first convolution and after the last feature map stays in
 * floats. A Relu goes where its numbers begin at 0 anyway.
 */
import { described } from '../options';
import { readersOf, withUsedConstants } from './links';
import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx';
import { requireOnnx } from './onnx';
import { floatsOf, OnnxError } from './readOnnx';
import { simplify } from './simplify';

/** Least and greatest number of each value that was seen while faces were read, by its name. */
export type Ranges = ReadonlyMap<string, readonly [least: number, greatest: number]>;

/** Steps between numbers, and the whole number that stands for 0. */
export interface Grid {
  scale: number;
  zeroPoint: number;
}

/**
 * 256 equal steps from the least number to the greatest, one of which is 0. `first`: the whole number of the least.
 *
 * @example
 * import { gridOf } from 'feeling/train';
 * gridOf([0, 255], 0); // → { scale: 1, zeroPoint: 0 }
 */
export function gridOf(range: readonly [number, number], first: number): Grid {
  if (!Array.isArray(range)) throw new TypeError(`gridOf: range must be [least, greatest] (got ${described(range)})`);
  const [least, greatest] = range as readonly [number, number];
  const [low, high] = [Math.min(0, least), Math.max(0, greatest)];
  const scale = (high - low || 1) / 255;
  return { scale, zeroPoint: first + Math.round(-low / scale) };
}

/** They compute on what has 8 bits already. */
const following = new Set(['Add', 'Concat', 'MaxPool', 'AveragePool']);

/**
 * Throws an OnnxError when a value was not seen while the faces were read.
 *
 * @example
 * import { constant, conv2d, emit, input, quantizeOnnx } from 'feeling/train';
 * const weight = constant(new Float32Array(9).fill(1), [1, 1, 3, 3]);
 * const model = emit({ y: conv2d(input('x', [1, 1, 5, 5]), weight) });
 * const ranges = new Map([...model.nodes.flatMap(({ outputs }) => outputs), 'x'].map((name) => [name, [0, 9] as const]));
 * quantizeOnnx(model, ranges).nodes.some(({ op }) => op === 'QuantizeLinear'); // → true
 */
export function quantizeOnnx(model: OnnxModel, ranges: Ranges): OnnxModel {
  requireOnnx('quantizeOnnx', model);
  if (!(ranges instanceof Map))
    throw new TypeError(
      `quantizeOnnx: ranges must be a Map, a value's name to [least, greatest] (got ${described(ranges)})`,
    );
  return new Quantizer(simplify(model), ranges).quantize();
}

class Quantizer {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: OnnxConstant[] = [];
  private readonly known: ReadonlyMap<string, OnnxConstant>;
  private readonly readers: ReadonlyMap<string, readonly OnnxNode[]>;
  /** Grid of each value that has 8 bits. */
  private readonly grids = new Map<string, Grid>();
  private readonly dropped = new Set<OnnxNode>();

  constructor(
    private readonly model: OnnxModel,
    private readonly ranges: Ranges,
  ) {
    this.known = new Map(model.constants.map((c) => [c.name, c]));
    this.readers = readersOf(model);
  }

  quantize(): OnnxModel {
    for (const node of this.model.nodes) {
      if (this.dropped.has(node)) continue;
      if (node.op === 'Conv') this.convolution(node);
      else if (following.has(node.op) && node.inputs.every((name) => this.grids.has(name))) this.small(node);
      else this.nodes.push(node);
    }
    const constants = [...this.model.constants, ...this.constants];
    return withUsedConstants({ ...this.model, nodes: this.nodes, constants });
  }

  private convolution(node: OnnxNode) {
    const [x = '', weightName = '', biasName] = node.inputs;
    const [output = ''] = node.outputs;
    const constant = this.known.get(weightName);
    if (!constant) throw new OnnxError(`${output}: the weight of a convolution has to be a constant`);
    const from = this.grids.has(x) ? x : `${x}:8`;
    if (from !== x) this.round(x, from, this.gridFor(x));
    const grid = this.grids.get(from) as Grid;
    const weight = floatsOf(constant);
    const channels = constant.dims[0] as number;
    const size = weight.length / channels;
    const scales = Float32Array.from({ length: channels }, (_, c) => {
      const most = weight.subarray(c * size, (c + 1) * size).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      return (most || 1) / 127;
    });
    const small = Int8Array.from(weight, (w, i) => Math.round(w / (scales[Math.floor(i / size)] as number)));
    const inputs = [from, this.whole(`${output}:weight`, 'int8', small, constant.dims, scales)];
    if (biasName) {
      const steps = scales.map((s) => s * grid.scale);
      const bias = floatsOf(this.known.get(biasName) as OnnxConstant);
      const rounded = Int32Array.from(bias, (b, c) => Math.round(b / (steps[c] as number)));
      inputs.push(this.whole(`${output}:bias`, 'int32', rounded, [channels], steps));
    }
    this.small({ ...node, inputs });
  }

  /** The node, with what it makes in 8 bits. */
  private small(node: OnnxNode) {
    const [made = ''] = node.outputs;
    const [next] = this.readers.get(made) ?? [];
    const limit = next && this.limitOf(next);
    const isOnlyReader = (this.readers.get(made) ?? []).length === 1;
    let output = made;
    let range = this.ranges.get(made);
    if (next && limit !== undefined && isOnlyReader) {
      this.dropped.add(next);
      output = next.outputs[0] ?? '';
      range = [0, Math.min(limit, this.ranges.get(output)?.[1] ?? limit)];
    }
    if (!range) throw new OnnxError(`value ${output} was not seen while the calibration faces were read`);
    // A greatest number is picked as it is: it has the grid of what it was picked from.
    const grid = node.op === 'MaxPool' ? (this.grids.get(node.inputs[0] ?? '') as Grid) : gridOf(range, 0);
    this.nodes.push({ ...node, outputs: [`${output}:real`] });
    this.round(`${output}:real`, output, grid);
  }

  /** What a step that cuts off below 0 cuts off above; undefined for any other step. */
  private limitOf({ op, inputs: [, low, high] }: OnnxNode): number | undefined {
    if (op === 'Relu') return Number.POSITIVE_INFINITY;
    if (op !== 'Clip' || !low || !high) return undefined;
    const [least, most] = [low, high].map((name) => this.known.get(name)).map((c) => c && floatsOf(c)[0]);
    return least === 0 ? most : undefined;
  }

  private gridFor(name: string): Grid {
    const range = this.ranges.get(name);
    if (!range) throw new OnnxError(`value ${name} was not seen while the calibration faces were read`);
    return gridOf(range, 0);
  }

  /** `to`: the numbers of `from`, on the grid. */
  private round(from: string, to: string, grid: Grid) {
    if (this.grids.has(to)) return;
    this.grids.set(to, grid);
    const scale = this.keep(`${to}:scale`, 'float32', Float32Array.of(grid.scale), []);
    const zero = this.keep(`${to}:zero`, 'uint8', Uint8Array.of(grid.zeroPoint), []);
    this.nodes.push({ op: 'QuantizeLinear', inputs: [from, scale, zero], outputs: [`${to}:whole`] });
    this.nodes.push({ op: 'DequantizeLinear', inputs: [`${to}:whole`, scale, zero], outputs: [to] });
  }

  /** A constant in whole numbers, with a scale for each of its first axis. */
  private whole(
    name: string,
    type: 'int8' | 'int32',
    values: Int8Array | Int32Array,
    dims: readonly number[],
    scales: Float32Array,
  ): string {
    const zeros = type === 'int8' ? new Int8Array(scales.length) : new Int32Array(scales.length);
    const inputs = [
      this.keep(`${name}:whole`, type, values, dims),
      this.keep(`${name}:scale`, 'float32', scales, [scales.length]),
      this.keep(`${name}:zero`, type, zeros, [scales.length]),
    ];
    this.nodes.push({ op: 'DequantizeLinear', inputs, outputs: [name], attributes: { axis: 0 } });
    return name;
  }

  private keep(
    name: string,
    type: OnnxConstant['type'],
    values: Float32Array | Int8Array | Int32Array | Uint8Array,
    dims: readonly number[],
  ): string {
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.constants.push({ name, type, dims, data });
    return name;
  }
}
