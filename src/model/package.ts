/** A trained network as one file: plain grey pixels in, probabilities out. */
import { emotions, ferplusEmotions } from '../emotion';
import {
  buildForInference,
  emit,
  fitPixels,
  input,
  measure,
  type Network,
  requireNetwork,
  requireWeights,
  type Weights,
  writeOnnx,
} from '../graph';
import { described } from '../options';
import { type FaceInput, usualInput } from './feed';
import { type ReadingMix, readingOutputs } from './reading';

export interface PackageOptions {
  mix: ReadingMix;
  /** What of a face is fed, 48 × 48 grey if not given. */
  form?: Pick<FaceInput, 'channels' | 'size'> | undefined;
  /** Stores weights in 16 bits: half the size. */
  halfWeights?: boolean;
  /** What else the file should say of itself. */
  provenance?: Record<string, string>;
}

/**
 * The bytes of an .onnx file with input `pixels` [batch, 1, 48, 48], or of the given form, 0 … 255, whatever the network's own input is, and
 * outputs `fer2013` [batch, 7], `ferplus` [batch, 8] where the network has that head, `emotions` [batch, 7], the
 * reading, and `face` [batch, 2] where the network tells whether it is one.
 *
 * @example
 * import { buildForTraining, createSession, defaultMix, findNetwork, initialWeights, input, packageModel } from 'feeling/train';
 * const tiny = findNetwork('tiny');
 * const weights = initialWeights(buildForTraining(tiny, input('pixels', [1, 1, 48, 48])), 1);
 * const session = await createSession(packageModel(tiny, weights, { mix: defaultMix, halfWeights: true }));
 * session.outputs.includes('emotions'); // → true
 */
export function packageModel(net: Network, weights: Weights, options: PackageOptions): Uint8Array {
  requireNetwork('packageModel', net);
  requireWeights('packageModel', weights);
  if (typeof options?.mix !== 'object')
    throw new TypeError(
      `packageModel: mix must be how heads are read, such as defaultMix (got ${described(options?.mix)})`,
    );
  const { mix, form = usualInput, halfWeights = false, provenance = {} } = options;
  const pixels = input('pixels', [1, form.channels, form.size, form.size]);
  const heads = buildForInference(net, fitPixels(pixels, net.input), weights);
  const { parameters, macs } = measure(net);
  return writeOnnx(
    emit(
      { ...readingOutputs(heads, mix) },
      {
        name: net.name,
        freeBatch: true,
        halfWeights,
        metadata: {
          name: net.name,
          kind: 'expression',
          labels: emotions.join(' '),
          ferplusLabels: ferplusEmotions.join(' '),
          input: `${form.channels === 1 ? 'grey' : 'red, green and blue'} pixels 0 to 255, [batch, ${form.channels}, ${form.size}, ${form.size}]; the face level by the eyes, eye distance 1 / 2.75 of the side, the point between the eyes at (0.5, 0.4)`,
          mix: JSON.stringify(mix),
          parameters: String(parameters),
          macs: String(macs),
          ...provenance,
        },
      },
    ),
  );
}
