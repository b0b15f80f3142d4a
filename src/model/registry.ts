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
  /** Where its files are public, if it is fetched once by who wants it. */
  download?: Download;
  parameters: number;
  /** Multiply-accumulates for one picture. */
  macs: number;
  /** Shape of one input, [batch, channels, height, width]. */
  input: number[];
  bytes: number;
  sha256: string;
}

export interface Download {
  /** On GitHub: "owner/name", the commit and the folder. */
  repository: string;
  commit: string;
  folder: string;
  files: readonly DownloadFile[];
}

export interface DownloadFile {
  file: string;
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

/** BlazeFace full range, for rooms, from the same package: the sparse one, which MediaPipe itself uses. */
const blazefaceFull: ModelEntry = {
  name: 'blazeface-full',
  kind: 'faces',
  file: 'face_detection_full_range_sparse.tflite',
  from: '@mediapipe/face_detection',
  parameters: 508_308,
  macs: 117_188_352,
  input: [1, 3, 192, 192],
  bytes: 680_736,
  sha256: '671dd2f9ed11a78436fc21cc42357a803dfc6f73e9fb86541be942d5716c2dce',
};

const mtcnnWeights: DownloadFile = {
  file: 'mtcnn_model-shard1',
  bytes: 1_983_400,
  sha256: '20f4d3ac278e42e9a079453441533ec4e79bb6bd2e7cf7bd33e34ee123d674cb',
};

/** MTCNN as face-api.js publishes it (MIT). Its products are those for one window of each of its three networks. */
const mtcnn: ModelEntry = {
  name: 'mtcnn',
  kind: 'faces',
  ...mtcnnWeights,
  download: {
    repository: 'justadudewhohacks/face-api.js',
    commit: 'a86f011d72124e5fb93e59d5c4ab98f699dd5c9c',
    folder: 'weights',
    files: [
      mtcnnWeights,
      {
        file: 'mtcnn_model-weights_manifest.json',
        bytes: 3_134,
        sha256: 'fc566964c2af6733cd297ce596f0c87190e4cabcdbc90c9b7ce120ebe1897611',
      },
    ],
  },
  parameters: 495_850,
  macs: 14_485_480,
  input: [1, 3, 48, 48],
};

/** Every model, ours first. */
export const models: readonly ModelEntry[] = [...(manifest as ModelEntry[]), blazeface, blazefaceFull, mtcnn];

/** Why a network of another maker cannot be used, or not as it was described. */
export interface NetworkFault {
  what: /** So many labels, where the network gives another number of outputs. */
    | 'outputs'
    /** A label that is no known emotion. */
    | 'label'
    /** Two labels mean this. */
    | 'twice'
    /** Fewer than two labels are emotions. */
    | 'few'
    /** Nobody says how large its pictures are. */
    | 'size'
    /** They are of another size. */
    | 'otherSize'
    /** It reads no pictures of faces, or not as they can be given to it. */
    | 'input'
    | 'noOnnx'
    /** Its numbers lie in another file. */
    | 'elsewhere';
  /** What was said or found; empty where nothing was. */
  got: string;
  right?: string;
}

/**
 * A model that is not there, or is not what it should be.
 *
 * @example
 * import { createDetector, ModelError } from 'feeling';
 * await createDetector({ model: 'missing.onnx' }).catch((error) => error instanceof ModelError); // → true
 */
export class ModelError extends Error {
  override name = 'ModelError';
  /** fault for those who say it in another language than English, or to whom no option of a command is of help */
  constructor(
    message: string,
    readonly fault?: NetworkFault,
  ) {
    super(message);
  }
}

export function findModel(name: string, kind: ModelKind): ModelEntry {
  const entry = models.find((m) => m.name === name && m.kind === kind);
  if (entry) return entry;
  const known = models.filter((m) => m.kind === kind).map((m) => m.name);
  throw new ModelError(
    `unknown ${kind === 'faces' ? 'face' : 'expression'} model "${name}"; available: ${known.join(', ')}`,
  );
}
