/** The ONNX model that a TensorFlow Lite graph becomes, operator by operator. */
import { type Attribute, ModelBuilder, type Shape, sizeOf } from '../graph';
import { channelsLast, onnxNumbers, onnxShape, widened } from './layout';
import type { TfliteGraph, TfliteOperator, TfliteTensor } from './schema';
import { TfliteError } from './table';

export class OnnxBuilder extends ModelBuilder {
  /** Constant tensors that an operator only renames. */
  private readonly sources = new Map<number, number>();

  constructor(private readonly graph: TfliteGraph) {
    super();
  }

  // What the operator reads and makes, as indices of tensors.

  /** Throws a TfliteError when it has not so many inputs. */
  input({ kind, inputs }: TfliteOperator, place: number): number {
    const index = inputs[place];
    if (index === undefined) throw new TfliteError(`damaged: ${kind.name} lacks input ${place}`);
    return index;
  }

  /** Throws a TfliteError when it has none. */
  output({ kind, outputs: [index] }: TfliteOperator): number {
    if (index === undefined) throw new TfliteError(`damaged: ${kind.name} has no output`);
    return index;
  }

  tensor(index: number): TfliteTensor {
    const tensor = this.graph.tensors[index];
    if (!tensor) throw new TfliteError(`damaged: there is no tensor ${index}`);
    return tensor;
  }

  /** As the file has it. */
  shape(index: number): Shape {
    return this.tensor(index).shape;
  }

  /** Name of the tensor's value in the model. */
  name(index: number): string {
    return `t${index}:${this.tensor(index).name}`;
  }

  /** Lets `output` be another name of a constant. */
  rename(output: number, constant: number) {
    this.sources.set(output, this.source(constant));
  }

  private source(index: number): number {
    return this.sources.get(index) ?? index;
  }

  /** Whether the file holds the tensor's numbers. */
  holds(index: number): boolean {
    return this.tensor(this.source(index)).values !== undefined;
  }

  /** Numbers as the file has them. Throws a TfliteError when it does not hold them. */
  values(index: number): NonNullable<TfliteTensor['values']> {
    const { values, name } = this.tensor(this.source(index));
    if (!values) throw new TfliteError(`tensor ${name} is needed as constant numbers, the file does not hold them`);
    const shape = this.shape(index);
    if (values.length !== sizeOf(shape) || shape.some((d) => d < 0))
      throw new TfliteError(`damaged: tensor ${name} has ${values.length} numbers, its shape is [${shape.join(', ')}]`);
    return values;
  }

  /** The real numbers that they stand for. */
  realValues(index: number): Float32Array {
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
  value(index: number): string {
    return this.holds(index) ? this.wideConstant(index, this.shape(index).length) : this.name(index);
  }

  /** A side of an operator whose result has `rank` axes. Numbers of fewer axes stand at the last ones. */
  side(index: number, rank: number): string {
    const shape = this.shape(index);
    if (shape.length === rank || shape.length === 0) return this.value(index);
    if (!this.holds(index)) throw new TfliteError(`${this.name(index)}: only constants may have fewer axes here`);
    return this.wideConstant(index, rank);
  }

  /** A constant, in ONNX's order, with ones before its axes so that it has `rank` of them. */
  wideConstant(index: number, rank: number): string {
    const wide = widened(this.shape(index), rank);
    return this.floats(onnxNumbers(this.realValues(index), wide), onnxShape(wide));
  }

  /** A bias, if the operator has one there. */
  bias(index: number | undefined, length: number): string[] {
    return index === undefined || index < 0 ? [] : [this.floats(this.realValues(index), [length])];
  }

  /** The value in the file's order of axes. */
  inFileOrder(index: number): string {
    const value = this.value(index);
    if (this.shape(index).length !== 4) return value;
    return this.node('Transpose', [value], { attributes: { perm: channelsLast } });
  }

  /** Adds the node that makes the operator's output, the activation that is fused into it, and its rounding to 8 bits. */
  finish(operator: TfliteOperator, op: string, inputs: string[], attributes?: Record<string, Attribute>) {
    const output = this.output(operator);
    const { activation } = operator.options;
    const steps: { op: string; more: string[]; attributes?: Record<string, Attribute> | undefined }[] = [
      { op, more: [], attributes },
    ];
    if (activation === 'relu') steps.push({ op: 'Relu', more: [] });
    if (activation === 'relu6') steps.push({ op: 'Clip', more: [this.scalar(0), this.scalar(6)] });
    const { quantization, type } = this.tensor(output);
    if (quantization && (type === 'int8' || type === 'uint8')) {
      const [scale = 1] = quantization.scale;
      const [zeroPoint = 0] = quantization.zeroPoint;
      const more = [this.scalar(scale), this.constant({ type, dims: [], data: Uint8Array.of(zeroPoint & 255) })];
      steps.push({ op: 'QuantizeLinear', more }, { op: 'DequantizeLinear', more });
    }
    let from = inputs;
    for (const [place, step] of steps.entries()) {
      const options = step.attributes && { attributes: step.attributes };
      const all = [...from, ...step.more];
      if (place < steps.length - 1) from = [this.node(step.op, all, options)];
      else this.nodeNamed(step.op, all, [this.name(output)], options);
    }
  }
}
