import { add, globalAveragePool, type Layers, network, relu6, standardise, type Tensor } from '../graph';

/** Expansion, width, repeats and first stride of each stage: table 2 of the paper, but for the marked stride. */
const stages = [
  [1, 16, 1, 1],
  // 2 in the paper.
  [6, 24, 2, 1],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * MobileNetV2 1.0 (Sandler et al. 2018, arXiv:1801.04381), layers named as in Keras.
 *
 * It was made for 224 × 224 pictures and shrinks them 32 times. For 48 × 48 faces the second stage keeps its size, which
 * leaves 3 × 3 positions at the end, as 96 × 96 pictures would have with the paper's strides.
 */
export const mobilenet = network('mobilenet', { input: [3, 48, 48] }, (layers, pixels) => {
  const { conv, norm, dense } = layers;
  let h = relu6(norm(conv(standardise(pixels), 32, { stride: 2, name: 'Conv1' }), { name: 'bn_Conv1' }));
  let block = 0;
  for (const [expansion, width, repeats, stride] of stages)
    for (let i = 0; i < repeats; i++) {
      const name = block === 0 ? 'expanded_conv' : `block_${block}`;
      h = invertedResidual(layers, h, { expansion, width, stride: i === 0 ? stride : 1, name });
      block++;
    }
  h = relu6(norm(conv(h, 1280, { kernel: 1, name: 'Conv_1' }), { name: 'Conv_1_bn' }));
  return { fer2013: dense(globalAveragePool(h), 7) };
});

interface Block {
  expansion: number;
  width: number;
  stride: number;
  name: string;
}

/** Figure 3b of the paper: widen, convolve each channel, narrow without a nonlinearity. */
function invertedResidual({ conv, depthwise, norm }: Layers, x: Tensor, block: Block): Tensor {
  const { expansion, width, stride, name } = block;
  const inputs = x.shape[1] as number;
  let h = x;
  if (expansion > 1)
    h = relu6(norm(conv(h, inputs * expansion, { kernel: 1, name: `${name}_expand` }), { name: `${name}_expand_BN` }));
  h = relu6(norm(depthwise(h, { stride, name: `${name}_depthwise` }), { name: `${name}_depthwise_BN` }));
  h = norm(conv(h, width, { kernel: 1, name: `${name}_project` }), { name: `${name}_project_BN` });
  return stride === 1 && inputs === width ? add(x, h) : h;
}
