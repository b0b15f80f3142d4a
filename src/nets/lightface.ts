import { averagePool, flatten, maxPool, network, relu, standardise } from '../graph';

/**
 * The expression network of LightFace, known from deepface (Serengil and Ozpinar 2020, "LightFace: A Hybrid Deep Face
 * Recognition Framework"): 48 × 48 grey faces, no padding, no normalisation between layers.
 */
export const lightface = network('lightface', { input: [1, 48, 48] }, ({ conv, dense, dropout }, pixels) => {
  const unpadded = { padding: 0, bias: true };
  let h = relu(conv(standardise(pixels), 64, { kernel: 5, ...unpadded }));
  h = maxPool(h, { size: 5, stride: 2 });
  for (const width of [64, 128]) {
    h = relu(conv(h, width, unpadded));
    h = relu(conv(h, width, unpadded));
    h = averagePool(h, { size: 3, stride: 2 });
  }
  const hidden = dropout(relu(dense(flatten(h), 1024)), 0.2);
  return { fer2013: dense(dropout(relu(dense(hidden, 1024)), 0.2), 7) };
});
