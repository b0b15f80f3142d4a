/** One step of an optimizer as part of the graph: parameters and their state in, the next ones out. */
import { requireOptions } from '../options';
import { divide, multiply, plus, reciprocal, scale, sqrt, subtract } from './elementwise';
import { requireTensors, scalar, sizeOf, type Tensor, tensor } from './tensor';

/** What an optimizer is told in each step. */
export interface StepInputs {
  /** [] */
  learningRate: Tensor;
  /** [], √(1 − β₂ᵗ) / (1 − β₁ᵗ) in step t, counted from 1: see `adamw`. */
  adamCorrection: Tensor;
}

export interface Optimizer {
  /** Tensors of the parameter's shape that are kept from step to step, starting at 0. A parameter may be many in one vector. */
  slots: readonly string[];
  /** `decayed`: whether weight decay applies to this parameter. */
  update(
    parameter: Tensor,
    gradient: Tensor,
    state: Record<string, Tensor>,
    inputs: StepInputs,
    decayed: boolean,
  ): { parameter: Tensor; state: Record<string, Tensor> };
}

export interface SgdOptions {
  /** Share of the last velocity that is kept, 0 to 1. */
  momentum: number;
  nesterov: boolean;
  /** Added to the gradient as this times the parameter (an L2 penalty), for the parameters that are decayed. */
  weightDecay: number;
}

/**
 * Stochastic gradient descent with momentum, Nesterov's in the form of Sutskever et al. 2013, as Keras and PyTorch have
 * it: velocity ← momentum·velocity + gradient; parameter ← parameter − rate·(gradient + momentum·velocity), or without
 * Nesterov parameter − rate·velocity.
 *
 * @example
 * import { sgd } from 'feeling/train';
 * sgd({ momentum: 0.9, nesterov: true, weightDecay: 5e-4 }).slots; // → ['velocity']
 */
export function sgd(options: SgdOptions): Optimizer {
  requireOptions('sgd', options);
  const { momentum, nesterov, weightDecay } = options;
  return {
    slots: ['velocity'],
    update(parameter, gradient, { velocity }, { learningRate }, decayed) {
      const full = decayed && weightDecay > 0 ? plus(gradient, scale(parameter, weightDecay)) : gradient;
      const next = plus(scale(velocity as Tensor, momentum), full);
      const step = nesterov ? plus(full, scale(next, momentum)) : next;
      return { parameter: subtract(parameter, multiply(step, learningRate)), state: { velocity: next } };
    },
  };
}

export interface AdamwOptions {
  /** Share of the running mean of gradients, and of their squares, that is kept. */
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Taken off as this times the learning rate times the parameter. */
  weightDecay: number;
}

/**
 * AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2), with the bias correction in the rate as at the end
 * of section 2 of Kingma and Ba 2015 (arXiv:1412.6980).
 *
 * @example
 * import { adamw } from 'feeling/train';
 * adamw({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.01 }).slots; // → ['mean', 'square']
 */
export function adamw(options: AdamwOptions): Optimizer {
  requireOptions('adamw', options);
  const { beta1, beta2, epsilon, weightDecay } = options;
  return {
    slots: ['mean', 'square'],
    update(parameter, gradient, { mean, square }, { learningRate, adamCorrection }, decayed) {
      const nextMean = plus(scale(mean as Tensor, beta1), scale(gradient, 1 - beta1));
      const nextSquare = plus(scale(square as Tensor, beta2), scale(multiply(gradient, gradient), 1 - beta2));
      const direction = divide(nextMean, plus(sqrt(nextSquare), scalar(epsilon)));
      const corrected = multiply(direction, adamCorrection);
      const step = decayed && weightDecay > 0 ? plus(corrected, scale(parameter, weightDecay)) : corrected;
      return {
        parameter: subtract(parameter, multiply(step, learningRate)),
        state: { mean: nextMean, square: nextSquare },
      };
    },
  };
}

/**
 * √(1 − β₂ᵗ) / (1 − β₁ᵗ) for step t, counted from 1.
 *
 * @example
 * import { adamCorrectionAt } from 'feeling/train';
 * adamCorrectionAt(1, { beta1: 0.5, beta2: 0.75 }); // → 1
 */
export function adamCorrectionAt(step: number, betas: Pick<AdamwOptions, 'beta1' | 'beta2'>): number {
  requireOptions('adamCorrectionAt', betas);
  return Math.sqrt(1 - betas.beta2 ** step) / (1 - betas.beta1 ** step);
}

/** Numbers of a long vector that are added up at a time. */
const row = 1024;

/** Length of all gradients as one vector. [] */
function globalNorm(gradients: readonly Tensor[]): Tensor {
  const squares = gradients.map((g) =>
    tensor([], {
      name: 'sumOfSquares',
      inputs: [g],
      emit: (e) => {
        const size = sizeOf(g.shape);
        const vector = g.shape.length === 1 ? e.value(g) : e.reshape(e.value(g), [size]);
        if (size < 16 * row) return e.node('ReduceSumSquare', [vector], { attributes: { keepdims: 0 } });
        // Row by row first, which threads share among them.
        const rows = Math.ceil(size / row);
        const filled = e.node('Pad', [vector, e.integers([0, rows * row - size])]);
        const sums = e.node('ReduceSumSquare', [e.reshape(filled, [rows, row]), e.integers([1])], {
          attributes: { keepdims: 0 },
        });
        return e.node('ReduceSum', [sums], { attributes: { keepdims: 0 } });
      },
    }),
  );
  return sqrt(squares.reduce((sum, square) => plus(sum, square)));
}

/**
 * Gradients scaled down so that their common length is at most `most` (Pascanu et al. 2013, arXiv:1211.5063).
 *
 * @example
 * import { clipByGlobalNorm, constant, createSession, emit, writeOnnx } from 'feeling/train';
 * const [clipped] = clipByGlobalNorm([constant([3, 4], [2])], 1);
 * const session = await createSession(writeOnnx(emit({ clipped: clipped! })));
 * Math.hypot(...(await session.run({})).clipped.data).toFixed(3); // → '1.000'
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], most: number): Tensor[] {
  requireTensors('clipByGlobalNorm', gradients);
  const norm = globalNorm(gradients);
  const factor = tensor([], {
    name: 'clipFactor',
    inputs: [norm],
    emit: (e) => e.node('Min', [e.node('Div', [e.scalar(most), e.value(norm)]), e.scalar(1)]),
  });
  return gradients.map((g) => multiply(g, factor));
}

/**
 * Where sharpness-aware minimisation looks at the gradient (Foret et al. 2021, arXiv:2010.01412, equation 2): each
 * parameter moved uphill by its share of a step of length `radius`.
 *
 * @example
 * import { constant, createSession, emit, uphill, writeOnnx } from 'feeling/train';
 * const [moved] = uphill([constant([0, 0], [2])], [constant([3, 4], [2])], 0.05);
 * const session = await createSession(writeOnnx(emit({ moved: moved! })));
 * Array.from((await session.run({})).moved.data, (v) => v.toFixed(2)); // → ['0.03', '0.04']
 */
export function uphill(parameters: readonly Tensor[], gradients: readonly Tensor[], radius: number): Tensor[] {
  for (const list of [parameters, gradients]) requireTensors('uphill', list);
  const norm = globalNorm(gradients);
  const factor = multiply(reciprocal(plus(norm, scalar(1e-12))), scalar(radius));
  return parameters.map((p, i) => plus(p, multiply(gradients[i] as Tensor, factor)));
}

/**
 * Exponential moving average: average + (1 − decay)·(value − average); `decay` is a scalar `[]` tensor.
 *
 * @example
 * import { constant, createSession, emit, movingAverage, writeOnnx } from 'feeling/train';
 * const average = movingAverage(constant([0], [1]), constant([8], [1]), constant([0.75], []));
 * const session = await createSession(writeOnnx(emit({ average })));
 * [...(await session.run({})).average.data]; // → [2]
 */
export function movingAverage(average: Tensor, value: Tensor, decay: Tensor): Tensor {
  return plus(average, multiply(subtract(value, average), subtract(scalar(1), decay)));
}
