/** The focal loss. */
import { requireOptions } from '../options';
import type { Emitter } from './emit';
import { type CrossEntropyOptions, formed, type LossInputs } from './loss';
import { isConstant, type Tensor, tensor } from './tensor';

/** As close to one as a probability may come, so that powers of what is left stay finite. */
const least = 1e-6;

/**
 * Focal loss (Lin et al. 2017, arXiv:1708.02002, equation 4) on distributions, averaged over the batch: for each class the
 * target times (1 − p)^γ · −log p. With γ = 0 it is softmax cross-entropy.
 *
 * logits       [batch, classes]
 * targets      [batch, classes], each row a distribution
 * sampleWeight [batch], 0 leaves a sample out; the sum is divided by the batch
 * gamma        above 0; 2 in the paper
 * returns      []
 *
 * Throws a ShapeError when the shapes disagree.
 *
 * @example
 * import { input, softmaxFocalLoss } from 'feeling/train';
 * const [logits, targets] = [input('logits', [8, 7]), input('targets', [8, 7])];
 * softmaxFocalLoss(logits, targets, input('weights', [8]), { gamma: 2 }).shape; // → []
 */
export function softmaxFocalLoss(
  logits: Tensor,
  targets: Tensor,
  sampleWeight: Tensor,
  options: CrossEntropyOptions & { gamma: number },
): Tensor {
  requireOptions('softmaxFocalLoss', options);
  const { gamma } = options;
  const { smoothed, share } = formed('softmaxFocalLoss', logits, targets, sampleWeight, options);
  /** Probabilities, their logarithms, and what is left to one. */
  const parts = (e: Emitter, { logits: z }: Pick<LossInputs, 'logits'>) => {
    const p = e.node('Softmax', [e.value(z)], { attributes: { axis: -1 } });
    const logP = e.node('Log', [e.node('Max', [p, e.scalar(1e-30)])]);
    const left = e.node('Max', [e.node('Sub', [e.scalar(1), p]), e.scalar(least)]);
    return { p, logP, left };
  };
  return tensor([], {
    name: 'softmaxFocalLoss',
    inputs: [logits, smoothed, share],
    emit: (e) => {
      const { logP, left } = parts(e, { logits });
      const focused = e.node('Mul', [e.node('Pow', [left, e.scalar(gamma)]), logP]);
      const weighted = e.node('Mul', [e.node('Mul', [focused, e.value(smoothed)]), e.value(share)]);
      return e.node('ReduceSum', [weighted], { attributes: { keepdims: 0 } });
    },
    parents: [logits],
    gradient: (g) => [
      tensor(logits.shape, {
        name: 'softmaxFocalLossGradient',
        inputs: [logits, smoothed, share, g],
        emit: (e) => {
          const { p, logP, left } = parts(e, { logits });
          // With h = target · (γ·(1 − p)^(γ − 1)·p·log p − (1 − p)^γ), the slope at a logit is h − p·Σh; `share` has minus the weight.
          const power = e.node('Pow', [left, e.scalar(gamma)]);
          const first = e.node('Mul', [
            e.node('Mul', [e.node('Div', [power, left]), e.scalar(gamma)]),
            e.node('Mul', [p, logP]),
          ]);
          const h = e.node('Mul', [e.value(smoothed), e.node('Sub', [first, power])]);
          const total = e.node('ReduceSum', [h, e.integers([1])], { attributes: { keepdims: 1 } });
          const slope = e.node('Mul', [e.node('Sub', [e.node('Mul', [p, total]), h]), e.value(share)]);
          return isConstant(g) && g.values[0] === 1 ? slope : e.node('Mul', [slope, e.value(g)]);
        },
      }),
    ],
  });
}
