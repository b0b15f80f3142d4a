/** What a network consists of, layer by layer, counted on the network itself. */
import { buildForTraining, type Layers, type Network, requireNetwork } from './network';
import { input, type Shape, sizeOf, type Tensor } from './tensor';

export interface LayerSummary {
  /** As its parameters are called: "conv1". */
  name: string;
  kind: keyof Layers;
  /** [batch, …] with 1 for the batch. */
  output: Shape;
  /** Numbers that are learned. */
  parameters: number;
  /** Running statistics that are kept beside them. */
  statistics: number;
  /** Multiply-accumulates of one picture. */
  macs: number;
  /** Of a dense layer on a flattened feature map: [channels, height, width] of that. */
  flattened?: Shape;
}

/**
 * The layers with names of their own, in the order in which they are made; what has no parameters in between is left out.
 *
 * @example
 * import { findNetwork, layersOf } from 'feeling/train';
 * layersOf(findNetwork('tiny')).map(({ name }) => name).slice(0, 2); // → ['conv1', 'norm1']
 */
export function layersOf(net: Network): LayerSummary[] {
  requireNetwork('layersOf', net);
  const found: LayerSummary[] = [];
  let declared: { name: string; shape: Shape; kind: string }[] = [];
  const recording = (layers: Layers): Layers =>
    Object.fromEntries(
      Object.entries(layers).map(([kind, make]: [string, (...args: never[]) => Tensor]) => [
        kind,
        (...args: never[]) => {
          declared = [];
          const made = make(...args);
          const [first] = declared;
          if (!first) return made;
          const sum = (some: typeof declared) => some.reduce((total, { shape }) => total + sizeOf(shape), 0);
          found.push({
            name: first.name.slice(0, first.name.lastIndexOf('/')),
            kind: kind as keyof Layers,
            output: made.shape,
            parameters: sum(declared.filter((p) => p.kind !== 'statistic')),
            statistics: sum(declared.filter((p) => p.kind === 'statistic')),
            macs: made.operation.macs ?? 0,
            ...(kind === 'dense' && flattenedIn(args[0] as unknown as Tensor)),
          });
          return made;
        },
      ]),
    ) as unknown as Layers;
  const recorded: Network = { ...net, body: (layers, pixels) => net.body(recording(layers), pixels) };
  buildForTraining(recorded, input('pixels', [1, ...net.input]), {
    parameter: (parameter) => {
      declared.push(parameter);
      return input(parameter.name, parameter.shape);
    },
  });
  return found;
}

/** What keeps each number where it is. */
const elementwise = new Set(['mul', 'add', 'relu', 'relu6']);

/** The feature map whose numbers in a row x is, perhaps scaled, clipped or with some dropped. */
function flattenedIn(x: Tensor): { flattened: Shape } | undefined {
  for (let t: Tensor | undefined = x; t; t = t.operation.inputs.find(({ shape }) => shape.join() === x.shape.join())) {
    if (t.operation.name === 'flatten') return { flattened: (t.operation.inputs[0] as Tensor).shape.slice(1) };
    if (!elementwise.has(t.operation.name)) return undefined;
  }
  return undefined;
}

/** Numbers that a forward pass of one picture makes, which training keeps for the way back. */
export function activationsOf(net: Network): number {
  const { heads } = buildForTraining(net, input('pixels', [1, ...net.input]));
  const seen = new Set<Tensor>();
  const stack = Object.values(heads);
  let numbers = 0;
  while (stack.length > 0) {
    const t = stack.pop() as Tensor;
    if (seen.has(t) || t.operation.name === 'input') continue;
    seen.add(t);
    if (t.shape[0] === 1) numbers += sizeOf(t.shape);
    stack.push(...t.operation.inputs);
  }
  return numbers;
}
