/**
 * A TensorFlow Lite graph as an ONNX model.
 *
 * TensorFlow Lite has pictures as [batch, height, width, channels], ONNX as [batch, channels, height, width]: every
 * four-dimensional tensor is kept in ONNX's order, and what depends on the order (axes, paddings, reshapes) is turned.
 */
import {
  type Attribute,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
  opsetVersion,
  type Shape,
  sizeOf,
} from '../graph';
import { channelsFirst, channelsLast, toChannelsFirst } from './layout';
import {
  kindOf,
  type OperatorName,
  type OperatorOptions,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
} from './schema';
import { TfliteError } from './table';

const turned = (shape: Shape) => (shape.length === 4 ? channelsFirst.map((axis) => shape[axis] as number) : [...shape]);
/** Pictures in ONNX's order; others as they are. */
const turnedValues = (values: Float32Array, shape: Shape) =>
  shape.length === 4 ? toChannelsFirst(values, shape) : values;
type Finish = (op: string, from: string[], attributes?: Record<string, Attribute>) => void;
const turnedAxis = (axis: number, rank: number) => (rank === 4 ? channelsFirst.indexOf((axis + rank) % rank) : axis);

/**
 * The model's inputs and outputs keep their order and names; a picture goes in as [batch, channels, height, width]. What
 * the file computes with 8 bits is computed with floats that take the same 256 values.
 *
 * Throws a TfliteError where the graph is not consistent.
 */
export function tfliteToOnnx(graph: TfliteGraph, name: string): OnnxModel {
  return new Converter(graph).convert(name);
}

/** Operators that do the same in both, by ONNX's name for them. */
const alike: Partial<Record<OperatorName, string>> = { RELU: 'Relu', SQRT: 'Sqrt', LOGISTIC: 'Sigmoid' };
const arithmetic: Partial<Record<OperatorName, string>> = {
  ADD: 'Add',
  SUB: 'Sub',
  MUL: 'Mul',
  DIV: 'Div',
  MAXIMUM: 'Max',
};

class Converter {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: OnnxConstant[] = [];
  /** Constant tensors that a DEQUANTIZE or DENSIFY only renames. */
  private readonly sources = new Map<number, number>();
  private count = 0;

  constructor(private readonly graph: TfliteGraph) {}

  convert(name: string): OnnxModel {
    for (const operator of this.graph.operators) this.operator(operator);
    const value = (index: number): OnnxValue => ({
      name: this.name(index),
      type: 'float32',
      dims: turned(this.shape(index)),
    });
    return {
      name,
      nodes: this.nodes,
      constants: this.constants,
      inputs: this.graph.inputs.map(value),
      outputs: this.graph.outputs.map(value),
      metadata: { name },
      opsets: { '': opsetVersion },
    };
  }

  private operator({ name, inputs, outputs, options }: TfliteOperator) {
    const input = (i: number) => {
      const index = inputs[i];
      if (index === undefined) throw new TfliteError(`damaged: ${name} lacks input ${i}`);
      return index;
    };
    const output = outputs[0];
    if (output === undefined) throw new TfliteError(`damaged: ${name} has no output`);
    const finish = (op: string, from: string[], attributes?: Record<string, Attribute>) =>
      this.finish(op, from, output, options, attributes);
    const same = alike[name];
    if (same) return finish(same, [this.value(input(0))]);
    const operation = arithmetic[name];
    if (operation) {
      const rank = this.shape(output).length;
      return finish(operation, [this.operand(input(0), rank), this.operand(input(1), rank)]);
    }
    switch (name) {
      case 'DEQUANTIZE':
        if (!this.holds(input(0))) return finish('Identity', [this.value(input(0))]);
        this.sources.set(output, this.source(input(0)));
        return;
      case 'DENSIFY':
        this.sources.set(output, this.source(input(0)));
        return;
      case 'QUANTIZE':
        return finish('Identity', [this.value(input(0))]);
      case 'RELU6':
        return finish('Clip', [this.value(input(0)), this.scalar(0), this.scalar(6)]);
      case 'SOFTMAX': {
        const x =
          options.beta === 1
            ? this.value(input(0))
            : this.node('Mul', [this.value(input(0)), this.scalar(options.beta)]);
        return finish('Softmax', [x], { axis: this.shape(output).length === 4 ? 1 : -1 });
      }
      case 'PRELU':
        return this.prelu(input(0), input(1), finish);
      case 'MEAN':
        return this.mean(input(0), input(1), options, finish);
      case 'FULLY_CONNECTED':
        return this.dense(input(0), input(1), inputs[2] ?? -1, finish);
      case 'TRANSPOSE':
        return this.transpose(input(0), input(1), finish);
      case 'CONCATENATION':
        return finish(
          'Concat',
          inputs.map((i) => this.value(i)),
          { axis: turnedAxis(options.axis, this.shape(output).length) },
        );
      case 'MAX_POOL_2D':
      case 'AVERAGE_POOL_2D':
        return finish(name === 'MAX_POOL_2D' ? 'MaxPool' : 'AveragePool', [this.value(input(0))], {
          kernel_shape: options.filter,
          strides: options.stride,
          pads: this.pads(input(0), options.filter, options),
        });
      case 'CONV_2D':
      case 'DEPTHWISE_CONV_2D':
        return this.convolution(name, input(0), input(1), inputs[2] ?? -1, options, finish);
      case 'TRANSPOSE_CONV':
        return this.transposedConvolution(input(2), input(1), inputs[3] ?? -1, output, options);
      case 'PAD':
        return this.pad(input(0), input(1), finish);
      case 'DEPTH_TO_SPACE':
        return finish('DepthToSpace', [this.value(input(0))], { blocksize: options.block, mode: 'DCR' });
      case 'RESIZE_BILINEAR':
        return finish('Resize', [this.value(input(0)), '', '', this.integers(turned(this.shape(output)))], {
          mode: 'linear',
          coordinate_transformation_mode: options.corners,
        });
      case 'RESHAPE':
        return this.reshape(input(0), output, finish);
      default:
        throw new TfliteError(`operator ${name} (${kindOf(name).code}) cannot be turned into ONNX`);
    }
  }

  /** A side of an arithmetic operator whose result has `rank` axes. Numbers of fewer axes stand at the last ones. */
  private operand(index: number, rank: number): string {
    const shape = this.shape(index);
    if (shape.length === rank || shape.length === 0) return this.value(index);
    if (!this.holds(index)) throw new TfliteError(`${this.name(index)}: only constants may have fewer axes here`);
    const wide = [...Array<number>(rank - shape.length).fill(1), ...shape];
    return this.floats(turnedValues(this.realValues(index), wide), turned(wide));
  }

  private prelu(x: number, slopes: number, finish: Finish) {
    const shape = this.shape(slopes);
    const rank = this.shape(x).length;
    const wide = [...Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape];
    finish('PRelu', [this.value(x), this.floats(turnedValues(this.realValues(slopes), wide), turned(wide))]);
  }

  private mean(x: number, axes: number, { keepDims }: OperatorOptions, finish: Finish) {
    const rank = this.shape(x).length;
    const over = [...this.values(axes)].map((axis) => turnedAxis(axis, rank)).sort((a, b) => a - b);
    if (rank === 4 && !keepDims && over.join() !== '2,3')
      throw new TfliteError(`MEAN ${this.name(x)}: without kept axes only height and width together are known`);
    finish('ReduceMean', [this.value(x), this.integers(over)], { keepdims: keepDims ? 1 : 0 });
  }

  private dense(x: number, weight: number, bias: number, finish: Finish) {
    const [out = 0, inner = 0] = this.shape(weight);
    const from = [this.flat(x, inner), this.floats(this.realValues(weight), [out, inner])];
    if (bias >= 0) from.push(this.floats(this.realValues(bias), [out]));
    finish('Gemm', from, { transB: 1 });
  }

  /** [rows, columns], in the file's order. */
  private flat(x: number, columns: number): string {
    const shape = this.shape(x);
    const value = this.value(x);
    if (shape.length === 2) return value;
    const ordered = shape.length === 4 ? this.node('Transpose', [value], { perm: channelsLast }) : value;
    return this.node('Reshape', [ordered, this.integers([-1, columns])]);
  }

  private transpose(x: number, order: number, finish: Finish) {
    const perm = [...this.values(order)];
    finish('Transpose', [this.value(x)], {
      perm: perm.length === 4 ? channelsFirst.map((axis) => channelsFirst.indexOf(perm[axis] as number)) : perm,
    });
  }

  private transposedConvolution(x: number, weight: number, bias: number, output: number, options: OperatorOptions) {
    const [out = 0, height = 0, width = 0, inner = 0] = this.shape(weight);
    const values = this.realValues(weight);
    const ordered = new Float32Array(values.length);
    for (let o = 0; o < out; o++)
      for (let p = 0; p < height * width; p++)
        for (let i = 0; i < inner; i++)
          ordered[(i * out + o) * height * width + p] = values[(o * height * width + p) * inner + i] as number;
    const from = [this.value(x), this.floats(ordered, [inner, out, height, width])];
    if (bias >= 0) from.push(this.floats(this.realValues(bias), [out]));
    const [, inHeight = 0, inWidth = 0] = this.shape(x);
    const [, outHeight = 0, outWidth = 0] = this.shape(output);
    const [down, across] = options.stride;
    const cut = (size: number, result: number, kernel: number, step: number) => (size - 1) * step + kernel - result;
    const rows = cut(inHeight, outHeight, height, down);
    const columns = cut(inWidth, outWidth, width, across);
    this.finish('ConvTranspose', from, output, options, {
      kernel_shape: [height, width],
      strides: options.stride,
      // What is cut off; where nothing is, what is added behind.
      pads: [rows, columns, rows, columns].map((n, side) =>
        n < 0 ? 0 : side < 2 ? Math.floor(n / 2) : Math.ceil(n / 2),
      ),
      output_padding: [Math.max(0, -rows), Math.max(0, -columns)],
    });
  }

  private convolution(name: string, x: number, weight: number, bias: number, options: OperatorOptions, finish: Finish) {
    const depthwise = name === 'DEPTHWISE_CONV_2D';
    const [first = 0, height = 0, width = 0, last = 0] = this.shape(weight);
    const values = this.realValues(weight);
    // [out, h, w, in] or, depthwise, [1, h, w, channels], to [out, in, h, w].
    const [out, inner] = depthwise ? [last, 1] : [first, last];
    const ordered = new Float32Array(values.length);
    for (let o = 0; o < out; o++)
      for (let i = 0; i < inner; i++)
        for (let p = 0; p < height * width; p++)
          ordered[(o * inner + i) * height * width + p] = values[
            depthwise ? p * last + o : (o * height * width + p) * inner + i
          ] as number;
    const from = [this.value(x), this.floats(ordered, [out, inner, height, width])];
    if (bias >= 0) from.push(this.floats(this.realValues(bias), [out]));
    finish('Conv', from, {
      kernel_shape: [height, width],
      strides: options.stride,
      pads: this.pads(x, [1 + (height - 1) * options.dilation[0], 1 + (width - 1) * options.dilation[1]], options),
      dilations: options.dilation,
      group: depthwise ? (this.shape(x)[3] ?? 1) : 1,
    });
  }

  private pad(x: number, paddings: number, finish: Finish) {
    const pairs = this.values(paddings);
    const rank = this.shape(x).length;
    if (pairs.length !== 2 * rank)
      throw new TfliteError(`damaged: PAD has ${pairs.length} widths for ${rank} dimensions`);
    const axes = rank === 4 ? channelsFirst : [...Array(rank).keys()];
    const at = (axis: number, side: number) => pairs[axis * 2 + side] as number;
    const pads = [...axes.map((axis) => at(axis, 0)), ...axes.map((axis) => at(axis, 1))];
    finish('Pad', [this.value(x), this.integers(pads)]);
  }

  private reshape(x: number, output: number, finish: Finish) {
    let value = this.value(x);
    if (this.shape(x).length === 4) value = this.node('Transpose', [value], { perm: channelsLast });
    const shape = this.shape(output);
    if (shape.length === 4) {
      const reshaped = this.node('Reshape', [value, this.integers([...shape])]);
      this.nodes.push({
        op: 'Transpose',
        inputs: [reshaped],
        outputs: [this.name(output)],
        attributes: { perm: channelsFirst },
      });
      return;
    }
    finish('Reshape', [value, this.integers([...shape])]);
  }

  /** Adds the node that makes `output`, the activation that is fused into it, and the rounding where it has 8 bits. */
  private finish(
    op: string,
    inputs: string[],
    output: number,
    { activation }: OperatorOptions,
    attributes?: Record<string, Attribute>,
  ) {
    const steps: [op: string, more: string[], attributes?: Record<string, Attribute> | undefined][] = [
      [op, [], attributes],
    ];
    if (activation === 'relu') steps.push(['Relu', []]);
    if (activation === 'relu6') steps.push(['Clip', [this.scalar(0), this.scalar(6)]]);
    const { quantization, type } = this.tensor(output);
    if (quantization && (type === 'int8' || type === 'uint8')) {
      const [scale = 1] = quantization.scale;
      const [zeroPoint = 0] = quantization.zeroPoint;
      const grid = [this.scalar(scale), this.constant({ type, dims: [], data: Uint8Array.of(zeroPoint & 255) })];
      steps.push(['QuantizeLinear', grid], ['DequantizeLinear', grid]);
    }
    let from = inputs;
    steps.forEach(([step, more, given], i) => {
      const isLast = i === steps.length - 1;
      const all = i === 0 ? from : [...from, ...more];
      if (isLast)
        this.nodes.push({ op: step, inputs: all, outputs: [this.name(output)], ...(given && { attributes: given }) });
      else from = [this.node(step, all, given)];
    });
  }

  private node(op: string, inputs: string[], attributes?: Record<string, Attribute>): string {
    const output = `value_${this.count++}`;
    this.nodes.push({ op, inputs, outputs: [output], ...(attributes && { attributes }) });
    return output;
  }

  /** Zeros before and behind, [top, left, bottom, right]; TensorFlow's SAME puts the odd one behind. */
  private pads(x: number, [height, width]: readonly [number, number], { padding, stride }: OperatorOptions): number[] {
    if (padding === 'valid') return [0, 0, 0, 0];
    const [, inHeight = 0, inWidth = 0] = this.shape(x);
    const total = (size: number, kernel: number, step: number) =>
      Math.max(0, (Math.ceil(size / step) - 1) * step + kernel - size);
    const down = total(inHeight, height, stride[0]);
    const across = total(inWidth, width, stride[1]);
    return [Math.floor(down / 2), Math.floor(across / 2), Math.ceil(down / 2), Math.ceil(across / 2)];
  }

  private tensor(index: number) {
    const tensor = this.graph.tensors[index];
    if (!tensor) throw new TfliteError(`damaged: there is no tensor ${index}`);
    return tensor;
  }

  private shape(index: number): Shape {
    return this.tensor(index).shape;
  }

  private name(index: number): string {
    return `t${index}:${this.tensor(index).name}`;
  }

  private source(index: number): number {
    return this.sources.get(index) ?? index;
  }

  /** Whether the file holds the tensor's numbers. */
  private holds(index: number): boolean {
    return this.tensor(this.source(index)).values !== undefined;
  }

  /** Numbers as the file has them. */
  private values(index: number): NonNullable<TfliteTensor['values']> {
    const { values, name } = this.tensor(this.source(index));
    if (!values) throw new TfliteError(`tensor ${name} is needed as constant numbers, the file does not hold them`);
    const shape = this.shape(index);
    if (values.length !== sizeOf(shape) || shape.some((d) => d < 0))
      throw new TfliteError(`damaged: tensor ${name} has ${values.length} numbers, its shape is [${shape.join(', ')}]`);
    return values;
  }

  /** The real numbers that they stand for. */
  private realValues(index: number): Float32Array {
    const values = this.values(index);
    const { quantization } = this.tensor(this.source(index));
    if (!quantization) return Float32Array.from(values);
    const { scale, zeroPoint, axis } = quantization;
    const shape = this.shape(index);
    const inner = scale.length > 1 ? sizeOf(shape.slice(axis + 1)) : values.length || 1;
    return Float32Array.from(values, (value, i) => {
      const at = Math.floor(i / inner) % scale.length;
      return (scale[at] as number) * (value - (zeroPoint[at] as number));
    });
  }

  /** Name of a tensor's value, which becomes a constant of the model if the file holds its numbers. */
  private value(index: number): string {
    if (!this.holds(index)) return this.name(index);
    const shape = this.shape(index);
    return this.floats(turnedValues(this.realValues(index), shape), turned(shape));
  }

  private scalar(value: number): string {
    return this.floats(Float32Array.of(value), []);
  }

  private floats(values: Float32Array, dims: Shape): string {
    return this.constant({ type: 'float32', dims, data: new Uint8Array(values.buffer) });
  }

  private integers(values: number[]): string {
    return this.constant({
      type: 'int64',
      dims: [values.length],
      data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
    });
  }

  private constant(constant: Omit<OnnxConstant, 'name'>): string {
    const name = `constant_${this.count++}`;
    this.constants.push({ name, ...constant });
    return name;
  }
}
