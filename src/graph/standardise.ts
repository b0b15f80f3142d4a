/** Bringing pixels to the range a network computes with, its first step. Pixels are not trained: no gradients. */
import { channelAffine } from './channels';
import { constant, requireRank, type Tensor, tensor } from './tensor';

/**
 * Each picture minus its mean, divided by its standard deviation, so that light and contrast matter less.
 *
 * x       [batch, channels, height, width], any range
 * epsilon the smallest deviation divided by, in x's units: a black frame stays finite
 *
 * @example
 * import { input, standardise } from 'feeling/train';
 * standardise(input('pixels', [1, 1, 48, 48])).shape; // → [1, 1, 48, 48]
 */
export function standardise(x: Tensor, epsilon = 1): Tensor {
  requireRank('standardise', x, 4, '[batch, channels, height, width]');
  return tensor(x.shape, {
    name: 'standardise',
    inputs: [x],
    emit: (e) => {
      const axes = e.integers([1, 2, 3]);
      const mean = (value: string) => e.node('ReduceMean', [value, axes], { attributes: { keepdims: 1 } });
      const centred = e.node('Sub', [e.plain(x), mean(e.plain(x))]);
      const deviation = e.node('Sqrt', [mean(e.node('Mul', [centred, centred]))]);
      return e.node('Div', [centred, e.node('Max', [deviation, e.scalar(epsilon)])]);
    },
  });
}

/**
 * Each picture minus one value a channel, as networks were trained on colour photographs.
 *
 * x     [batch, channels, height, width]
 * means [channels]
 *
 * @example
 * import { centre, input } from 'feeling/train';
 * centre(input('pixels', [1, 3, 224, 224]), [129.2, 104.1, 92.7]).shape; // → [1, 3, 224, 224]
 */
export function centre(x: Tensor, means: readonly number[]): Tensor {
  requireRank('centre', x, 4, '[batch, channels, height, width]');
  const ones = means.map(() => 1);
  const negative = means.map((m) => -m);
  return channelAffine(x, constant(ones, [means.length]), constant(negative, [means.length]));
}
