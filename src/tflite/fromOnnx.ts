/**
 * An ONNX model as a TensorFlow Lite graph, for one picture at a time.
 *
 * Feature maps [batch, channels, height, width] become [batch, height, width, channels]. A Transpose between the two
 * orders costs nothing here: it only changes how the same numbers are called. Activations are fused into the operators
 * before them; paddings that are not TensorFlow's SAME become a PAD of their own.
 */
import {
  type Attribute,
  floatsOf,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  readersOf,
  type Shape,
  simplify,
  sizeOf,
} from '../graph';
import { channelsFirst, channelsLast, toChannelsLast } from './layout';
import {
  type Activation,
  type OperatorName,
  type OperatorOptions,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
  usualOptions,
} from './schema';
import { TfliteError } from './table';

/** A value of the ONNX model, and the tensor that holds it. */
interface Value {
  tensor: number;
  /** As ONNX sees it. */
  shape: Shape;
  /** The tensor has ONNX's order of axes; feature maps have it turned. */
  plain: boolean;
}

type Convert = (to: Converter, node: OnnxNode) => void;

/**
 * Throws a TfliteError that names the operator which has no counterpart here, its place, and those that are known.
 */
export function onnxToTflite(model: OnnxModel): TfliteGraph {
  return new Converter(simplify(model)).convert();
}

class Converter {
  private readonly tensors: TfliteTensor[] = [];
  private readonly operators: TfliteOperator[] = [];
  private readonly values = new Map<string, Value>();
  private readonly constants: ReadonlyMap<string, OnnxConstant>;
  private readonly readers: ReadonlyMap<string, readonly OnnxNode[]>;
  /** Activations that were fused into the node before them. */
  private readonly done = new Set<OnnxNode>();

  constructor(private readonly model: OnnxModel) {
    this.constants = new Map(model.constants.map((c) => [c.name, c]));
    this.readers = readersOf(model);
  }

  convert(): TfliteGraph {
    const inputs = this.model.inputs.map(({ name, dims }) => {
      const shape = dims.map((d, i) => (typeof d === 'number' ? d : i === 0 ? 1 : Number.NaN));
      if (shape.some(Number.isNaN)) throw new TfliteError(`input ${name}: only its first dimension may be free`);
      return this.add(name, shape).tensor;
    });
    this.model.nodes.forEach((node, place) => {
      if (this.done.has(node)) return;
      const convert = Converter.converters[node.op];
      if (!convert || (node.domain ?? '') !== '')
        throw new TfliteError(
          `operator ${node.op} (${place}, which makes ${node.outputs[0]}) has no counterpart in TensorFlow Lite here; ${exportedOperators.join(', ')} have`,
        );
      convert(this, node);
    });
    return {
      tensors: this.tensors,
      operators: this.operators,
      inputs,
      outputs: this.model.outputs.map(({ name }) => this.value(name).tensor),
    };
  }

  static readonly converters: Readonly<Record<string, Convert>> = {
    Conv: (to, node) => to.convolution(node),
    ConvTranspose: (to, node) => to.transposedConvolution(node),
    Gemm: (to, node) => to.dense(node),
    MatMul: (to, node) => to.dense(node),
    Add: (to, node) => to.arithmetic(node, 'ADD'),
    Sub: (to, node) => to.arithmetic(node, 'SUB'),
    Mul: (to, node) => to.arithmetic(node, 'MUL'),
    Div: (to, node) => to.arithmetic(node, 'DIV'),
    Max: (to, node) => to.arithmetic(node, 'MAXIMUM'),
    Relu: (to, node) => to.unary(node, 'RELU'),
    Clip: (to, node) => to.clip(node),
    Sqrt: (to, node) => to.unary(node, 'SQRT'),
    Sigmoid: (to, node) => to.unary(node, 'LOGISTIC'),
    PRelu: (to, node) => to.prelu(node),
    ReduceMean: (to, node) => to.mean(node),
    GlobalAveragePool: (to, node) => to.mean({ ...node, attributes: { axes: [2, 3], keepdims: 1 } }),
    MaxPool: (to, node) => to.pool(node, 'MAX_POOL_2D'),
    AveragePool: (to, node) => to.pool(node, 'AVERAGE_POOL_2D'),
    Concat: (to, node) => to.concat(node),
    Softmax: (to, node) => to.softmax(node),
    Transpose: (to, node) => to.transpose(node),
    Reshape: (to, node) => to.reshape(node),
    Flatten: (to, node) => to.reshape(node),
    Identity: (to, node) => to.copy(node),
    Pad: (to, node) => to.pad(node),
    Resize: (to, node) => to.resize(node),
    DepthToSpace: (to, node) => to.depthToSpace(node),
  };

  // Tensors

  private add(name: string, shape: Shape, plain = shape.length !== 4): Value {
    const physical = plain ? shape : channelsLast.map((axis) => shape[axis] as number);
    const tensor = this.tensors.push({ name, shape: [...physical], type: 'float32' }) - 1;
    const value = { tensor, shape, plain };
    this.values.set(name, value);
    return value;
  }

  private numbers(values: Float32Array | Int32Array, shape: Shape): number {
    const type = values instanceof Int32Array ? 'int32' : 'float32';
    return this.tensors.push({ name: `constant_${this.tensors.length}`, shape: [...shape], type, values }) - 1;
  }

  private integers(values: readonly number[]): number {
    return this.numbers(Int32Array.from(values), [values.length]);
  }

  private value(name: string): Value {
    const value = this.values.get(name);
    if (!value) throw new TfliteError(`value ${name} is read before it is made`);
    return value;
  }

  private constant(name: string | undefined, what: string): { values: Float32Array; shape: Shape } {
    const constant = name === undefined ? undefined : this.constants.get(name);
    if (!constant) throw new TfliteError(`${what} has to be a constant; ${name} is none`);
    return { values: floatsOf(constant), shape: constant.dims };
  }

  /** The value as a feature map with its channels last. */
  private picture(name: string): Value {
    const value = this.value(name);
    if (value.shape.length !== 4) throw new TfliteError(`${name} has ${value.shape.length} axes where a picture has 4`);
    if (!value.plain) return value;
    return this.turned(name, value, channelsLast, false);
  }

  /** The value in ONNX's own order of axes. */
  private plain(name: string): Value {
    const value = this.value(name);
    return value.plain ? value : this.turned(name, value, channelsFirst, true);
  }

  private turned(name: string, value: Value, order: readonly number[], plain: boolean): Value {
    const known = this.values.get(`${name}:turned`);
    if (known) return known;
    const result = this.add(`${name}:turned`, value.shape, plain);
    this.operate('TRANSPOSE', [value.tensor, this.integers(order)], result);
    return result;
  }

  // Operators

  private operate(name: OperatorName, inputs: number[], output: Value, options: Partial<OperatorOptions> = {}) {
    this.operators.push({ name, inputs, outputs: [output.tensor], options: { ...usualOptions, ...options } });
  }

  /** Name of what the node makes, and the activation that is all that reads it. */
  private fused(node: OnnxNode): { output: string; activation: Activation } {
    const [output = ''] = node.outputs;
    const readers = this.readers.get(output) ?? [];
    const [next] = readers;
    const isInside = readers.length === 1 && !this.model.outputs.some(({ name }) => name === output);
    if (!next || !isInside) return { output, activation: 'none' };
    const activation = next.op === 'Relu' ? 'relu' : next.op === 'Clip' && this.isRelu6(next) ? 'relu6' : 'none';
    if (activation === 'none') return { output, activation };
    this.done.add(next);
    return { output: next.outputs[0] ?? '', activation };
  }

  private isRelu6({ inputs: [, low, high] }: OnnxNode): boolean {
    const limit = (name: string | undefined) => name && this.constants.has(name) && this.constant(name, '').values[0];
    return limit(low) === 0 && limit(high) === 6;
  }

  private convolution(node: OnnxNode) {
    const { values, shape } = this.constant(node.inputs[1], `the weight of ${node.outputs[0]}`);
    const [out = 0, inner = 0, height = 0, width = 0] = shape;
    const group = numberOf(node, 'group', 1);
    const channels = this.picture(node.inputs[0] ?? '').shape[1] as number;
    if (group !== 1 && (group !== channels || inner !== 1))
      throw new TfliteError(`${node.outputs[0]}: a convolution in ${group} groups of ${inner} channels is not known`);
    const depthwise = group > 1;
    const ordered = new Float32Array(values.length);
    for (let o = 0; o < out; o++)
      for (let i = 0; i < inner; i++)
        for (let p = 0; p < height * width; p++)
          ordered[depthwise ? p * out + o : (o * height * width + p) * inner + i] = values[
            (o * inner + i) * height * width + p
          ] as number;
    const bias = node.inputs[2]
      ? this.constant(node.inputs[2], `the bias of ${node.outputs[0]}`).values
      : new Float32Array(out);
    const kernel = [height, width] as const;
    const { x, padding, rows, columns } = this.windowed(node, kernel);
    const { output, activation } = this.fused(node);
    this.operate(
      depthwise ? 'DEPTHWISE_CONV_2D' : 'CONV_2D',
      [
        x,
        this.numbers(ordered, depthwise ? [1, height, width, out] : [out, height, width, inner]),
        this.numbers(bias, [out]),
      ],
      this.add(output, [1, out, rows, columns]),
      {
        padding,
        activation,
        stride: pairOf(node, 'strides'),
        dilation: pairOf(node, 'dilations'),
        multiplier: depthwise ? out / channels : 1,
      },
    );
  }

  /** What a window moves over: the input, padded by an operator of its own where it must be, and the result's size. */
  private windowed(node: OnnxNode, kernel: readonly [number, number], zeros = true) {
    const { tensor, shape } = this.picture(node.inputs[0] ?? '');
    const [, channels = 0, ...sizes] = shape;
    const strides = pairOf(node, 'strides');
    const dilations = pairOf(node, 'dilations');
    const [top = 0, left = 0, bottom = 0, right = 0] = listOf(node, 'pads', [0, 0, 0, 0]);
    if (node.attributes?.['auto_pad'] && node.attributes['auto_pad'] !== 'NOTSET')
      throw new TfliteError(`${node.outputs[0]}: auto_pad is not known, pads are`);
    const padded = [(sizes[0] as number) + top + bottom, (sizes[1] as number) + left + right] as const;
    const reach = kernel.map((k, i) => 1 + (k - 1) * (dilations[i] as number));
    const ceil = numberOf(node, 'ceil_mode', 0) === 1;
    const [rows = 0, columns = 0] = padded.map((size, i) => {
      const steps = (size - (reach[i] as number)) / (strides[i] as number);
      if (ceil && !Number.isInteger(steps)) throw new TfliteError(`${node.outputs[0]}: ceil_mode is not known`);
      return Math.floor(steps) + 1;
    });
    const result = { rows, columns, padding: 'valid' as const, x: tensor };
    if (top + left + bottom + right === 0) return result;
    const same = sizes.flatMap((size, i) => {
      const total = Math.max(
        0,
        (Math.ceil(size / (strides[i] as number)) - 1) * (strides[i] as number) + (reach[i] as number) - size,
      );
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
    if (same.join() === [top, bottom, left, right].join()) return { ...result, padding: 'same' as const };
    if (!zeros)
      throw new TfliteError(
        `${node.outputs[0]}: a pool with pads ${[top, left, bottom, right].join(', ')}, which are not SAME, is not known`,
      );
    const wide = this.add(`${node.outputs[0]}:padded`, [1, channels, ...padded]);
    this.operate('PAD', [tensor, this.numbers(Int32Array.of(0, 0, top, bottom, left, right, 0, 0), [4, 2])], wide);
    return { ...result, x: wide.tensor };
  }

  private transposedConvolution(node: OnnxNode) {
    const { values, shape } = this.constant(node.inputs[1], `the weight of ${node.outputs[0]}`);
    const [inner = 0, out = 0, height = 0, width = 0] = shape;
    const x = this.picture(node.inputs[0] ?? '');
    if (numberOf(node, 'group', 1) !== 1 || pairOf(node, 'dilations').join() !== '1,1')
      throw new TfliteError(`${node.outputs[0]}: a transposed convolution with groups or dilations is not known`);
    const ordered = new Float32Array(values.length);
    for (let i = 0; i < inner; i++)
      for (let o = 0; o < out; o++)
        for (let p = 0; p < height * width; p++)
          ordered[(o * height * width + p) * inner + i] = values[(i * out + o) * height * width + p] as number;
    const stride = pairOf(node, 'strides');
    const pads = listOf(node, 'pads', [0, 0, 0, 0]);
    const more = listOf(node, 'output_padding', [0, 0]);
    const sizes = [height, width].map(
      (kernel, i) =>
        ((x.shape[2 + i] as number) - 1) * (stride[i] as number) +
        kernel -
        (pads[i] as number) -
        (pads[i + 2] as number) +
        (more[i] as number),
    );
    const [rows = 0, columns = 0] = sizes;
    // SAME cuts off as much as ONNX's pads where these are as even as they can be.
    const isEven = [0, 1].every((i) => {
      const cut = (pads[i + 2] as number) - (pads[i] as number);
      return cut === 0 || cut === 1;
    });
    const padding = pads.every((p) => p === 0) ? 'valid' : 'same';
    if (!isEven || (padding === 'same' && more.some((m) => m > 0)))
      throw new TfliteError(`${node.outputs[0]}: a transposed convolution with pads ${pads.join(', ')} is not known`);
    const bias = node.inputs[2] ? [this.numbers(this.constant(node.inputs[2], 'a bias').values, [out])] : [];
    this.operate(
      'TRANSPOSE_CONV',
      [this.integers([1, rows, columns, out]), this.numbers(ordered, [out, height, width, inner]), x.tensor, ...bias],
      this.add(node.outputs[0] ?? '', [1, out, rows, columns]),
      { padding, stride },
    );
  }

  private dense(node: OnnxNode) {
    const { values, shape } = this.constant(node.inputs[1], `the weight of ${node.outputs[0]}`);
    const rowwise = node.op === 'Gemm' && numberOf(node, 'transB', 0) === 1;
    const [out = 0, inner = 0] = rowwise ? shape : shape.toReversed();
    const scaled = ['alpha', 'beta'].some((name) => numberOf(node, name, 1) !== 1) || numberOf(node, 'transA', 0) !== 0;
    if (scaled || shape.length !== 2)
      throw new TfliteError(`${node.outputs[0]}: a product with scales or more than two axes is not known`);
    const ordered = rowwise
      ? values
      : Float32Array.from(values, (_, i) => values[(i % inner) * out + Math.floor(i / inner)] as number);
    const x = this.plain(node.inputs[0] ?? '');
    const bias = node.inputs[2] ? this.constant(node.inputs[2], 'a bias').values : new Float32Array(out);
    const { output, activation } = this.fused(node);
    this.operate(
      'FULLY_CONNECTED',
      [x.tensor, this.numbers(ordered, [out, inner]), this.numbers(bias, [out])],
      this.add(output, [x.shape[0] ?? 1, out]),
      { activation },
    );
  }

  private arithmetic(node: OnnxNode, name: OperatorName) {
    const sides = node.inputs.slice(0, 2);
    const values = sides.map((side) => this.values.get(side));
    const rank = Math.max(...sides.map((side, i) => (values[i]?.shape ?? this.constants.get(side)?.dims ?? []).length));
    const isPicture = rank === 4;
    const inputs = sides.map((side, i) => {
      if (!values[i]) return this.operand(side, rank);
      if (values[i].shape.length !== rank)
        throw new TfliteError(`${node.outputs[0]}: only constants may have fewer axes`);
      return (isPicture ? this.picture(side) : this.plain(side)).tensor;
    });
    const shapes = sides.map((side, i) => {
      const shape = values[i]?.shape ?? this.constants.get(side)?.dims ?? [];
      return [...Array<number>(rank - shape.length).fill(1), ...shape];
    });
    const shape = Array.from({ length: rank }, (_, axis) => Math.max(...shapes.map((s) => s[axis] as number)));
    const hasActivation = name !== 'MAXIMUM';
    const { output, activation } = hasActivation
      ? this.fused(node)
      : { output: node.outputs[0] ?? '', activation: 'none' as const };
    this.operate(name, inputs, this.add(output, shape), { activation });
  }

  /** A constant beside a value with `rank` axes. */
  private operand(name: string, rank: number): number {
    const { values, shape } = this.constant(name, `${name}, a side of an arithmetic operator,`);
    if (values.length === 1) return this.numbers(values, []);
    const wide = [...Array<number>(rank - shape.length).fill(1), ...shape];
    return rank === 4 ? this.pictureNumbers(values, wide) : this.numbers(values, wide);
  }

  private pictureNumbers(values: Float32Array, shape: Shape): number {
    const [batch = 0, channels = 0, height = 0, width = 0] = shape;
    return this.numbers(toChannelsLast(values, shape), [batch, height, width, channels]);
  }

  private unary(node: OnnxNode, name: OperatorName) {
    const { tensor, shape, plain } = this.value(node.inputs[0] ?? '');
    this.operate(name, [tensor], this.add(node.outputs[0] ?? '', shape, plain));
  }

  private clip(node: OnnxNode) {
    if (!this.isRelu6(node)) throw new TfliteError(`${node.outputs[0]}: Clip is known from 0 to 6 only`);
    this.unary(node, 'RELU6');
  }

  private prelu(node: OnnxNode) {
    const x = this.picture(node.inputs[0] ?? '');
    const { values, shape } = this.constant(node.inputs[1], 'the slopes of PRelu');
    const [channels = 0, height = 1, width = 1] = shape.slice(-3);
    const slopes = this.pictureNumbers(values, [1, channels, height, width]);
    const tensor = this.tensors[slopes] as TfliteTensor;
    this.tensors[slopes] = { ...tensor, shape: tensor.shape.slice(1) };
    this.operate('PRELU', [x.tensor, slopes], this.add(node.outputs[0] ?? '', x.shape));
  }

  private mean(node: OnnxNode) {
    const given = node.inputs[1]
      ? [...this.constant(node.inputs[1], 'the axes of ReduceMean').values]
      : listOf(node, 'axes', []);
    const keepDims = numberOf(node, 'keepdims', 1) === 1;
    const value = this.value(node.inputs[0] ?? '');
    const rank = value.shape.length;
    const axes = given.map((axis) => (axis + rank) % rank).sort((a, b) => a - b);
    const isPicture = rank === 4 && !value.plain;
    if (isPicture && !keepDims && axes.join() !== '2,3')
      throw new TfliteError(`${node.outputs[0]}: without kept axes a mean over height and width only is known`);
    const shape = value.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
    // Fast kernels take height and width; a single channel needs no mean.
    const needed = isPicture && keepDims && value.shape[1] === 1 ? axes.filter((axis) => axis !== 1) : axes;
    const over = isPicture ? needed.map((axis) => channelsLast.indexOf(axis)) : needed;
    this.operate(
      'MEAN',
      [value.tensor, this.integers(over)],
      this.add(node.outputs[0] ?? '', shape, !isPicture || shape.length !== 4),
      {
        keepDims,
      },
    );
  }

  private pool(node: OnnxNode, name: 'MAX_POOL_2D' | 'AVERAGE_POOL_2D') {
    const filter = pairOf(node, 'kernel_shape');
    const { x, padding, rows, columns } = this.windowed(node, filter, false);
    if (name === 'AVERAGE_POOL_2D' && padding === 'same' && numberOf(node, 'count_include_pad', 0) === 1)
      throw new TfliteError(`${node.outputs[0]}: an average that counts its padding is not known`);
    const channels = this.picture(node.inputs[0] ?? '').shape[1] as number;
    this.operate(name, [x], this.add(node.outputs[0] ?? '', [1, channels, rows, columns]), {
      filter,
      padding,
      stride: pairOf(node, 'strides'),
    });
  }

  private concat(node: OnnxNode) {
    const rank = this.value(node.inputs[0] ?? '').shape.length;
    const parts = node.inputs.map((name) => (rank === 4 ? this.picture(name) : this.plain(name)));
    const axis = (numberOf(node, 'axis', 0) + rank) % rank;
    const shape = (parts[0] as Value).shape.map((size, i) =>
      i === axis ? parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0) : size,
    );
    this.operate(
      'CONCATENATION',
      parts.map(({ tensor }) => tensor),
      this.add(node.outputs[0] ?? '', shape),
      { axis: rank === 4 ? channelsLast.indexOf(axis) : axis },
    );
  }

  private softmax(node: OnnxNode) {
    const x = this.value(node.inputs[0] ?? '');
    const rank = x.shape.length;
    const axis = (numberOf(node, 'axis', -1) + rank) % rank;
    if (axis !== (x.plain ? rank - 1 : 1))
      throw new TfliteError(`${node.outputs[0]}: Softmax along axis ${axis} is not known`);
    this.unary(node, 'SOFTMAX');
  }

  private transpose(node: OnnxNode) {
    const [name = ''] = node.inputs;
    const value = this.value(name);
    const perm = listOf(node, 'perm', []);
    const shape = perm.map((axis) => value.shape[axis] as number);
    const [output = ''] = node.outputs;
    const isOutput = this.model.outputs.some((o) => o.name === output);
    // The same numbers in the same order, called by another name.
    if (!value.plain && perm.join() === channelsLast.join() && !isOutput)
      return void this.values.set(output, { tensor: value.tensor, shape, plain: true });
    if (value.plain && perm.join() === channelsFirst.join() && !isOutput)
      return void this.values.set(output, { tensor: value.tensor, shape, plain: false });
    this.operate('TRANSPOSE', [this.plain(name).tensor, this.integers(perm)], this.add(output, shape, true));
  }

  private reshape(node: OnnxNode) {
    const x = this.plain(node.inputs[0] ?? '');
    const size = sizeOf(x.shape);
    const wanted =
      node.op === 'Flatten'
        ? [sizeOf(x.shape.slice(0, numberOf(node, 'axis', 1))), -1]
        : [...this.constant(node.inputs[1], 'the shape of Reshape').values].map((d, i) =>
            d === 0 ? (x.shape[i] as number) : d,
          );
    const rest = wanted.reduce((product, d) => (d < 0 ? product : product * d), 1);
    const shape = wanted.map((d) => (d < 0 ? size / rest : d));
    if (sizeOf(shape) !== size)
      throw new TfliteError(`${node.outputs[0]}: [${x.shape.join(', ')}] cannot become [${shape.join(', ')}]`);
    // With the shape as an input, too, LiteRT leaves its fast kernels (seen in 2.5: 18 ms instead of 2 for BlazeFace).
    this.operate('RESHAPE', [x.tensor], this.add(node.outputs[0] ?? '', shape, true), { newShape: shape });
  }

  /** The same numbers in a tensor of their own. */
  private copy(node: OnnxNode) {
    const { tensor, shape, plain } = this.value(node.inputs[0] ?? '');
    const output = this.add(node.outputs[0] ?? '', shape, plain);
    this.operate('RESHAPE', [tensor], output, { newShape: this.tensors[tensor]?.shape ?? [] });
  }

  private pad(node: OnnxNode) {
    if ((node.attributes?.['mode'] ?? 'constant') !== 'constant')
      throw new TfliteError(`${node.outputs[0]}: Pad is known with zeros only`);
    const value = this.value(node.inputs[0] ?? '');
    const rank = value.shape.length;
    const pads = node.inputs[1]
      ? [...this.constant(node.inputs[1], 'the pads of Pad').values]
      : listOf(node, 'pads', []);
    const order = value.plain ? value.shape.map((_, axis) => axis) : channelsLast;
    const pairs = order.flatMap((axis) => [pads[axis] as number, pads[axis + rank] as number]);
    const shape = value.shape.map((size, axis) => size + (pads[axis] as number) + (pads[axis + rank] as number));
    this.operate(
      'PAD',
      [value.tensor, this.numbers(Int32Array.from(pairs), [rank, 2])],
      this.add(node.outputs[0] ?? '', shape, value.plain),
    );
  }

  private resize(node: OnnxNode) {
    const x = this.picture(node.inputs[0] ?? '');
    const { mode = 'nearest', coordinate_transformation_mode: corners = 'half_pixel' } = node.attributes ?? {};
    if (mode !== 'linear' || (corners !== 'half_pixel' && corners !== 'align_corners' && corners !== 'asymmetric'))
      throw new TfliteError(
        `${node.outputs[0]}: Resize is known as linear with half_pixel, align_corners or asymmetric`,
      );
    const sizes = node.inputs[3] ? [...this.constant(node.inputs[3], 'the sizes of Resize').values].slice(-2) : [];
    const scales = node.inputs[2] ? [...this.constant(node.inputs[2], 'the scales of Resize').values].slice(-2) : [];
    const [rows = 0, columns = 0] =
      sizes.length === 2 ? sizes : [0, 1].map((i) => Math.floor((x.shape[2 + i] as number) * (scales[i] ?? 1)));
    this.operate(
      'RESIZE_BILINEAR',
      [x.tensor, this.integers([rows, columns])],
      this.add(node.outputs[0] ?? '', [x.shape[0] ?? 1, x.shape[1] ?? 1, rows, columns]),
      { corners },
    );
  }

  private depthToSpace(node: OnnxNode) {
    if ((node.attributes?.['mode'] ?? 'DCR') !== 'DCR')
      throw new TfliteError(`${node.outputs[0]}: DepthToSpace is known as DCR`);
    const block = numberOf(node, 'blocksize', 1);
    const x = this.picture(node.inputs[0] ?? '');
    const [batch = 1, channels = 0, height = 0, width = 0] = x.shape;
    this.operate(
      'DEPTH_TO_SPACE',
      [x.tensor],
      this.add(node.outputs[0] ?? '', [batch, channels / block ** 2, height * block, width * block]),
      { block },
    );
  }
}

/** ONNX operators that have a counterpart in TensorFlow Lite here, by their names. */
export const exportedOperators: readonly string[] = Object.keys(Converter.converters);

const numberOf = ({ attributes }: OnnxNode, name: string, fallback: number): number => {
  const value: Attribute | undefined = attributes?.[name];
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'float' in value ? value.float : fallback;
};

const listOf = ({ attributes }: OnnxNode, name: string, fallback: readonly number[]): readonly number[] => {
  const value: Attribute | undefined = attributes?.[name];
  return Array.isArray(value) ? value : fallback;
};

const pairOf = (node: OnnxNode, name: string): readonly [number, number] => {
  const [down = 1, across = 1] = listOf(node, name, [1, 1]);
  return [down, across];
};
