/**
 * A network of another maker as one of ours: `pixels` [batch, channels, size, size], 0 … 255, in, `emotions` [batch, 7]
 * out. What its description says (normalisation, order of colours and axes, softmax, labels) becomes a few nodes before and
 * behind it, so that everything else runs it like any other. The network itself stays as it is, whatever is in it.
 */
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import {
  decodeModel,
  elementTypes,
  ModelProto,
  OnnxError,
  type StoredGraph,
  type StoredNode,
  type StoredValue,
} from '../graph';
import { checkDescription, type Meaning, meaningsOf, type NetworkDescription } from './description';
import { allNeutral } from './reading';
import { ModelError, type NetworkFault } from './registry';

/** Whether the file says itself what its outputs mean, as those do that feeling made. */
export const describesItself = (metadata: Readonly<Record<string, string>>) => metadata['kind'] === 'expression';

/** The names that a network of ours has outside. */
const ours = ['pixels', 'emotions', 'fer2013', 'ferplus', 'face'];

/** Numbers of ONNX's types that pixels can have, and outputs. */
const takes = new Map<number, string>([
  [elementTypes.float32, 'float32'],
  [elementTypes.float16, 'float16'],
  [11, 'float64'],
  [elementTypes.uint8, 'uint8'],
  [elementTypes.int8, 'int8'],
]);

/**
 * The bytes of the network as one of ours.
 *
 * path what it is called in errors
 *
 * Throws a ModelError that says what the description lacks or where the network contradicts it, or when the bytes are no
 * ONNX model.
 */
export function adoptNetwork(bytes: Uint8Array, given: NetworkDescription, path: string): Uint8Array {
  const description = checkDescription(given, path);
  const model = decoded(bytes, path);
  const graph = Object.assign(model.graph as StoredGraph, {
    node: model.graph?.node ?? [],
    initializer: model.graph?.initializer ?? [],
    input: model.graph?.input ?? [],
    output: model.graph?.output ?? [],
  });
  renameClashes(graph);
  const isConstant = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.filter(({ name }) => !isConstant.has(name ?? ''));
  const [input] = inputs;
  if (!input || inputs.length > 1)
    throw new ModelError(
      `${path}: a network for faces has one input, this has ${inputs.length} (${inputs.map(({ name }) => name).join(', ')})`,
      inputFault(inputs.map(({ name }) => name).join(', ')),
    );
  const form = inputForm(input, description, path);
  const meanings = meaningsOf(description.labels, path);
  const output = outputFor(graph.output, meanings.length, path);
  const endsWithSoftmax =
    description.outputs ?? (isNormalised(graph.node, output.name ?? '') ? 'probabilities' : 'logits');

  const parts = new Parts();
  parts.normalise(form, input);
  parts.mean(output, meanings, endsWithSoftmax);
  graph.input = [
    value('pixels', [form.batch ?? 'batch', form.channels, form.size, form.size]),
    ...graph.input.filter((other) => other !== input),
  ];
  const batch = form.batch ?? 'batch';
  graph.output = [
    value('fer2013', [batch, emotions.length]),
    ...(meanings.includes('contempt') ? [value('ferplus', [batch, ferplusEmotions.length])] : []),
    value('emotions', [batch, emotions.length]),
  ];
  // Shapes that others wrote down may be of another batch.
  graph.value_info = [];
  graph.node = [...parts.before, ...graph.node, ...parts.behind];
  const parameters = graph.initializer.reduce((sum, { dims = [] }) => sum + dims.reduce((n, d) => n * Number(d), 1), 0);
  graph.initializer = [...graph.initializer, ...parts.constants];
  const told: Record<string, string> = {
    kind: 'expression',
    labels: emotions.join(' '),
    ...(meanings.includes('contempt') && { ferplusLabels: ferplusEmotions.join(' ') }),
    input: `${form.channels === 1 ? 'grey' : 'RGB'} pixels 0 to 255, [${batch}, ${form.channels}, ${form.size}, ${form.size}]; the face level by the eyes, eye distance 1 / 2.75 of the side, the point between the eyes at (0.5, 0.4)`,
    adopted: JSON.stringify(description),
    parameters: String(parameters),
  };
  const written = {
    ...model,
    // Constants need not be inputs from the fourth version of the format on.
    ir_version: Math.max(4, Number(model.ir_version ?? 4)),
    metadata_props: [
      ...(model.metadata_props ?? []).filter(({ key }) => !(key in told)),
      ...Object.entries(told).map(([key, text]) => ({ key, value: text })),
    ],
  };
  return ModelProto.encode(written);
}

function decoded(bytes: Uint8Array, path: string) {
  try {
    const model = decodeModel(bytes);
    if (!model.graph?.node?.length) throw new OnnxError('not an ONNX model: it has no graph');
    return model;
  } catch (error) {
    throw new ModelError(`${path}: ${(error as Error).message}`);
  }
}

interface InputForm {
  /** Undefined where any number of faces can be read at once. */
  batch: number | undefined;
  channels: 1 | 3;
  size: number;
  layout: 'nchw' | 'nhwc';
  /** For each channel as the network has them: what a pixel is multiplied with, and what is added then. */
  scale: number[];
  shift: number[];
  reversed: boolean;
}

/** How the network takes its pixels: what its file says, and what it does not say from the description. */
function inputForm(input: StoredValue, { input: told = {} }: NetworkDescription, path: string): InputForm {
  const tensor = input.type?.tensor_type;
  if (!takes.has(tensor?.elem_type ?? 0))
    throw new ModelError(
      `${path}: its input ${input.name} takes numbers of type ${tensor?.elem_type}; pixels can be ${[...takes.values()].join(', ')}`,
      inputFault(input.name ?? ''),
    );
  const dims = (tensor?.shape?.dim ?? []).map(({ dim_value }) =>
    Number(dim_value) > 0 ? Number(dim_value) : undefined,
  );
  const shape = `[${dims.map((d) => d ?? '?').join(', ')}]`;
  if (dims.length !== 4)
    throw new ModelError(
      `${path}: its input ${input.name} must be pictures [batch, channels, height, width] (got ${shape})`,
      inputFault(shape),
    );
  const [batch, second, third, fourth] = dims;
  const isChannels = (d: number | undefined) => d === 1 || d === 3;
  if (!told.layout && isChannels(second) && isChannels(fourth))
    throw new ModelError(
      `${path}: its input is ${shape}; say where the channels stand, with --layout nchw or nhwc`,
      inputFault(shape),
    );
  const layout = told.layout ?? (isChannels(fourth) ? 'nhwc' : 'nchw');
  const [found, height, width] = layout === 'nhwc' ? [fourth, second, third] : [second, third, fourth];
  const channels = agreed('channels', '--channels 1 or 3', found, told.channels, {
    ...{ path, shape },
    faultOf: () => inputFault(shape),
  });
  if (channels !== 1 && channels !== 3)
    throw new ModelError(
      `${path}: its input ${shape} has ${channels} channels; 1 (grey) or 3 (colour) are known`,
      inputFault(shape),
    );
  if (height !== undefined && width !== undefined && height !== width)
    throw new ModelError(`${path}: its input must be square (got ${height} × ${width} pixels)`, inputFault(shape));
  const size = agreed('pixels a side', '--input 64x64', height ?? width, told.size, {
    path,
    shape,
    faultOf: sizeFault,
  });
  const { range, mean = [0], std = [1] } = told;
  if (!range && !(told.mean && told.std))
    throw new ModelError(
      `${path}: the file does not say what black and white are to it; say it with --range 0..255, 0..1 or -1..1, or with --mean and --std`,
    );
  const [black, white] = range ?? [0, 1];
  const outside = mean.find((m) => m < Math.min(black, white) || m > Math.max(black, white));
  if (told.mean && outside !== undefined)
    throw new ModelError(
      `${path}: mean ${outside} lies outside the range ${black}..${white}; say the right one with --range`,
    );
  const each = (list: readonly number[], c: number) => (list.length === 1 ? list[0] : list[c]) as number;
  if (channels === 1 && (mean.length > 1 || std.length > 1))
    throw new ModelError(
      `${path}: mean and std must be one number each, as the network reads one channel (got ${Math.max(mean.length, std.length)})`,
    );
  return {
    batch,
    channels,
    size,
    layout,
    reversed: channels === 3 && told.order === 'bgr',
    // Mean and deviation are those of the channels as the network has them.
    scale: Array.from({ length: channels }, (_, c) => (white - black) / 255 / each(std, c)),
    shift: Array.from({ length: channels }, (_, c) => (black - each(mean, c)) / each(std, c)),
  };
}

const sizeFault = (found?: number, told?: number): NetworkFault =>
  found === undefined ? { what: 'size', got: '' } : { what: 'otherSize', got: `${told}`, right: `${found}` };
const inputFault = (got: string): NetworkFault => ({ what: 'input', got });

function agreed(
  what: string,
  option: string,
  found: number | undefined,
  told: number | undefined,
  { path, shape, faultOf }: { path: string; shape: string; faultOf(found?: number, told?: number): NetworkFault },
): number {
  if (found !== undefined && told !== undefined && found !== told)
    throw new ModelError(`${path}: its input ${shape} has ${found} ${what}, not ${told}`, faultOf(found, told));
  const value = found ?? told;
  if (value === undefined)
    throw new ModelError(
      `${path}: its input is ${shape}; the file does not say how many ${what}, say it with ${option}`,
      faultOf(found, told),
    );
  return value;
}

/** The output that the labels are for. */
function outputFor(outputs: readonly StoredValue[], count: number, path: string): StoredValue {
  const widths = outputs.map(({ type }) => {
    const dims = (type?.tensor_type?.shape?.dim ?? []).slice(1).map(({ dim_value }) => Number(dim_value ?? 0));
    return dims.length === 0 || dims.some((d) => !(d > 0)) ? undefined : dims.reduce((a, b) => a * b, 1);
  });
  const fitting = outputs[widths.indexOf(count)] ?? outputs[widths.indexOf(undefined)];
  if (!fitting)
    throw new ModelError(
      `${path}: ${count} labels, but the network gives ${outputs.map(({ name }, i) => `${widths[i]} numbers in ${name}`).join(', ')}; name each output in its order, - for one that is no emotion`,
      { what: 'outputs', got: `${count}`, right: widths.join(', ') },
    );
  if (!takes.has(fitting.type?.tensor_type?.elem_type ?? 0))
    throw new ModelError(`${path}: its output ${fitting.name} is of a number type that is not known here`);
  return fitting;
}

/** Steps that only hand on what they read, in another shape or kind of number. */
const handingOn = new Set(['Identity', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze', 'Cast', 'Transpose']);

/** Whether what makes the value gives numbers from 0 to 1. The logarithms of probabilities are logits, too. */
function isNormalised(nodes: readonly StoredNode[], name: string): boolean {
  const maker = nodes.find(({ output = [] }) => output.includes(name));
  if (maker && handingOn.has(maker.op_type ?? '')) return isNormalised(nodes, maker.input?.[0] ?? '');
  return maker?.op_type === 'Softmax' || maker?.op_type === 'Sigmoid';
}

/** The nodes before the network and behind it, with their constants. */
class Parts {
  readonly before: StoredNode[] = [];
  readonly behind: StoredNode[] = [];
  readonly constants: NonNullable<StoredGraph['initializer']> = [];

  normalise({ channels, scale, shift, layout, reversed }: InputForm, { name = '', type }: StoredValue) {
    const steps: ((from: string, to: string) => StoredNode)[] = [];
    if (reversed) {
      const order = this.constant('adopted:order', 'int64', new BigInt64Array([2n, 1n, 0n]), [3]);
      steps.push((from, to) => node('Gather', [from, order], to, { axis: 1 }));
    }
    const factor = this.floats('adopted:scale', scale, [1, channels, 1, 1]);
    const offset = this.floats('adopted:shift', shift, [1, channels, 1, 1]);
    steps.push(
      (from, to) => node('Mul', [from, factor], to),
      (from, to) => node('Add', [from, offset], to),
    );
    if (layout === 'nhwc') steps.push((from, to) => node('Transpose', [from], to, { perm: [0, 2, 3, 1] }));
    const elementType = type?.tensor_type?.elem_type ?? 1;
    if (elementType !== elementTypes.float32) steps.push((from, to) => node('Cast', [from], to, { to: elementType }));
    let from = 'pixels';
    steps.forEach((step, i) => {
      const to = i === steps.length - 1 ? name : `adopted:pixels${i}`;
      this.before.push(step(from, to));
      from = to;
    });
  }

  /** From what the network gives to emotions, and with contempt to FER+'s eight. */
  mean({ name = '', type }: StoredValue, meanings: readonly Meaning[], outputs: 'logits' | 'probabilities') {
    let from = name;
    const step = (op: string, inputs: string[], to: string, attributes: Record<string, number> = {}) => {
      this.behind.push(node(op, inputs, to, attributes));
      return to;
    };
    if (type?.tensor_type?.elem_type !== elementTypes.float32)
      from = step('Cast', [from], 'adopted:floats', { to: elementTypes.float32 });
    from = step('Flatten', [from], 'adopted:flat', { axis: 1 });
    const meant = meanings.flatMap((meaning, i) => (meaning === 'none' ? [] : [{ meaning, i }]));
    // A product and no picking, so that a network with more or fewer outputs than labels cannot run.
    const rows = <T>(list: readonly T[], columns: number, at: (item: T, column: number) => number) =>
      list.flatMap((item) => Array.from({ length: columns }, (_, column) => at(item, column)));
    const picked = this.floats(
      'adopted:picked',
      rows([...meanings.keys()], meant.length, (i, column) => (meant[column]?.i === i ? 1 : 0)),
      [meanings.length, meant.length],
    );
    from = step('MatMul', [from, picked], 'adopted:meant');
    from =
      outputs === 'logits'
        ? step('Softmax', [from], 'adopted:probabilities', { axis: 1 })
        : this.shares(from, meant.length, 'adopted:probabilities');
    const toEmotions = (contempt: readonly number[]) =>
      rows(meant, emotions.length, ({ meaning }, e) =>
        meaning === 'contempt' ? (contempt[e] as number) : emotions[e] === meaning ? 1 : 0,
      );
    const mapped = (key: string, matrix: number[], width: number) =>
      step('MatMul', [from, this.floats(`adopted:${key}:matrix`, matrix, [meant.length, width])], key);
    mapped('emotions', toEmotions(allNeutral), emotions.length);
    if (!meanings.includes('contempt')) {
      step('Identity', ['emotions'], 'fer2013');
      return;
    }
    const ofSeven = mapped('adopted:seven', toEmotions(emotions.map(() => 0)), emotions.length);
    this.shares(ofSeven, emotions.length, 'fer2013');
    mapped(
      'ferplus',
      rows(meant, ferplusEmotions.length, ({ meaning }, c) =>
        meaning === (ferplusMeaning[ferplusEmotions[c] as (typeof ferplusEmotions)[number]] ?? 'contempt') ? 1 : 0,
      ),
      ferplusEmotions.length,
    );
  }

  /** Divided by their sum. */
  private shares(from: string, width: number, to: string): string {
    const ones = this.floats(`${to}:ones`, Array(width * width).fill(1), [width, width]);
    this.behind.push(node('MatMul', [from, ones], `${to}:sum`), node('Div', [from, `${to}:sum`], to));
    return to;
  }

  private floats(name: string, values: readonly number[], dims: readonly number[]): string {
    return this.constant(name, 'float32', Float32Array.from(values), dims);
  }

  private constant(
    name: string,
    type: 'float32' | 'int64',
    data: Float32Array | BigInt64Array,
    dims: readonly number[],
  ) {
    this.constants.push({
      name,
      dims: [...dims],
      data_type: elementTypes[type],
      raw_data: new Uint8Array(data.buffer),
    });
    return name;
  }
}

/** Attribute kinds: one whole number, or several. */
const [one, several] = [2, 7];

const node = (
  op: string,
  input: string[],
  to: string,
  attributes: Record<string, number | number[]> = {},
): StoredNode => ({
  op_type: op,
  // Others call their nodes as they like, perhaps as one of our outputs.
  name: `adopted node ${to}`,
  input,
  output: [to],
  attribute: Object.entries(attributes).map(([name, given]) =>
    typeof given === 'number' ? { name, type: one, i: given } : { name, type: several, ints: given },
  ),
});

const value = (name: string, dims: readonly (number | string)[]): StoredValue => ({
  name,
  type: {
    tensor_type: {
      elem_type: elementTypes.float32,
      shape: { dim: dims.map((d) => (typeof d === 'number' ? { dim_value: d } : { dim_param: d })) },
    },
  },
});

/** Gives values of the network that are called like ours another name, in graphs inside nodes, too. */
function renameClashes(graph: StoredGraph) {
  const renamed = (name: string | undefined) => (name !== undefined && ours.includes(name) ? `network:${name}` : name);
  for (const list of [graph.input, graph.output, graph.initializer, graph.value_info])
    for (const item of list ?? []) if (item.name !== undefined) item.name = renamed(item.name) as string;
  for (const step of graph.node ?? []) {
    step.input = (step.input ?? []).map((name) => renamed(name) as string);
    step.output = (step.output ?? []).map((name) => renamed(name) as string);
    for (const { g, graphs = [] } of step.attribute ?? [])
      for (const inner of [...(g ? [g] : []), ...graphs]) renameClashes(inner);
  }
}
