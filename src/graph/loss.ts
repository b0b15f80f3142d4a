/** Softmax and the cross-entropy that trains it. */
import type { Emitter } from './emit';
import {
  formatShape,
  isConstant,
  requireRank,
  requireTensor,
  requireTensors,
  ShapeError,
  type Tensor,
  tensor,
} from './tensor';

/**
 * Probabilities along the last axis. [batch, classes] → [batch, classes]
 *
 * @example
 * import { constant, createSession, emit, softmax, writeOnnx } from 'feeling/train';
 * const session = await createSession(writeOnnx(emit({ p: softmax(constant([0, 0], [1, 2])) })));
 * [...(await session.run({})).p.data]; // → [0.5, 0.5]
 */
export function softmax(logits: Tensor): Tensor {
  requireTensor('softmax', logits);
  return tensor(logits.shape, {
    name: 'softmax',
    inputs: [logits],
    emit: (e) => e.node('Softmax', [e.value(logits)], { attributes: { axis: -1 } }),
  });
}

/** Less than any probability that a softmax in 32 bits tells from nothing, so that what it is added to stays as it is. */
const nothing = 1e-30;

/** Logarithms of the softmax; WebGPU has no kernel for that, so there it is made of what the gradient needs as well. */
function emitLogSoftmax(e: Emitter, logits: Tensor): string {
  if (e.provider === 'cpu') return e.node('LogSoftmax', [e.value(logits)], { attributes: { axis: -1 } });
  const probabilities = e.node('Softmax', [e.value(logits)], { attributes: { axis: -1 } });
  return e.node('Log', [e.node('Add', [probabilities, e.scalar(nothing)])]);
}

export interface CrossEntropyOptions {
  /** ε: targets become (1 − ε)·target + ε / classes (Szegedy et al. 2016, arXiv:1512.00567, section 7). 0 to 1. */
  labelSmoothing?: number;
}

/**
 * Softmax cross-entropy, averaged over the batch.
 *
 * logits       [batch, classes]
 * targets      [batch, classes], each row a distribution
 * sampleWeight [batch], 0 leaves a sample out; the sum is divided by the batch, as Keras does
 * returns      []
 *
 * Throws a ShapeError when the shapes disagree.
 *
 * @example
 * import { input, softmaxCrossEntropy } from 'feeling/train';
 * const [logits, targets, weights] = [input('logits', [8, 7]), input('targets', [8, 7]), input('weights', [8])];
 * softmaxCrossEntropy(logits, targets, weights, { labelSmoothing: 0.1 }).shape; // → []
 */
export function softmaxCrossEntropy(
  logits: Tensor,
  targets: Tensor,
  sampleWeight: Tensor,
  options: CrossEntropyOptions = {},
): Tensor {
  const { smoothed, share } = formed('softmaxCrossEntropy', logits, targets, sampleWeight, options);
  return tensor([], {
    name: 'softmaxCrossEntropy',
    inputs: [logits, smoothed, share],
    emit: (e) => {
      const logProbabilities = emitLogSoftmax(e, logits);
      const weighted = e.node('Mul', [e.node('Mul', [logProbabilities, e.value(smoothed)]), e.value(share)]);
      return e.node('ReduceSum', [weighted], { attributes: { keepdims: 0 } });
    },
    parents: [logits],
    gradient: (g) => [
      tensor(logits.shape, {
        name: 'softmaxCrossEntropyGradient',
        inputs: [logits, smoothed, share, g],
        emit: (e) => {
          const probabilities = e.node('Softmax', [e.value(logits)], { attributes: { axis: -1 } });
          const total = e.node('ReduceSum', [e.value(smoothed), e.integers([1])], { attributes: { keepdims: 1 } });
          const difference = e.node('Sub', [e.value(smoothed), e.node('Mul', [probabilities, total])]);
          const slope = e.node('Mul', [difference, e.value(share)]);
          return isConstant(g) && g.values[0] === 1 ? slope : e.node('Mul', [slope, e.value(g)]);
        },
      }),
    ],
  });
}

export interface LossInputs {
  /** [batch, classes] */
  logits: Tensor;
  /** Smoothed targets, [batch, classes]. */
  smoothed: Tensor;
  /** Minus the weights over the batch, [batch, 1]. */
  share: Tensor;
}

/** What a loss needs of its inputs. Throws a ShapeError that names the operator when their shapes disagree. */
export function formed(
  operator: string,
  logits: Tensor,
  targets: Tensor,
  sampleWeight: Tensor,
  { labelSmoothing = 0 }: CrossEntropyOptions,
): LossInputs {
  requireRank(operator, logits, 2, '[batch, classes]');
  requireTensors(operator, [targets, sampleWeight]);
  const [batch, classes] = logits.shape as [number, number];
  if (targets.shape[0] !== batch || targets.shape[1] !== classes || sampleWeight.shape[0] !== batch)
    throw new ShapeError(
      `${operator}: logits ${formatShape(logits.shape)} need targets of the same shape and weights [${batch}], ` +
        `got ${formatShape(targets.shape)} and ${formatShape(sampleWeight.shape)}`,
    );
  const smoothed = tensor(targets.shape, {
    name: 'smoothed',
    inputs: [targets],
    emit: (e) => {
      if (labelSmoothing === 0) return e.value(targets);
      const kept = e.node('Mul', [e.value(targets), e.scalar(1 - labelSmoothing)]);
      return e.node('Add', [kept, e.scalar(labelSmoothing / classes)]);
    },
  });
  const share = tensor([batch, 1], {
    name: 'share',
    inputs: [sampleWeight],
    emit: (e) => e.reshape(e.node('Div', [e.value(sampleWeight), e.scalar(-batch)]), [batch, 1]),
  });
  return { logits, smoothed, share };
}
