/** Which model files there are. */
import manifest from '../../models/manifest.json' with { type: 'json' };

export type ModelKind = 'expression' | 'faces';

export interface ModelEntry {
  name: string;
  kind: ModelKind;
  /** File name: in `models/`, or inside the package that `from` names. */
  file: string;
  /** npm package whose file it is, where it is not ours. */
  from?: string;
  parameters: number;
  /** Multiply-accumulates for one picture. */
  macs: number;
  /** Shape of one input, [batch, channels, height, width]. */
  input: number[];
  bytes: number;
  sha256: string;
}

/** BlazeFace short range as Google publishes it in its npm package (Apache-2.0). */
const blazeface: ModelEntry = {
  name: 'blazeface',
  kind: 'faces',
  file: 'face_detection_short_range.tflite',
  from: '@mediapipe/face_detection',
  parameters: 101_390,
  macs: 30_760_960,
  input: [1, 3, 128, 128],
  bytes: 229_032,
  sha256: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
};

/** Every model, ours first. */
export const models: readonly ModelEntry[] = [...(manifest as ModelEntry[]), blazeface];

/** A model that is not there, or is not what it should be. */
export class ModelError extends Error {
  override name = 'ModelError';
}

export function findModel(name: string, kind: ModelKind): ModelEntry {
  const entry = models.find((m) => m.name === name && m.kind === kind);
  if (entry) return entry;
  const known = models.filter((m) => m.kind === kind).map((m) => m.name);
  throw new ModelError(
    `"${name}" is no model for ${kind === 'faces' ? 'faces' : 'expressions'}; there are ${known.join(', ')}`,
  );
}
