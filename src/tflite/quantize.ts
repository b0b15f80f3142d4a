/**
 * A TensorFlow Lite graph in 16 or 8 bits.
 *
 * 8 bits as TensorFlow Lite's specification has them (Jacob et al. 2018, arXiv:1712.05877; "TensorFlow Lite 8-bit
 * quantization specification"): weights symmetric with a scale for each output channel, activations with a scale and a
 * zero point for each tensor, biases in 32 bits. What comes before the first convolution and after the last product, the
 * evening out of light and the probabilities, stays in floats, with QUANTIZE and DEQUANTIZE between.
 */
import { gridOf, type Ranges, sizeOf } from '../graph';
import { concatenation, depthwiseConv2d, dequantize, fullyConnected, quantize } from './operators';
import {
  type OperatorKind,
  type Quantization,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
  usualOptions,
} from './schema';
import { TfliteError } from './table';

/** The same graph with its weights and biases in 16 bits; they are widened when it is loaded. */
export function withHalfWeights(graph: TfliteGraph): TfliteGraph {
  const tensors = [...graph.tensors];
  const widened: TfliteGraph['operators'] = [];
  const wide = new Map<number, number>();
  // Fast kernels take a layer whose numbers are all of one kind.
  for (const index of new Set(
    graph.operators.flatMap(({ kind, inputs }) => (kind.int8 === 'weighted' ? inputs.slice(1) : [])),
  )) {
    const tensor = graph.tensors[index];
    if (tensor?.type !== 'float32' || !tensor.values) continue;
    tensors[index] = { ...tensor, type: 'float16' };
    const { values, ...rest } = tensor;
    wide.set(index, tensors.push({ ...rest, name: `${tensor.name}:wide` }) - 1);
    widened.push({ kind: dequantize, inputs: [index], outputs: [wide.get(index) as number], options: usualOptions });
  }
  const operators = graph.operators.map((operator) => ({
    ...operator,
    inputs: operator.inputs.map((input) => wide.get(input) ?? input),
  }));
  return { ...graph, tensors, operators: [...widened, ...operators] };
}

/** Throws a TfliteError when a tensor was not seen while the faces were read. */
export function quantizeTflite(graph: TfliteGraph, ranges: Ranges): TfliteGraph {
  return new Quantizer(graph, sharedRanges(graph, ranges)).quantize();
}

/** What is put together needs one scale: the result's. */
function sharedRanges({ tensors, operators }: TfliteGraph, ranges: Ranges): Ranges {
  const shared = new Map(ranges);
  const nameOf = (index: number) => tensors[index]?.name ?? '';
  for (const { kind, inputs, outputs } of operators.toReversed()) {
    const range = shared.get(nameOf(outputs[0] as number));
    if (!range || (kind !== concatenation && kind.int8 !== 'sameRange')) continue;
    for (const input of inputs) if (shared.has(nameOf(input))) shared.set(nameOf(input), range);
  }
  return shared;
}

/** Only the tensors that something reads or makes. */
function withUsed({ tensors, operators, inputs, outputs }: TfliteGraph): TfliteGraph {
  const used = new Set([...inputs, ...outputs, ...operators.flatMap((o) => [...o.inputs, ...o.outputs])]);
  const places = new Map(
    [...used]
      .filter((i) => i >= 0)
      .sort((a, b) => a - b)
      .map((index, place) => [index, place]),
  );
  const placed = (list: readonly number[]) => list.map((index) => places.get(index) ?? -1);
  return {
    tensors: [...places.keys()].map((index) => tensors[index] as TfliteTensor),
    operators: operators.map((o) => ({ ...o, inputs: placed(o.inputs), outputs: placed(o.outputs) })),
    inputs: placed(inputs),
    outputs: placed(outputs),
  };
}

class Quantizer {
  private readonly tensors: TfliteTensor[];
  private readonly operators: TfliteGraph['operators'] = [];
  /** Tensors that have 8 bits now, and their copies in floats. */
  private readonly small = new Set<number>();
  private readonly copies = new Map<string, number>();

  constructor(
    private readonly graph: TfliteGraph,
    private readonly ranges: Ranges,
  ) {
    this.tensors = [...graph.tensors];
  }

  quantize(): TfliteGraph {
    for (const operator of this.graph.operators) {
      const { kind, inputs, outputs } = operator;
      const [x = -1] = inputs;
      const [output = -1] = outputs;
      const begins = kind.int8 === 'weighted' && kind !== fullyConnected;
      const read = inputs.filter((input) => input >= 0 && !this.tensors[input]?.values);
      const isSmall = read.every((input) => this.small.has(input));
      if (kind.int8 === 'weighted' && (begins || isSmall)) {
        const from = this.inSmall(x);
        const weight = this.weight(inputs[1] as number, kind);
        const bias = this.bias(inputs[2] as number, from, weight);
        this.shrink(output);
        this.operators.push({ ...operator, inputs: [from, weight, bias] });
      } else if (isSmall && read.length > 0 && this.canBeSmall(operator)) {
        this.shrink(output, kind.int8 === 'sameRange' ? this.tensors[x]?.quantization : undefined);
        this.operators.push(operator);
      } else this.operators.push({ ...operator, inputs: inputs.map((input) => this.inFloats(input)) });
    }
    const outputs = this.graph.outputs.map((output) => this.inFloats(output));
    return withUsed({ tensors: this.tensors, operators: this.operators, inputs: this.graph.inputs, outputs });
  }

  private canBeSmall({ kind, inputs }: TfliteOperator): boolean {
    // Constants beside values with 8 bits would need some of their own.
    if (kind.int8 === 'twoSided') return inputs.every((input) => !this.tensors[input]?.values);
    return kind.int8 === 'sameRange' || kind.int8 === 'ownRange';
  }

  private tensor(index: number): TfliteTensor {
    return this.tensors[index] as TfliteTensor;
  }

  private shrink(index: number, given?: Quantization) {
    const tensor = this.tensor(index);
    this.tensors[index] = { ...tensor, type: 'int8', quantization: given ?? this.quantizationOf(tensor.name) };
    this.small.add(index);
  }

  private quantizationOf(name: string): Quantization {
    const range = this.ranges.get(name);
    if (!range) throw new TfliteError(`tensor ${name} was not seen while the calibration faces were read`);
    const { scale, zeroPoint } = gridOf(range, -128);
    return { scale: [scale], zeroPoint: [zeroPoint], axis: 0 };
  }

  /** The tensor itself, or a copy of it with 8 bits. */
  private inSmall(index: number): number {
    if (this.small.has(index)) return index;
    return this.copy(index, 'small', quantize, (name) => ({ type: 'int8', quantization: this.quantizationOf(name) }));
  }

  /** The tensor itself, or a copy of it in floats. */
  private inFloats(index: number): number {
    return this.small.has(index) ? this.copy(index, 'float', dequantize, () => ({ type: 'float32' })) : index;
  }

  private copy(
    index: number,
    suffix: string,
    kind: OperatorKind,
    as: (name: string) => Pick<TfliteTensor, 'type' | 'quantization'>,
  ): number {
    const key = `${index}:${suffix}`;
    const known = this.copies.get(key);
    if (known !== undefined) return known;
    const { name: original, shape } = this.tensor(index);
    const copy = this.tensors.push({ name: `${original}:${suffix}`, shape, ...as(original) }) - 1;
    this.operators.push({ kind, inputs: [index], outputs: [copy], options: usualOptions });
    this.copies.set(key, copy);
    return copy;
  }

  private weight(index: number, kind: OperatorKind): number {
    const { values, shape, name: original } = this.tensor(index);
    if (!values) throw new TfliteError(`${kind.name}: its weight ${original} has to be a constant`);
    const axis = kind === depthwiseConv2d ? 3 : 0;
    // One scale for a whole matrix: not every runtime has more there.
    const count = kind === fullyConnected ? 1 : (shape[axis] as number);
    const inner = sizeOf(shape.slice(axis + 1));
    const channelOf = (i: number) => (count === 1 ? 0 : Math.floor(i / inner) % count);
    const greatest = new Float32Array(count);
    values.forEach((value, i) => {
      greatest[channelOf(i)] = Math.max(greatest[channelOf(i)] as number, Math.abs(value));
    });
    const scale = [...greatest].map((most) => (most > 0 ? most : 1) / 127);
    return (
      this.tensors.push({
        name: `${original}:int8`,
        shape,
        type: 'int8',
        values: Int8Array.from(values, (value, i) => Math.round(value / (scale[channelOf(i)] as number))),
        quantization: { scale, zeroPoint: scale.map(() => 0), axis },
      }) - 1
    );
  }

  private bias(index: number, x: number, weight: number): number {
    const { values, shape, name } = this.tensor(index);
    const [step = 1] = this.tensor(x).quantization?.scale ?? [];
    const scale = (this.tensor(weight).quantization?.scale ?? []).map((s) => s * step);
    return (
      this.tensors.push({
        name: `${name}:int32`,
        shape,
        type: 'int32',
        values: Int32Array.from(values ?? [], (value, i) => Math.round(value / (scale[i % scale.length] as number))),
        quantization: { scale, zeroPoint: scale.map(() => 0), axis: 0 },
      }) - 1
    );
  }
}
