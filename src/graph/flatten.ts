/** From feature maps to a row of features. */
import { requireRank, sizeOf, type Tensor, tensor } from './tensor';

/**
 * All values of a picture in a row, position by position as Keras's Flatten has them, so that its weights fit.
 *
 * x       [batch, channels, height, width]
 * returns [batch, height · width · channels]
 *
 * @example
 * import { flatten, input } from 'feeling/train';
 * flatten(input('x', [2, 8, 3, 3])).shape; // → [2, 72]
 */
export function flatten(x: Tensor): Tensor {
  requireRank('flatten', x, 4, '[batch, channels, height, width]');
  return tensor([x.shape[0] as number, sizeOf(x.shape.slice(1))], {
    name: 'flatten',
    inputs: [x],
    emit: (e) => {
      const features = sizeOf(x.shape.slice(1));
      // −1 stands for the batch, which may be free.
      return e.reshape(e.transpose(e.plain(x), [0, 2, 3, 1]), [-1, features]);
    },
    parents: [x],
    gradient: (g) => [unflatten(g, x)],
  });
}

/** Back to x's shape. */
function unflatten(g: Tensor, x: Tensor): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  return tensor(
    x.shape,
    {
      name: 'unflatten',
      inputs: [g],
      emit: (e) => {
        const plain = e.transpose(e.reshape(e.value(g), [batch, height, width, channels]), [0, 3, 1, 2]);
        return e.isBlocked(x) ? e.toBlocked(plain) : plain;
      },
    },
    { featureMap: x.featureMap },
  );
}
