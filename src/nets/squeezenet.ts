import { concat, globalAveragePool, type Layers, maxPool, network, relu, standardise, type Tensor } from '../graph';

/** Squeezed and expanded width of the fire modules between two pools. */
const stages = [
  [
    [16, 64],
    [16, 64],
  ],
  [
    [32, 128],
    [32, 128],
  ],
  [
    [48, 192],
    [48, 192],
    [64, 256],
    [64, 256],
  ],
] as const;

/**
 * SqueezeNet 1.1 (Iandola et al. 2016, arXiv:1602.07360; version 1.1 in the authors' repository), layers named as in
 * torchvision.
 *
 * It was made for 224 × 224 pictures and shrinks them 32 times. For 48 × 48 faces its first convolution moves by one
 * pixel instead of two, which leaves 5 × 5 positions at the end.
 */
export const squeezenet = network('squeezenet', { input: [3, 48, 48] }, (layers, pixels) => {
  const { conv, dropout } = layers;
  let h = relu(conv(standardise(pixels), 64, { padding: 0, bias: true, name: 'features.0' }));
  let layer = 1;
  for (const stage of stages) {
    h = maxPool(h, { size: 3, stride: 2, overhang: true });
    layer += 2;
    for (const [squeezed, expanded] of stage) h = fire(layers, h, squeezed, expanded, `features.${layer++}`);
    layer--;
  }
  const scores = conv(dropout(h, 0.5), 7, { kernel: 1, bias: true, name: 'classifier.1' });
  return { fer2013: globalAveragePool(scores) };
});

/** Figure 2 of the paper: few channels see everything, then 1 × 1 and 3 × 3 convolutions side by side. */
function fire({ conv }: Layers, x: Tensor, squeezed: number, expanded: number, name: string): Tensor {
  const s = relu(conv(x, squeezed, { kernel: 1, bias: true, name: `${name}.squeeze` }));
  return concat([
    relu(conv(s, expanded, { kernel: 1, bias: true, name: `${name}.expand1x1` })),
    relu(conv(s, expanded, { bias: true, name: `${name}.expand3x3` })),
  ]);
}
