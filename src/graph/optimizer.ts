/** One step of an optimizer as part of the graph: parameters and their state in, the next ones out. */
import { multiply, plus, scale, subtract } from './elementwise';
import { scalar, type Tensor } from './tensor';

export interface SgdOptions {
  /** Share of the last velocity that is kept, 0 to 1. */
  momentum: number;
  /** Added to the gradient as this times the parameter (an L2 penalty), for the parameters that are decayed. */
  weightDecay: number;
}

/**
 * Stochastic gradient descent with Nesterov momentum, in the form of Sutskever et al. 2013 as Keras and PyTorch have
 * it: velocity ← momentum·velocity + gradient; parameter ← parameter − rate·(gradient + momentum·velocity).
 */
export function sgd(
  parameter: Tensor,
  gradient: Tensor,
  velocity: Tensor,
  learningRate: Tensor,
  decayed: boolean,
  { momentum, weightDecay }: SgdOptions,
): { parameter: Tensor; velocity: Tensor } {
  const full = decayed && weightDecay > 0 ? plus(gradient, scale(parameter, weightDecay)) : gradient;
  const next = plus(scale(velocity, momentum), full);
  const step = plus(full, scale(next, momentum));
  return { parameter: subtract(parameter, multiply(step, learningRate)), velocity: next };
}

/** Exponential moving average: average + (1 − decay)·(value − average); `decay` is a scalar `[]` tensor. */
export function movingAverage(average: Tensor, value: Tensor, decay: Tensor): Tensor {
  return plus(average, multiply(subtract(value, average), subtract(scalar(1), decay)));
}
