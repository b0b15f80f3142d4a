/** Standardisation of pictures, the first step of a network. */
import { requireRank, type Tensor, tensor } from './tensor';

/**
 * Each picture minus its mean, divided by its standard deviation, so that light and contrast matter less.
 *
 * x       [batch, channels, height, width], any range
 * epsilon the smallest deviation divided by, in x's units: a black frame stays finite
 *
 * Pixels are not trained, so this has no gradient.
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
