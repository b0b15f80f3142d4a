/**
 * An 8-bit convolution as processors with AVX2 and without VNNI compute it: `vpmaddubsw` multiplies unsigned activations
 * with signed weights and adds two products in 16 bits, cut off at their ends; `vpmaddwd` widens the sums to 32 bits. Plain
 * arithmetic, for those who have no such processor.
 */
import type { WholeConvolution } from '../src/graph';

export interface WholePicture {
  /** [channels, height, width] */
  data: Uint8Array;
  dims: readonly [channels: number, height: number, width: number];
  /** The whole number that stands for 0. */
  zeroPoint: number;
}

export interface Sums {
  /** [outputs, height, width], each sum of products with its bias */
  exact: Int32Array;
  /** The same with sums of two that are cut off. */
  saturating: Int32Array;
  /** How many sums of two were cut off. */
  cutOff: number;
}

const cut = (sum: number) => Math.min(32_767, Math.max(-32_768, sum));

/**
 * Products are taken in the order in which ONNX Runtime's kernels take them: by the row and column of the filter, then by
 * channel, two at a time. Every channel is read by every output.
 */
export function saturatingConvolution(
  { data, dims: [channels, height, width], zeroPoint }: WholePicture,
  { weights, bias, dims }: Pick<WholeConvolution, 'weights' | 'bias' | 'dims'>,
  { stride, pad }: { stride: number; pad: number },
): Sums {
  const [outputs = 0, inner = 0, rows = 0, columns = 0] = dims;
  if (inner !== channels) throw new Error(`a convolution of ${inner} channels reads ${channels}`);
  const outHeight = Math.floor((height + 2 * pad - rows) / stride) + 1;
  const outWidth = Math.floor((width + 2 * pad - columns) / stride) + 1;
  const length = rows * columns * channels;
  // As many as fit into pairs; what is filled up is 0 times 0.
  const window = new Uint8Array(length + (length % 2));
  const ordered = Array.from({ length: outputs }, (_, o) => {
    const filter = new Int8Array(window.length);
    for (let p = 0; p < rows * columns; p++)
      for (let c = 0; c < channels; c++)
        filter[p * channels + c] = weights[(o * channels + c) * rows * columns + p] as number;
    return filter;
  });
  const offsets = ordered.map((filter, o) => (bias[o] as number) - zeroPoint * filter.reduce((sum, w) => sum + w, 0));
  const exact = new Int32Array(outputs * outHeight * outWidth);
  const saturating = new Int32Array(exact.length);
  let cutOff = 0;
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const [v, u] = [y * stride + row - pad, x * stride + column - pad];
          const inside = v >= 0 && v < height && u >= 0 && u < width;
          for (let c = 0; c < channels; c++)
            window[(row * columns + column) * channels + c] = inside
              ? (data[(c * height + v) * width + u] as number)
              : zeroPoint;
        }
      for (let o = 0; o < outputs; o++) {
        const filter = ordered[o] as Int8Array;
        let [whole, narrow] = [offsets[o] as number, offsets[o] as number];
        for (let k = 0; k < window.length; k += 2) {
          const sum =
            (window[k] as number) * (filter[k] as number) + (window[k + 1] as number) * (filter[k + 1] as number);
          const kept = cut(sum);
          if (kept !== sum) cutOff++;
          whole += sum;
          narrow += kept;
        }
        const at = (o * outHeight + y) * outWidth + x;
        exact[at] = whole;
        saturating[at] = narrow;
      }
    }
  return { exact, saturating, cutOff };
}
