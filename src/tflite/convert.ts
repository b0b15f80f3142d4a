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
import type { OperatorOptions, TfliteGraph, TfliteOperator } from './read';
import { TfliteError } from './table';

/** [b, h, w, c] → [b, c, h, w] */
const channelsFirst = [0, 3, 1, 2];
const channelsLast = [0, 2, 3, 1];
const turned = (shape: Shape) => (shape.length === 4 ? channelsFirst.map((axis) => shape[axis] as number) : [...shape]);
const turnedAxis = (axis: number, rank: number) => (rank === 4 ? channelsFirst.indexOf((axis + rank) % rank) : axis);

/**
 * The model's inputs and outputs keep their order and names; a picture goes in as [batch, channels, height, width].
 *
 * Throws a TfliteError where the graph is not consistent.
 */
export function convertTflite(graph: TfliteGraph, name: string): OnnxModel {
  return new Converter(graph).convert(name);
}

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
    switch (name) {
      case 'DEQUANTIZE':
      case 'DENSIFY':
        this.sources.set(output, this.sources.get(input(0)) ?? input(0));
        return;
      case 'ADD':
        return finish('Add', [this.value(input(0)), this.value(input(1))]);
      case 'RELU':
        return finish('Relu', [this.value(input(0))]);
      case 'CONCATENATION':
        return finish(
          'Concat',
          inputs.map((i) => this.value(i)),
          {
            axis: turnedAxis(options.axis, this.shape(output).length),
          },
        );
      case 'MAX_POOL_2D':
        return finish('MaxPool', [this.value(input(0))], {
          kernel_shape: options.filter,
          strides: options.stride,
          pads: this.pads(input(0), options.filter, options),
        });
      case 'CONV_2D':
      case 'DEPTHWISE_CONV_2D':
        return this.convolution(name, input(0), input(1), inputs[2] ?? -1, options, finish);
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
    }
  }

  private convolution(
    name: string,
    x: number,
    weight: number,
    bias: number,
    options: OperatorOptions,
    finish: (op: string, from: string[], attributes: Record<string, Attribute>) => void,
  ) {
    const depthwise = name === 'DEPTHWISE_CONV_2D';
    const [first = 0, height = 0, width = 0, last = 0] = this.shape(weight);
    const values = this.values(weight);
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
    if (bias >= 0) from.push(this.floats(Float32Array.from(this.values(bias)), [out]));
    finish('Conv', from, {
      kernel_shape: [height, width],
      strides: options.stride,
      pads: this.pads(x, [height, width], options),
      group: depthwise ? out : 1,
    });
  }

  private pad(x: number, paddings: number, finish: (op: string, from: string[]) => void) {
    const pairs = this.values(paddings);
    const rank = this.shape(x).length;
    if (pairs.length !== 2 * rank)
      throw new TfliteError(`damaged: PAD has ${pairs.length} widths for ${rank} dimensions`);
    const axes = rank === 4 ? channelsFirst : [...Array(rank).keys()];
    const at = (axis: number, side: number) => pairs[axis * 2 + side] as number;
    const pads = [...axes.map((axis) => at(axis, 0)), ...axes.map((axis) => at(axis, 1))];
    finish('Pad', [this.value(x), this.integers(pads)]);
  }

  private reshape(x: number, output: number, finish: (op: string, from: string[]) => void) {
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

  /** Adds the node that makes `output`, and the activation that is fused into it. */
  private finish(
    op: string,
    inputs: string[],
    output: number,
    { activation }: OperatorOptions,
    attributes?: Record<string, Attribute>,
  ) {
    if (activation === 'none') {
      this.nodes.push({ op, inputs, outputs: [this.name(output)], ...(attributes && { attributes }) });
      return;
    }
    this.nodes.push({ op: 'Relu', inputs: [this.node(op, inputs, attributes)], outputs: [this.name(output)] });
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

  private values(index: number): Float32Array | Int32Array {
    const { values, name } = this.tensor(this.sources.get(index) ?? index);
    if (!values) throw new TfliteError(`tensor ${name} is needed as constant numbers, the file does not hold them`);
    const shape = this.shape(index);
    if (values.length !== sizeOf(shape) || shape.some((d) => d < 0))
      throw new TfliteError(`damaged: tensor ${name} has ${values.length} numbers, its shape is [${shape.join(', ')}]`);
    return values;
  }

  /** Name of a tensor's value, which becomes a constant of the model if the file holds its numbers. */
  private value(index: number): string {
    const { values, shape } = this.tensor(this.sources.get(index) ?? index);
    if (!values) return this.name(index);
    if (shape.length === 4) throw new TfliteError(`tensor ${this.name(index)}: a constant picture is not known`);
    return this.floats(Float32Array.from(values), shape);
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
