/**
 * The step of 8-bit weights at which every processor adds up their products exactly.
 *
 * Processors without VNNI multiply unsigned activations with signed weights by `vpmaddubsw`, which adds two products in 16
 * bits and cuts the sum off at ±32,767: 255 · 127 + 255 · 127 does not fit, 255 · 128 in all does. Which two weights meet
 * depends on the kernel, so no two of an output may reach more than 128 together. An output with many large weights keeps
 * 7 bits of them, one with a single large weight almost 8. Products are then exact whatever adds them up: AVX2, VNNI,
 * WebAssembly, NEON.
 */

/** Two activations of 255 with these weights still fit into 16 bits; rounding may add a half to each. */
const mostOfTwo = 127;
/** Share of a 32-bit accumulator that the bias may take, and that the products may. */
const [mostBias, mostProducts] = [2 ** 30, 2 ** 29];

/**
 * weights of one output
 * bias    of that output
 * step    of the activations that it reads
 *
 * The weight w is kept as Math.round(w / scale), between −127 and 127.
 */
export function weightScale(weights: Float32Array, bias: number, step: number): number {
  // Of each sign, the largest and the second largest.
  const largest = { above: [0, 0], below: [0, 0] };
  let total = 0;
  for (const weight of weights) {
    const size = Math.abs(weight);
    total += size;
    const two = weight > 0 ? largest.above : largest.below;
    if (size > (two[0] as number)) [two[0], two[1]] = [size, two[0] as number];
    else if (size > (two[1] as number)) two[1] = size;
  }
  const sums = [largest.above, largest.below].map(([a = 0, b = 0]) => a + b);
  const scale = Math.max(
    ...sums.map((sum) => sum / mostOfTwo),
    Math.abs(bias) / step / mostBias,
    (2 * 255 * total) / mostProducts,
  );
  return scale > 0 ? scale : 1;
}

/** Largest sums that a layer's products can reach, whatever the activations are. */
export interface ProductSums {
  /** Of two products, of any two weights of an output; ±32,767 fit into 16 bits. */
  pair: number;
  /** Of all products of an output and its bias; below 2³¹ they fit into 32 bits. */
  all: number;
}

/** outputs the 8-bit weights of each output, with its bias in steps of its products */
export function productSums(outputs: readonly { weights: Int8Array; bias: number }[]): ProductSums {
  let [pair, all] = [0, 0];
  for (const { weights, bias } of outputs) {
    for (const sign of [1, -1]) {
      const sizes = [...weights].map((w) => Math.max(0, sign * w)).sort((a, b) => b - a);
      pair = Math.max(pair, 255 * ((sizes[0] ?? 0) + (sizes[1] ?? 0)));
      all = Math.max(all, 255 * sizes.reduce((a, b) => a + b, 0) + Math.abs(bias));
    }
  }
  return { pair, all };
}
