import {
  add,
  averagePool,
  flatten,
  globalAveragePool,
  type Layers,
  type Network,
  network,
  relu,
  scale,
  standardise,
  type Tensor,
} from '../graph';

export interface ResidualOptions {
  /** Channels of the first convolution. */
  stem: number;
  /** Width and stride of each residual block. */
  blocks: readonly (readonly [width: number, stride: number])[];
  /**
   * Regions along each side of the face whose features are told apart, since a mouth is below and eyes are above; 1 for
   * one mean of the whole face.
   */
  regions: number;
  /** Whether a head tells faces from non-faces. */
  tellsFaces: boolean;
  /** Share of the features that a training step leaves out. */
  dropout: number;
}

/**
 * A residual network for 48 × 48 grey faces with a head for each label set, and perhaps one that tells faces from non-faces.
 *
 * Residual blocks: He et al. 2016 (arXiv:1512.03385), figure 2; shortcuts project where the shape changes.
 */
export const residualNetwork = (
  name: string,
  { stem, blocks, regions, tellsFaces, dropout: left }: ResidualOptions,
): Network =>
  network(name, { input: [1, 48, 48] }, (layers, pixels) => {
    const { conv, norm, dense, dropout } = layers;
    let h = relu(norm(conv(standardise(pixels), stem)));
    for (const [width, stride] of blocks) h = residual(layers, h, width, stride);
    const features = dropout(regions === 1 ? globalAveragePool(h) : regionMeans(h, regions), left);
    const heads = { fer2013: dense(features, 7), ferplus: dense(features, 8) };
    return tellsFaces ? { ...heads, face: dense(features, 2) } : heads;
  });

/** Means of each region, divided by `regions` so that the row of them is about as long as that of one mean. */
function regionMeans(h: Tensor, regions: number): Tensor {
  const side = (h.shape[2] as number) / regions;
  return scale(flatten(averagePool(h, { size: side })), 1 / regions);
}

function residual({ conv, norm }: Layers, x: Tensor, width: number, stride: number): Tensor {
  const inner = relu(norm(conv(x, width, { stride })));
  const branch = norm(conv(inner, width));
  const unchanged = stride === 1 && x.shape[1] === width;
  return relu(add(branch, unchanged ? x : norm(conv(x, width, { kernel: 1, stride }))));
}

/** Ours, the default. */
export const compact = residualNetwork('compact', {
  stem: 32,
  blocks: [
    [48, 2],
    [48, 1],
    [96, 2],
    [96, 1],
    [96, 1],
    [192, 2],
  ],
  regions: 3,
  tellsFaces: true,
  dropout: 0.3,
});

/** A fifth of its work, for phones. */
export const tiny = residualNetwork('tiny', {
  stem: 16,
  blocks: [
    [32, 2],
    [48, 2],
    [48, 1],
    [96, 2],
  ],
  regions: 1,
  tellsFaces: false,
  dropout: 0.1,
});
