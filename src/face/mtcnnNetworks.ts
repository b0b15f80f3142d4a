/**
 * MTCNN's three networks as ONNX models, from weights in the form of face-api.js: a manifest that lists tensors in order
 * and a file with their 32-bit numbers one after another.
 *
 * Zhang et al. 2016 (arXiv:1604.02878), figure 2. The weights were trained on pictures with rows and columns swapped and
 * with pixels (v − 127.5) / 128; both is made up for here, so that the models take upright pictures in −1 … 1.
 */
import * as v from 'valibot';
import { ModelBuilder, type OnnxModel, opsetVersion, permuted, sizeOf } from '../graph';

/** Weights that are not MTCNN's; the message says what is wrong. */
export class MtcnnWeightsError extends Error {
  override name = 'MtcnnWeightsError';
}

interface Weight {
  shape: readonly number[];
  data: Float32Array;
}

export interface MtcnnNetworks {
  /** `pixels` [1, 3, height, width] → `scores` [1, 2, rows, columns], `regions` [1, 4, rows, columns] */
  proposal: OnnxModel;
  /** `pixels` [faces, 3, 24, 24] → `scores` [faces, 2], `regions` [faces, 4] */
  refinement: OnnxModel;
  /** `pixels` [faces, 3, 48, 48] → `scores` [faces, 2], `regions` [faces, 4], `landmarks` [faces, 10] */
  output: OnnxModel;
}

const manifestSchema = v.array(
  v.object({
    weights: v.array(
      v.object({
        name: v.string(),
        dtype: v.literal('float32'),
        shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
      }),
    ),
  }),
);

/** Throws a MtcnnWeightsError when manifest and numbers do not belong together, or are of another network. */
export function mtcnnNetworks(manifest: unknown, bytes: Uint8Array): MtcnnNetworks {
  const weights = readWeights(manifest, bytes);
  const layer = (kind: keyof MtcnnNetworks) => new Chain(weights, kind);
  return {
    proposal: layer('proposal')
      .conv('pnet/conv1', 'pnet/prelu1_alpha', true)
      .pool(2)
      .conv('pnet/conv2', 'pnet/prelu2_alpha')
      .conv('pnet/conv3', 'pnet/prelu3_alpha')
      .branchConv('scores', 'pnet/conv4_1', true)
      .branchConv('regions', 'pnet/conv4_2')
      .model(['height', 'width'], 1),
    refinement: layer('refinement')
      .conv('rnet/conv1', 'rnet/prelu1_alpha', true)
      .pool(3)
      .conv('rnet/conv2', 'rnet/prelu2_alpha')
      .pool(3, false)
      .conv('rnet/conv3', 'rnet/prelu3_alpha')
      .dense('rnet/fc1', 'rnet/prelu4_alpha', 3)
      .branchDense('scores', 'rnet/fc2_1', true)
      .branchDense('regions', 'rnet/fc2_2')
      .model([24, 24], 'faces'),
    output: layer('output')
      .conv('onet/conv1', 'onet/prelu1_alpha', true)
      .pool(3)
      .conv('onet/conv2', 'onet/prelu2_alpha')
      .pool(3, false)
      .conv('onet/conv3', 'onet/prelu3_alpha')
      .pool(2)
      .conv('onet/conv4', 'onet/prelu4_alpha')
      .dense('onet/fc1', 'onet/prelu5_alpha', 3)
      .branchDense('scores', 'onet/fc2_1', true)
      .branchDense('regions', 'onet/fc2_2')
      .branchDense('landmarks', 'onet/fc2_3')
      .model([48, 48], 'faces'),
  };
}

function readWeights(manifest: unknown, bytes: Uint8Array): Map<string, Weight> {
  const parsed = v.safeParse(manifestSchema, manifest);
  if (!parsed.success) throw new MtcnnWeightsError('the manifest does not list weights as MTCNN of face-api.js does');
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 4));
  const weights = new Map<string, Weight>();
  let at = 0;
  for (const { name, shape } of parsed.output.flatMap((group) => group.weights)) {
    const size = sizeOf(shape);
    weights.set(name, { shape, data: numbers.subarray(at, at + size) });
    at += size;
  }
  if (at * 4 !== bytes.length)
    throw new MtcnnWeightsError(`the manifest lists ${at * 4} bytes of weights, the file has ${bytes.length}`);
  return weights;
}

/** A network layer by layer, each call one more node. */
class Chain {
  private readonly built = new ModelBuilder();
  private readonly outputs: { name: string; dims: readonly (number | string)[] }[] = [];
  private value = 'pixels';

  constructor(
    private readonly weights: ReadonlyMap<string, Weight>,
    private readonly name: string,
  ) {}

  /** Convolution without padding, then PReLU. `first`: takes −1 … 1 where the weights want (v − 127.5) / 128. */
  conv(name: string, slopes: string, first = false): this {
    this.value = this.convolution(name, this.value, first ? 127.5 / 128 : 1);
    const { data, shape } = this.weight(slopes, 1);
    this.value = this.built.node('PRelu', [this.value, this.built.floats(data, [...shape, 1, 1])]);
    return this;
  }

  /** Greatest of windows that move by two; `same`: a last window may hang over the edge. */
  pool(size: number, same = true): this {
    const attributes = { kernel_shape: [size, size], strides: [2, 2], ceil_mode: same ? 1 : 0 };
    this.value = this.built.node('MaxPool', [this.value], { attributes });
    return this;
  }

  /** A fully connected layer over a picture of `side` × `side` positions, then PReLU. */
  dense(name: string, slopes: string, side: number): this {
    const { shape, data } = this.weight(`${name}/weights`, 2);
    const [inputs, units] = shape as [number, number];
    const channels = inputs / side ** 2;
    // Rows of the file go through x, then y, then channels; ours through channels, then y, then x.
    const ordered = permuted(data, [side, side, channels, units], [2, 1, 0, 3]);
    const flat = this.built.node('Flatten', [this.value], { attributes: { axis: 1 } });
    const y = this.built.node('Gemm', [flat, this.built.floats(ordered, shape), this.numbers(`${name}/bias`, 1)]);
    this.value = this.built.node('PRelu', [y, this.numbers(slopes, 1)]);
    return this;
  }

  branchConv(output: string, name: string, probabilities = false): this {
    const y = this.convolution(name, this.value, 1);
    return this.branch(output, y, probabilities, [this.weight(`${name}/bias`, 1).data.length, 'rows', 'columns']);
  }

  branchDense(output: string, name: string, probabilities = false): this {
    const inputs = [this.value, this.numbers(`${name}/weights`, 2), this.numbers(`${name}/bias`, 1)];
    return this.branch(output, this.built.node('Gemm', inputs), probabilities, this.weight(`${name}/bias`, 1).shape);
  }

  model(size: [number, number] | [string, string], batch: number | string): OnnxModel {
    return {
      name: `mtcnn-${this.name}`,
      nodes: this.built.nodes,
      constants: this.built.constants,
      inputs: [{ name: 'pixels', type: 'float32', dims: [batch, 3, ...size] }],
      outputs: this.outputs.map(({ name, dims }) => ({ name, type: 'float32', dims: [batch, ...dims] })),
      metadata: { name: `mtcnn-${this.name}` },
      opsets: { '': opsetVersion },
    };
  }

  private branch(output: string, value: string, probabilities: boolean, dims: readonly (number | string)[]): this {
    const last = probabilities ? this.built.node('Softmax', [value], { attributes: { axis: 1 } }) : value;
    this.built.nodeNamed('Identity', [last], [output]);
    this.outputs.push({ name: output, dims });
    return this;
  }

  /** [x, y, in, out] → [out, in, y, x] */
  private convolution(name: string, input: string, scale: number): string {
    const { shape, data } = this.weight(`${name}/weights`, 4);
    const [width, height, inChannels, outChannels] = shape as [number, number, number, number];
    const scaled = data.map((value) => value * scale);
    const weight = this.built.floats(permuted(scaled, shape, [3, 2, 1, 0]), [outChannels, inChannels, height, width]);
    const attributes = { kernel_shape: [height, width] };
    return this.built.node('Conv', [input, weight, this.numbers(`${name}/bias`, 1)], { attributes });
  }

  /** A weight as a constant of the model. */
  private numbers(name: string, rank: number): string {
    const { data, shape } = this.weight(name, rank);
    return this.built.floats(data, shape);
  }

  private weight(name: string, rank: number): Weight {
    const found = this.weights.get(name);
    if (found?.shape.length === rank) return found;
    throw new MtcnnWeightsError(`MTCNN needs a weight ${name} with ${rank} dimensions, the manifest has none`);
  }
}
