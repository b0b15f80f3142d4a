/** The two orders of a picture's axes: ONNX has channels first, TensorFlow Lite last. */
import type { Shape } from '../graph';

/** [b, h, w, c] → [b, c, h, w], as a permutation, and the other way. */
export const channelsFirst = [0, 3, 1, 2];
export const channelsLast = [0, 2, 3, 1];

/** Numbers of [b, h, w, c] in the order of [b, c, h, w]. */
export function toChannelsFirst(values: Float32Array, [batch = 0, height = 0, width = 0, channels = 0]: Shape) {
  return turned(values, batch, channels, height * width, false);
}

/** Numbers of [b, c, h, w] in the order of [b, h, w, c]. */
export function toChannelsLast(values: Float32Array, [batch = 0, channels = 0, height = 0, width = 0]: Shape) {
  return turned(values, batch, channels, height * width, true);
}

function turned(values: Float32Array, batch: number, channels: number, pixels: number, last: boolean): Float32Array {
  const result = new Float32Array(values.length);
  let first = 0;
  for (let b = 0; b < batch; b++)
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < pixels; p++, first++) {
        const behind = (b * pixels + p) * channels + c;
        result[last ? behind : first] = values[last ? first : behind] as number;
      }
  return result;
}
