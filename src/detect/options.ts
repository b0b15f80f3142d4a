/** Options of a detector, checked where they enter. */
import { defaultThreshold } from '../emotion';

/**
 * `blazeface` for a camera at arm's length, `blazeface-full` for rooms, `mtcnn` once its weights were fetched, `auto`
 * both ranges of BlazeFace as the picture needs them, in photos down to small tiles.
 */
export const faceDetectors = ['auto', 'blazeface', 'blazeface-full', 'mtcnn'] as const;
export type FaceDetectorName = (typeof faceDetectors)[number];

export interface DetectorOptions {
  /** What finds faces, `auto` by default. */
  faceDetector?: FaceDetectorName;
  /** Name of the expression network, or in Node the path of an .onnx file. */
  model?: string;
  /** Share of the probability from which an emotion is named, above 0 and below 1; 0.3 by default. */
  threshold?: number;
  /** Million pixels of a photo that are decoded at most, in Node; 100 by default. */
  maxMegapixels?: number;
}

/** Fills in defaults. Throws a TypeError that names the option and the rule. */
export function checkOptions(options: DetectorOptions): Required<DetectorOptions> {
  const { faceDetector = 'auto', model = 'compact', threshold = defaultThreshold, maxMegapixels = 100 } = options;
  if (!faceDetectors.includes(faceDetector))
    throw new TypeError(`unknown face detector "${faceDetector}"; available: ${faceDetectors.join(', ')}`);
  if (typeof model !== 'string' || model === '')
    throw new TypeError('model must be the name of a network or of an .onnx file');
  checkThreshold(threshold);
  if (!(maxMegapixels > 0)) throw new TypeError(`maxMegapixels must be above 0 (got ${maxMegapixels})`);
  return { faceDetector, model, threshold, maxMegapixels };
}

function checkThreshold(threshold: number) {
  if (!(threshold > 0 && threshold < 1)) throw new TypeError(`threshold must be between 0 and 1 (got ${threshold})`);
}
