/** The TensorFlow Lite graph that an ONNX model becomes, node by node. */
import { floatsOf, type OnnxConstant, type OnnxModel, type OnnxNode, permuted, readersOf, type Shape } from '../graph';
import { channelsFirst, channelsLast } from './layout';
import {
  type Activation,
  type OperatorKind,
  type OperatorOptions,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
  usualOptions,
} from './schema';
import { TfliteError } from './table';

/** A value of the ONNX model, and the tensor that holds it. */
export interface Value {
  tensor: number;
  /** As ONNX sees it. */
  shape: Shape;
  /** The tensor has ONNX's order of axes; feature maps have it turned. */
  plain: boolean;
}

export class TfliteBuilder {
  private readonly tensors: TfliteTensor[] = [];
  private readonly operators: TfliteOperator[] = [];
  private readonly values = new Map<string, Value>();
  private readonly constants: ReadonlyMap<string, OnnxConstant>;
  private readonly readers: ReadonlyMap<string, readonly OnnxNode[]>;
  /** Activations that were fused into the node before them. */
  private readonly done = new Set<OnnxNode>();

  /** transposeKind: the operator that brings a picture from one order of axes into the other. */
  constructor(
    private readonly model: OnnxModel,
    private readonly transposeKind: OperatorKind,
  ) {
    this.constants = new Map(model.constants.map((c) => [c.name, c]));
    this.readers = readersOf(model);
  }

  graph(inputs: number[]): TfliteGraph {
    const outputs = this.model.outputs.map(({ name }) => this.value(name).tensor);
    return { tensors: this.tensors, operators: this.operators, inputs, outputs };
  }

  isDone(node: OnnxNode): boolean {
    return this.done.has(node);
  }

  isOutput(name: string): boolean {
    return this.model.outputs.some((output) => output.name === name);
  }

  // Tensors

  add(name: string, shape: Shape, plain = shape.length !== 4): Value {
    const physical = plain ? shape : channelsLast.map((axis) => shape[axis] as number);
    const tensor = this.tensors.push({ name, shape: [...physical], type: 'float32' }) - 1;
    const value = { tensor, shape, plain };
    this.values.set(name, value);
    return value;
  }

  /** What the node makes first. */
  result(node: OnnxNode, shape: Shape, plain?: boolean): Value {
    return this.add(node.outputs[0] ?? '', shape, plain);
  }

  /** Calls a value by another name, in another order of axes: the same numbers in the same order. */
  rename(name: string, value: Value) {
    this.values.set(name, value);
  }

  numbers(values: Float32Array | Int32Array, shape: Shape): number {
    const type = values instanceof Int32Array ? 'int32' : 'float32';
    return this.tensors.push({ name: `constant_${this.tensors.length}`, shape: [...shape], type, values }) - 1;
  }

  integers(values: readonly number[]): number {
    return this.numbers(Int32Array.from(values), [values.length]);
  }

  /** Numbers with ONNX's axes as a picture with its channels last; `rank` 3 leaves the batch out. */
  pictureNumbers(values: Float32Array, shape: Shape, rank = 4): number {
    return this.numbers(
      permuted(values, shape, channelsLast),
      channelsLast.map((a) => shape[a] as number).slice(-rank),
    );
  }

  tensor(index: number): TfliteTensor {
    return this.tensors[index] as TfliteTensor;
  }

  /** The value of that name, unless it is a constant. */
  computed(name: string | undefined): Value | undefined {
    return name === undefined ? undefined : this.values.get(name);
  }

  value(name: string | undefined): Value {
    const value = this.computed(name);
    if (!value) throw new TfliteError(`value ${name} is read before it is made`);
    return value;
  }

  /** Axes of a constant; undefined for what is none. */
  constantShape(name: string): Shape | undefined {
    return this.constants.get(name)?.dims;
  }

  /** Throws a TfliteError, which says what it is for, when it is not a constant. */
  constant(name: string | undefined, what: string): { values: Float32Array; shape: Shape } {
    const constant = name === undefined ? undefined : this.constants.get(name);
    if (!constant) throw new TfliteError(`${what} has to be a constant; ${name} is none`);
    return { values: floatsOf(constant), shape: constant.dims };
  }

  weight(node: OnnxNode) {
    return this.constant(node.inputs[1], `the weight of ${node.outputs[0]}`);
  }

  /** The node's bias, or zeros. */
  bias(node: OnnxNode, length: number): number {
    const name = node.inputs[2];
    const values = name ? this.constant(name, `the bias of ${node.outputs[0]}`).values : new Float32Array(length);
    return this.numbers(values, [length]);
  }

  /** The value as a feature map with its channels last. */
  picture(name: string | undefined): Value {
    const value = this.value(name);
    if (value.shape.length !== 4)
      throw new TfliteError(`${name} must have 4 axes, as pictures have (got ${value.shape.length})`);
    return value.plain ? this.turned(`${name}`, value) : value;
  }

  /** The value in ONNX's own order of axes. */
  plain(name: string | undefined): Value {
    const value = this.value(name);
    return value.plain ? value : this.turned(`${name}`, value);
  }

  private turned(name: string, value: Value): Value {
    const known = this.values.get(`${name}:turned`);
    if (known) return known;
    const result = this.add(`${name}:turned`, value.shape, !value.plain);
    const order = this.integers(value.plain ? channelsLast : channelsFirst);
    this.operate(this.transposeKind, [value.tensor, order], result);
    return result;
  }

  // Operators

  operate(kind: OperatorKind, inputs: number[], output: Value, options: Partial<OperatorOptions> = {}) {
    this.operators.push({ kind, inputs, outputs: [output.tensor], options: { ...usualOptions, ...options } });
  }

  /** Name of what the node makes, and the activation that is all that reads it, which then needs no operator. */
  fused(node: OnnxNode): { output: string; activation: Activation } {
    const [output = ''] = node.outputs;
    const readers = this.readers.get(output) ?? [];
    const [next] = readers;
    if (!next || readers.length !== 1 || this.isOutput(output)) return { output, activation: 'none' };
    const activation = next.op === 'Relu' ? 'relu' : next.op === 'Clip' && this.isRelu6(next) ? 'relu6' : 'none';
    if (activation === 'none') return { output, activation };
    this.done.add(next);
    return { output: next.outputs[0] ?? '', activation };
  }

  /** Whether a Clip cuts off below 0 and above 6. */
  isRelu6({ inputs: [, low, high] }: OnnxNode): boolean {
    const limit = (name: string | undefined) => name && this.constants.has(name) && this.constant(name, '').values[0];
    return limit(low) === 0 && limit(high) === 6;
  }
}
