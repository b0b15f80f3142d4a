/** One training step as one ONNX graph: forward pass, losses, gradients, optimizer and moving average. */
import {
  add,
  buildAgain,
  buildForTraining,
  clipByGlobalNorm,
  constant,
  type EmitOptions,
  emit,
  fitPixels,
  gradients,
  type Heads,
  initialWeights,
  input,
  type Mask,
  movingAverage,
  type Network,
  type OnnxModel,
  type Optimizer,
  type Parameter,
  type Shape,
  scale,
  softmaxCrossEntropy,
  type Tensor,
  uphill,
} from '../graph';

export interface HeadLoss {
  /** How much the head's loss counts. */
  weight: number;
  labelSmoothing: number;
}

export interface StepOptions {
  /** Shape of the pixels that are fed, [batch, 1, height, width]; they are brought to the network's input. */
  pixels: Shape;
  /** Losses by head; a head that is not named is not trained. */
  heads: Record<string, HeadLoss>;
  optimizer: Optimizer;
  /** Share of the last running statistics that is kept at each step. */
  normMomentum: number;
  /** Longest that all gradients together may be; 0 for no limit. */
  clipNorm?: number;
  /** Radius of sharpness-aware minimisation; 0 for the plain gradient, at half the cost. */
  sharpness?: number;
  /** Whether a parameter stays as it is. */
  isFrozen?(parameter: string): boolean;
}

/** A tensor that goes in, is changed, and comes out under the same name with "next:" before it. */
export interface StateTensor {
  name: string;
  shape: Shape;
}

/**
 * Its inputs are `pixels`, `learningRate` [], `adamCorrection` [] where the optimizer needs it, `averageDecay` [], for
 * each head `HEAD:targets` [batch, classes] and `HEAD:weights` [batch], the masks and the state; its outputs `loss` [],
 * `loss:HEAD` [], `logits:HEAD` [batch, classes] and the state after the step.
 */
export interface TrainingStep {
  model: OnnxModel;
  state: StateTensor[];
  masks: Mask[];
  /** Names of the heads that are trained. */
  heads: string[];
  /** The state before the first step: seeded random numbers, or `start` where it has the parameter. */
  initialState(seed: number, start?: ReadonlyMap<string, Float32Array>): Map<string, Float32Array>;
}

export const averageOf = (parameter: string) => `${parameter}:average`;
export const nextOf = (state: string) => `next:${state}`;

export function buildStep(net: Network, options: StepOptions, emitOptions: EmitOptions): TrainingStep {
  const { optimizer, normMomentum, clipNorm = 0, sharpness = 0, isFrozen = () => false } = options;
  const pixels = fitPixels(input('pixels', options.pixels), net.input);
  const built = buildForTraining(net, pixels);
  const inputs = { learningRate: input('learningRate', []), adamCorrection: input('adamCorrection', []) };
  const averageDecay = input('averageDecay', []);

  const lossOf = lossFunction(net, built.heads, options);
  const { loss, outputs } = lossOf(built.heads);
  const learned = built.parameters.filter((p) => p.kind !== 'statistic' && !isFrozen(p.name));
  if (learned.length === 0) throw new Error(`train: every parameter of ${net.name} is frozen`);
  let slopes = gradients(
    loss,
    learned.map((p) => p.tensor),
  );
  if (sharpness > 0) {
    const moved = uphill(
      learned.map((p) => p.tensor),
      slopes,
      sharpness,
    );
    const instead = new Map(learned.map((p, i) => [p.name, moved[i] as Tensor]));
    slopes = gradients(lossOf(buildAgain(net, pixels, built, instead)).loss, moved);
  }
  if (clipNorm > 0) slopes = clipByGlobalNorm(slopes, clipNorm);

  const state: StateTensor[] = [];
  const keep = (name: string, next: Tensor) => {
    state.push({ name, shape: next.shape });
    outputs[nextOf(name)] = next;
  };
  const keepParameter = (p: Parameter, next: Tensor) => {
    keep(p.name, next);
    keep(averageOf(p.name), movingAverage(input(averageOf(p.name), p.shape), next, averageDecay));
  };
  learned.forEach((p, i) => {
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, input(`${p.name}:${slot}`, p.shape)]));
    const next = optimizer.update(p.tensor, slopes[i] as Tensor, slots, inputs, p.kind === 'weight');
    keepParameter(p, next.parameter);
    for (const slot of optimizer.slots) keep(`${p.name}:${slot}`, next.state[slot] as Tensor);
  });
  for (const p of built.parameters)
    if (isFrozen(p.name)) keepParameter(p, p.tensor);
    else if (p.batch) keepParameter(p, movingAverage(p.tensor, p.batch, constant([normMomentum], [])));

  return {
    model: emit(outputs, { ...emitOptions, name: `${net.name}-step` }),
    state,
    masks: built.masks,
    heads: Object.keys(options.heads),
    initialState: (seed, start = new Map()) => {
      const weights = initialWeights(built, seed);
      return new Map(
        state.map(({ name }) => {
          const [parameter = name, role] = name.split(':');
          const first = start.get(parameter) ?? (weights.get(parameter) as Float32Array);
          const isSlot = role !== undefined && optimizer.slots.includes(role);
          return [name, isSlot ? new Float32Array(first.length) : Float32Array.from(first)];
        }),
      );
    },
  };
}

/** The loss of what the heads give, on targets that are fed. */
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
  return (logitsOf: Heads): { loss: Tensor; outputs: Record<string, Tensor> } => {
    const outputs: Record<string, Tensor> = {};
    let loss: Tensor | undefined;
    for (const { name, weight, labelSmoothing, distribution, sampleWeight } of targets) {
      const logits = logitsOf[name] as Tensor;
      const headLoss = softmaxCrossEntropy(logits, distribution, sampleWeight, { labelSmoothing });
      outputs[`loss:${name}`] = headLoss;
      outputs[`logits:${name}`] = logits;
      const weighted = scale(headLoss, weight);
      loss = loss ? add(loss, weighted) : weighted;
    }
    if (!loss) throw new Error('train: no head is trained');
    return { loss, outputs: { ...outputs, loss } };
  };
}
