import {
  centre,
  flatten,
  type Layers,
  maxPool,
  network,
  relu,
  standardise,
  type Tensor,
  type WeightOptions,
} from '../graph';

/** Widths of the convolutions of each block; a pool halves the picture after each. */
const blocks = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/** The means of VGGFace's training photographs, red, green and blue. */
const vggfaceMeans = [129.1863, 104.7624, 93.594];

/**
 * The paper's random weights have a standard deviation of 10⁻² (section 4.2). The first convolution, which brings pixels of
 * about ± 60 to a scale of about 3, and the dense layers have that here. With so small ones in all thirteen convolutions
 * nothing would be left of a face, so the others start by He et al.'s rule.
 */
const deviation = 0.01;

/**
 * Five blocks of 3 × 3 convolutions, named as in Keras ports of VGGFace.
 *
 * start of the first one's weights
 */
function convolutions({ conv }: Layers, pixels: Tensor, start: WeightOptions = {}): Tensor {
  let h = pixels;
  blocks.forEach((widths, block) => {
    widths.forEach((width, i) => {
      const first = block === 0 && i === 0 ? start : {};
      h = relu(conv(h, width, { bias: true, name: `conv${block + 1}_${i + 1}`, ...first }));
    });
    h = maxPool(h, { size: 2 });
  });
  return flatten(h);
}

/**
 * VGGFace: sixteen weighted layers on 224 × 224 colour faces (Parkhi et al. 2015, "Deep Face Recognition", table 3), here
 * with seven classes. Pixels are centred as there, so that its published weights can be a start (`--init`, with fc8 of
 * another size left out).
 */
export const vggface = network('vggface', { input: [3, 224, 224] }, (layers, pixels) => {
  const { dense, dropout } = layers;
  const features = convolutions(layers, centre(pixels, vggfaceMeans), { deviation });
  const fc6 = dropout(relu(dense(features, 4096, { name: 'fc6', deviation })), 0.5);
  const fc7 = dropout(relu(dense(fc6, 4096, { name: 'fc7', deviation })), 0.5);
  return { fer2013: dense(fc7, 7, { name: 'fc8', deviation }) };
});

/** The altered VGGFace this project began with: 96 × 96 pictures, one hidden layer of 1,024, dropout 0.5. */
export const vggfaceAltered = network('vggface-altered', { input: [3, 96, 96] }, (layers, pixels) => {
  const { dense, dropout } = layers;
  const hidden = relu(dense(convolutions(layers, standardise(pixels)), 1024, { name: 'fc6' }));
  return { fer2013: dense(dropout(hidden, 0.5), 7, { name: 'fc8' }) };
});
