/**
 * Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391): which places of the last feature map speak for a class, through the
 * gradients of its logit.
 */
import { type FaceForm, usualForm } from '../data';
import { type Emotion, emotions } from '../emotion';
import {
  buildForInference,
  constant,
  emit,
  fitPixels,
  gradients,
  input,
  linear,
  type Network,
  reshape,
  type Tensor,
  type Weights,
  writeOnnx,
} from '../graph';
import type { CreateSession } from '../runtime';

export interface GradCam {
  width: number;
  height: number;
  /** [height, width], from 0 to 1; all 0 where nothing speaks for the class. */
  map: Float32Array;
  /** Of the head for FER2013's labels, [7]. */
  logits: Float32Array;
}

/** Operations that only gather what a feature map has. */
const gathering = new Set(['averagePool', 'globalAveragePool', 'maxPool', 'flatten']);

/**
 * Where a network of ours sees `emotion`, by its head for FER2013's labels.
 *
 * face [channels, size, size], 48 × 48 grey if no form is given, 0 … 255
 * Throws an Error when the head reads no feature map.
 */
export async function gradCam(
  net: Network,
  weights: Weights,
  face: Float32Array,
  emotion: Emotion,
  createSession: CreateSession,
  form: FaceForm = usualForm,
): Promise<GradCam> {
  const pixels = input('pixels', [1, form.channels, form.size, form.size]);
  const logits = buildForInference(net, fitPixels(pixels, net.input), weights)['fer2013'] as Tensor;
  const features = lastFeatureMap(logits, net.name);
  const chosen = constant(
    emotions.map((e) => (e === emotion ? 1 : 0)),
    [1, emotions.length],
  );
  const score = reshape(linear(logits, chosen, constant([0], [1])), []);
  const [slopes] = gradients(score, [features]) as [Tensor];
  const session = await createSession(writeOnnx(emit({ features, slopes, logits })));
  try {
    const outputs = await session.run({ pixels: { dims: pixels.shape, data: face } });
    const [, channels = 0, height = 0, width = 0] = features.shape;
    const [values, slopesOf] = [outputs['features']?.data, outputs['slopes']?.data] as [Float32Array, Float32Array];
    return {
      width,
      height,
      map: weighted(values, slopesOf, channels, height * width),
      logits: outputs['logits']?.data as Float32Array,
    };
  } finally {
    await session.close();
  }
}

/** The feature map that the head gathers: the last one that tells places apart. */
function lastFeatureMap(logits: Tensor, name: string): Tensor {
  let t: Tensor | undefined = logits;
  while (t && (t.shape.length !== 4 || gathering.has(t.operation.name)))
    t = t.operation.inputs.find(({ operation }) => operation.inputs.length > 0);
  if (!t) throw new Error(`${name}: reads the face without a feature map, so there is no Grad-CAM of it`);
  return t;
}

/** Equations 1 and 2: each channel counts by the mean of its gradient; what speaks against the class is left out. */
function weighted(values: Float32Array, slopes: Float32Array, channels: number, places: number): Float32Array {
  const map = new Float32Array(places);
  for (let c = 0; c < channels; c++) {
    const from = c * places;
    const weight = slopes.subarray(from, from + places).reduce((sum, s) => sum + s, 0) / places;
    for (let i = 0; i < places; i++) map[i] = (map[i] as number) + weight * (values[from + i] as number);
  }
  const most = map.reduce((a, b) => Math.max(a, b), 0);
  return map.map((value) => (most === 0 ? 0 : Math.max(0, value) / most));
}
