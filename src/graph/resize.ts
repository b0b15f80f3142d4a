/** Pictures at another size, and grey ones as colour: what a network that wants larger pictures begins with. */
import { formatShape, requireRank, type Shape, ShapeError, type Tensor, tensor } from './tensor';

/**
 * Pixels brought to the shape of a network's input, bilinearly, with pixel centres as photographs have them; grey is
 * repeated for each channel. Pixels that have the input's shape stay as they are.
 *
 * pixels  [batch, 1, height, width], or [batch, channels, toHeight, toWidth]
 * input   [channels, toHeight, toWidth]
 * returns [batch, channels, toHeight, toWidth]
 *
 * Pixels are not trained, so this has no gradient. Throws a ShapeError that names both shapes when pixels are neither grey nor of the input's shape.
 *
 * @example
 * import { fitPixels, input } from 'feeling/train';
 * fitPixels(input('pixels', [1, 1, 48, 48]), [3, 224, 224]).shape; // → [1, 3, 224, 224]
 */
export function fitPixels(pixels: Tensor, input: Shape): Tensor {
  requireRank('fitPixels', pixels, 4, '[batch, 1, height, width]');
  const [batch, grey, height, width] = pixels.shape as [number, number, number, number];
  const [channels, toHeight, toWidth] = input as [number, number, number];
  if (input.join() === pixels.shape.slice(1).join()) return pixels;
  if (grey !== 1 || input.length !== 3)
    throw new ShapeError(
      `fitPixels: pixels must have shape [batch, 1, height, width] for a network's input ${formatShape(input)} (got ${formatShape(pixels.shape)})`,
    );
  return tensor([batch, channels, toHeight, toWidth], {
    name: 'fitPixels',
    inputs: [pixels],
    emit: (e) => {
      let value = e.plain(pixels);
      if (toHeight !== height || toWidth !== width) {
        // Sizes, as a scale of 224 / 48 would be rounded to 223 rows; for these two axes only, as the batch may be free.
        const sizes = e.integers([toHeight, toWidth]);
        value = e.node('Resize', [value, '', '', sizes], {
          attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel', axes: [2, 3] },
        });
      }
      if (channels === 1) return value;
      return e.node('Concat', Array<string>(channels).fill(value), { attributes: { axis: 1 } });
    },
  });
}
