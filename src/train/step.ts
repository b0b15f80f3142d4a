/** One training step as one ONNX graph: forward pass, losses, gradients, optimizer and moving average. */
import {
  add,
  buildForTraining,
  constant,
  type EmitOptions,
  emit,
  gradients,
  initialWeights,
  input,
  type Mask,
  movingAverage,
  type Network,
  type OnnxModel,
  type Parameter,
  type SgdOptions,
  scale,
  sgd,
  softmaxCrossEntropy,
  type Tensor,
} from '../graph';

export interface HeadLoss {
  /** How much the head's loss counts. */
  weight: number;
  labelSmoothing: number;
}

export interface StepOptions {
  batchSize: number;
  /** Losses by head; a head that is not named is not trained. */
  heads: Record<string, HeadLoss>;
  optimizer: SgdOptions;
  /** Share of the last running statistics that is kept at each step. */
  normMomentum: number;
}

/** A tensor that goes in, is changed, and comes out under the same name with "next:" before it. */
export interface StateTensor {
  name: string;
  shape: readonly number[];
}

/**
 * Its inputs are `pixels` [batch, channels, height, width], `learningRate` [], `averageDecay` [], for each head
 * `HEAD:targets` [batch, classes] and `HEAD:weights` [batch], the masks and the state; its outputs `loss` [],
 * `loss:HEAD` [], `logits:HEAD` [batch, classes] and the state after the step.
 */
export interface TrainingStep {
  model: OnnxModel;
  state: StateTensor[];
  masks: Mask[];
  /** The state before the first step. */
  initialState(seed: number): Map<string, Float32Array>;
}

const velocityOf = (parameter: string) => `${parameter}:velocity`;
export const averageOf = (parameter: string) => `${parameter}:average`;
export const nextOf = (state: string) => `next:${state}`;

export function buildStep(net: Network, options: StepOptions, emitOptions: EmitOptions): TrainingStep {
  const { batchSize, heads, optimizer, normMomentum } = options;
  const built = buildForTraining(net, input('pixels', [batchSize, ...net.input]));
  const learningRate = input('learningRate', []);
  const averageDecay = input('averageDecay', []);

  const outputs: Record<string, Tensor> = {};
  let loss: Tensor | undefined;
  for (const [name, { weight, labelSmoothing }] of Object.entries(heads)) {
    const logits = built.heads[name];
    if (!logits)
      throw new Error(
        `train: network ${net.name} has no head "${name}" (${Object.keys(built.heads).join(', ')} are there)`,
      );
    const headLoss = softmaxCrossEntropy(
      logits,
      input(`${name}:targets`, logits.shape),
      input(`${name}:weights`, [batchSize]),
      { labelSmoothing },
    );
    outputs[`loss:${name}`] = headLoss;
    outputs[`logits:${name}`] = logits;
    const weighted = scale(headLoss, weight);
    loss = loss ? add(loss, weighted) : weighted;
  }
  if (!loss) throw new Error('train: no head is trained');
  outputs['loss'] = loss;

  const state: StateTensor[] = [];
  const keep = (name: string, next: Tensor) => {
    state.push({ name, shape: next.shape });
    outputs[nextOf(name)] = next;
  };
  const learned = built.parameters.filter((p) => p.kind !== 'statistic');
  const slopes = gradients(
    loss,
    learned.map((p) => p.tensor),
  );
  const keepAverage = (p: Parameter, next: Tensor) =>
    keep(averageOf(p.name), movingAverage(input(averageOf(p.name), p.shape), next, averageDecay));
  learned.forEach((p, i) => {
    const velocity = input(velocityOf(p.name), p.shape);
    const next = sgd(p.tensor, slopes[i] as Tensor, velocity, learningRate, p.kind === 'weight', optimizer);
    keep(p.name, next.parameter);
    keep(velocityOf(p.name), next.velocity);
    keepAverage(p, next.parameter);
  });
  for (const p of built.parameters) {
    if (!p.batch) continue;
    const next = movingAverage(p.tensor, p.batch, constant([normMomentum], []));
    keep(p.name, next);
    keepAverage(p, next);
  }

  return {
    model: emit(outputs, { ...emitOptions, name: `${net.name}-step` }),
    state,
    masks: built.masks,
    initialState: (seed) => {
      const weights = initialWeights(built, seed);
      return new Map(
        state.map(({ name }) => {
          const [parameter = name, role] = name.split(':');
          const start = weights.get(parameter) as Float32Array;
          return [name, role === 'velocity' ? new Float32Array(start.length) : Float32Array.from(start)];
        }),
      );
    },
  };
}
