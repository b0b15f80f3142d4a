/** One training step as one ONNX graph: forward pass, losses, gradients, optimizer and moving average. */
import {
  add,
  buildAgain,
  buildForTraining,
  chosen,
  clipByGlobalNorm,
  constant,
  type EmitOptions,
  emit,
  fitPixels,
  gradients,
  type Heads,
  initialWeights,
  input,
  joined,
  type Mask,
  movingAverage,
  type Network,
  type OnnxModel,
  type Optimizer,
  type Parameter,
  parted,
  plus,
  type Shape,
  scale,
  sizeOf,
  softmaxCrossEntropy,
  softmaxFocalLoss,
  type Tensor,
  type TrainingNetwork,
  uphill,
  type Weights,
} from '../graph';
import { nameOf, nextOf, type Role, type State, type StateVector, stateVector, vectorOf } from './state';

export interface HeadLoss {
  /** How much the head's loss counts. */
  weight: number;
  labelSmoothing: number;
  /** γ of the focal loss; 0, if not given, for cross-entropy. */
  focal?: number;
}

export interface StepOptions {
  /** Shape of the pixels that are fed: the network's input, or [batch, 1, height, width], which are brought to it. */
  pixels: Shape;
  /** Losses by head; a head that is not named is not trained. */
  heads: Record<string, HeadLoss>;
  optimizer: Optimizer;
  /** Share of the last running statistics that is kept at each step. */
  normMomentum: number;
  /** Steps whose gradients are averaged before anything but the statistics changes; 1 if not given. */
  accumulate?: number;
  /** Longest that all gradients together may be; 0 for no limit. */
  clipNorm?: number;
  /** Radius of sharpness-aware minimisation; 0 for the plain gradient, at half the cost. */
  sharpness?: number;
  /** Whether a parameter stays as it is. */
  isFrozen?(parameter: string): boolean;
}

/**
 * Its inputs are `pixels`, `learningRate` [], `adamCorrection` [] where the optimizer needs it, `averageDecay` [], for
 * `changes` [] where gradients are accumulated, 1 in the steps that change the parameters and 0 in the others, for
 * each head `HEAD:targets` [batch, classes] and `HEAD:weights` [batch], the masks, and the vectors of `state` and
 * `fixed`; its outputs `report`, which `readReport` reads, and the vectors of `state` after the step.
 */
export interface TrainingStep {
  model: OnnxModel;
  /** Shape of the pixels that it is fed. */
  pixels: Shape;
  /** What it changes. */
  state: readonly StateVector[];
  /** What is frozen, and the averages of that, which stay the same. */
  fixed: readonly StateVector[];
  masks: Mask[];
  /** Names of the heads that are trained. */
  heads: string[];
  /** The state before the first step: seeded random numbers, or `start` where it has the parameter. */
  initialState(seed: number, start?: ReadonlyMap<string, Float32Array>): State;
}

/** What a step tells of itself. */
export interface StepReport {
  loss: number;
  /** By head. */
  losses: Record<string, number>;
  /** Of the first head, [batch, classes]. */
  logits: Float32Array;
}

export function readReport({ heads }: TrainingStep, report: Float32Array): StepReport {
  return {
    loss: report[0] as number,
    losses: Object.fromEntries(heads.map((head, i) => [head, report[i + 1] as number])),
    logits: report.subarray(heads.length + 1),
  };
}

/** Parameters that a step treats alike, as one vector. */
interface Group {
  name: string;
  parameters: Omit<Parameter, 'tensor'>[];
  vector: Tensor;
}

/** Throws an Error that names a layer from which no head is made: it would learn nothing. */
function requireUsed(
  { name: net }: Network,
  { parameters, heads }: TrainingNetwork,
  isFrozen: (parameter: string) => boolean,
) {
  const used = new Set<Tensor>();
  const waiting = Object.values(heads);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (used.has(next)) continue;
    used.add(next);
    waiting.push(...next.operation.inputs);
  }
  const idle = parameters.find(
    ({ name, kind, tensor }) => !isFrozen(name) && kind !== 'statistic' && !used.has(tensor),
  );
  if (idle)
    throw new Error(
      `train: no head of ${net} is made from its layer ${idle.name.slice(0, idle.name.lastIndexOf('/'))}; use what it gives, or leave it out`,
    );
}

export function buildStep(net: Network, options: StepOptions, emitOptions: EmitOptions): TrainingStep {
  const { optimizer, normMomentum, accumulate = 1, clipNorm = 0, sharpness = 0, isFrozen = () => false } = options;
  const provider = emitOptions.provider ?? 'cpu';
  const pixels = fitPixels(input('pixels', options.pixels), net.input);
  const groups = groupsOf(buildForTraining(net, pixels).parameters, isFrozen);
  const { weights, offsets, statistics, frozen } = groups;
  const parts = new Map(Object.values(groups).flatMap((group) => namedParts(group, group.vector)));
  const built = buildForTraining(net, pixels, { provider, parameter: ({ name }) => parts.get(name) as Tensor });
  const inputs = { learningRate: input('learningRate', []), adamCorrection: input('adamCorrection', []) };
  const averageDecay = input('averageDecay', []);

  const learned = [weights, offsets].filter((group) => group.parameters.length > 0);
  if (learned.length === 0)
    throw new Error(
      `train: ${frozen.parameters.length > 0 ? `every parameter of ${net.name} is frozen` : `${net.name} has no layer that learns`}`,
    );
  requireUsed(net, built, isFrozen);
  const lossOf = lossFunction(net, built.heads, options);
  const { loss, report } = lossOf(built.heads);
  /** The loss's gradient for each group, as one vector each. */
  const slopesAt = (atLoss: Tensor, at: ReadonlyMap<string, Tensor>) => {
    const names = learned.map((group) => group.parameters.map(({ name }) => name));
    const found = gradients(
      atLoss,
      names.flat().map((name) => at.get(name) as Tensor),
    );
    return names.map((some) => joined(found.splice(0, some.length)));
  };
  let slopes = slopesAt(loss, parts);
  if (sharpness > 0) {
    const moved = uphill(
      learned.map((group) => group.vector),
      slopes,
      sharpness,
    );
    const instead = new Map(learned.flatMap((group, i) => namedParts(group, moved[i] as Tensor)));
    slopes = slopesAt(lossOf(buildAgain(net, pixels, built, instead, provider)).loss, instead);
  }
  const changes = input('changes', []);
  /** The vector after the step: as it was, where nothing changes yet. */
  const ifChanged = (next: Tensor, before: Tensor) => (accumulate === 1 ? next : chosen(changes, next, before));
  const sums =
    accumulate === 1
      ? []
      : learned.map((group, i) => plus(input(nameOf(group.name, 'sum'), group.vector.shape), slopes[i] as Tensor));
  if (accumulate > 1) slopes = sums.map((sum) => scale(sum, 1 / accumulate));
  if (clipNorm > 0) slopes = clipByGlobalNorm(slopes, clipNorm);

  const state: StateVector[] = [];
  const outputs: Record<string, Tensor> = { report };
  const keep = (group: Group, role: Role, next: Tensor) => {
    const vector = stateVector(group.name, role, group.parameters);
    state.push(vector);
    outputs[nextOf(vector.name)] = next;
  };
  const keepWithAverage = (group: Group, next: Tensor) => {
    keep(group, 'value', next);
    const average = input(nameOf(group.name, 'average'), group.vector.shape);
    keep(group, 'average', ifChanged(movingAverage(average, next, averageDecay), average));
  };
  learned.forEach((group, i) => {
    const { vector } = group;
    const slots = Object.fromEntries(
      optimizer.slots.map((slot) => [slot, input(nameOf(group.name, slot), vector.shape)]),
    );
    const next = optimizer.update(vector, slopes[i] as Tensor, slots, inputs, group === weights);
    keepWithAverage(group, ifChanged(next.parameter, vector));
    for (const slot of optimizer.slots) keep(group, slot, ifChanged(next.state[slot] as Tensor, slots[slot] as Tensor));
    const sum = sums[i];
    if (sum) keep(group, 'sum', chosen(changes, constant(new Float32Array(sizeOf(sum.shape)), sum.shape), sum));
  });
  if (statistics.parameters.length > 0) {
    const measured = new Map(built.parameters.map((p) => [p.name, p.batch as Tensor]));
    const now = joined(statistics.parameters.map(({ name }) => measured.get(name) as Tensor));
    keepWithAverage(statistics, movingAverage(statistics.vector, now, constant([normMomentum], [])));
  }
  const fixed =
    frozen.parameters.length > 0
      ? [stateVector('frozen', 'value', frozen.parameters), stateVector('frozen', 'average', frozen.parameters)]
      : [];

  return {
    // Weights behind offsets, as what is written last is computed first: their gradients need feature maps, which can go then.
    model: emit(Object.fromEntries(Object.entries(outputs).reverse()), { ...emitOptions, name: `${net.name}-step` }),
    pixels: options.pixels,
    state,
    fixed,
    masks: built.masks,
    heads: Object.keys(options.heads),
    initialState: (seed, start = new Map()) => {
      requireFitting(net, built, start);
      const random = initialWeights(built, seed);
      return new Map(
        [...state, ...fixed].map((vector) => [
          vector.name,
          vectorOf(vector, ({ parameter, role }) =>
            optimizer.slots.includes(role) || role === 'sum'
              ? undefined
              : (start.get(parameter) ?? random.get(parameter)),
          ),
        ]),
      );
    },
  };
}

/** Throws an Error when weights to start from belong to another network. */
function requireFitting({ name: net }: Network, { parameters }: TrainingNetwork, start: Weights) {
  const own = parameters.filter(({ name }) => start.has(name));
  for (const { name, shape } of own)
    if (start.get(name)?.length !== sizeOf(shape))
      throw new Error(`initial: ${name} must have ${sizeOf(shape)} numbers (got ${start.get(name)?.length ?? 'none'})`);
  const [first] = start.keys();
  if (own.length === 0 && first !== undefined)
    throw new Error(`initial: has no parameter of ${net}; it has ${first} …, ${net} has ${parameters[0]?.name} …`);
}

/** Weights decay, offsets do not; statistics follow the batches; what is frozen stays. */
function groupsOf(parameters: readonly Parameter[], isFrozen: (parameter: string) => boolean) {
  const group = (name: string, belongs: (parameter: Parameter) => boolean): Group => {
    const own = parameters.filter(belongs);
    const size = own.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return { name, parameters: own, vector: input(name, [size]) };
  };
  const ofKind = (name: string, kind: Parameter['kind']) => group(name, (p) => p.kind === kind && !isFrozen(p.name));
  return {
    weights: ofKind('weights', 'weight'),
    offsets: ofKind('offsets', 'offset'),
    statistics: ofKind('statistics', 'statistic'),
    frozen: group('frozen', (p) => isFrozen(p.name)),
  };
}

/** The group's parameters as parts of a vector. */
function namedParts({ parameters }: Group, vector: Tensor): [string, Tensor][] {
  if (parameters.length === 0) return [];
  const parts = parted(
    vector,
    parameters.map(({ shape }) => shape),
  );
  return parameters.map(({ name }, i) => [name, parts[i] as Tensor]);
}

/** The loss of what the heads give, on targets that are fed, and what is reported of it. */
function lossFunction(net: Network, built: Heads, { heads, pixels: [batchSize = 0] }: StepOptions) {
  const targets = Object.entries(heads).map(([name, loss]) => {
    const logits = built[name];
    if (!logits)
      throw new Error(`train: network ${net.name} has no head "${name}" (${Object.keys(built).join(', ')} are there)`);
    return {
      name,
      ...loss,
      distribution: input(`${name}:targets`, logits.shape),
      sampleWeight: input(`${name}:weights`, [batchSize]),
    };
  });
  if (targets.length === 0) throw new Error('train: no head is trained');
  return (logitsOf: Heads): { loss: Tensor; report: Tensor } => {
    const losses = targets.map(({ name, labelSmoothing, focal = 0, distribution, sampleWeight }) => {
      const logits = logitsOf[name] as Tensor;
      return focal === 0
        ? softmaxCrossEntropy(logits, distribution, sampleWeight, { labelSmoothing })
        : softmaxFocalLoss(logits, distribution, sampleWeight, { labelSmoothing, gamma: focal });
    });
    const loss = losses.map((one, i) => scale(one, (targets[i] as HeadLoss).weight)).reduce(add);
    return { loss, report: joined([loss, ...losses, logitsOf[(targets[0] as { name: string }).name] as Tensor]) };
  };
}
