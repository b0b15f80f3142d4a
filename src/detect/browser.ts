/** The detector in a browser: `import { createDetector } from 'feeling'` in any bundler, or from a plain page. */
import { writeOnnx } from '../graph';
import { type Frame, MediaError } from '../media';
import { type BrowserPicture, cameraFrames, frameOf, videoFrames } from '../media/browser';
import {
  adoptNetwork,
  createClassifier,
  inWholeNumbers,
  type ModelEntry,
  ModelError,
  models,
  networkVersion,
  withFeatures,
} from '../model';
import { described } from '../options';
import { loadWasmBackend } from '../runtime/browser';
import { readTflite, tfliteToOnnx } from '../tflite';
import { assemble, type OpenFrames } from './assemble';
import type { Detector, PictureInput, VideoInput } from './detector';
import { autoFinders, blazefaceFinders, type OpenBlazeface } from './faceFinders';
import { checkedFrames, checkPixels, isFrames, isPixels } from './inputs';
import { checkOptions, type DetectorOptions } from './options';

/** The build turns this into the address of a file that lies beside this one, in the form that bundlers look for. */
declare const __asset: (file: string) => string;

const files = {
  blazeface: __asset('./assets/face_detection_short_range.tflite'),
  'blazeface-full': __asset('./assets/face_detection_full_range_sparse.tflite'),
  compact: __asset('../models/compact.onnx'),
  tiny: __asset('../models/tiny.onnx'),
  mjs: __asset('./assets/ort-wasm-simd-threaded.mjs'),
  wasm: __asset('./assets/ort-wasm-simd-threaded.wasm'),
};

/**
 * Loads the networks from beside this module; with cross-origin isolation they run on several cores.
 *
 * Rejects with a TypeError for an option that is not allowed, a ModelError when a file cannot be loaded or was changed, the
 * signal's reason when that aborts.
 *
 * @example
 * import { createDetector } from 'feeling';
 * const detector = await createDetector({ threshold: 0.4 });
 * const [reading] = await detector.detect('photo.jpg');
 * reading?.named; // → ['happy']
 * await detector.close();
 */
export async function createDetector(options: DetectorOptions = {}): Promise<Detector> {
  const { faceDetector, model, network, device, threshold, person, signal } = checkOptions(options);
  if (faceDetector === 'mtcnn')
    throw new TypeError(
      'face detector "mtcnn" works in Node only; available in a browser: auto, blazeface, blazeface-full',
    );
  if (device === 'webgpu')
    throw new TypeError(
      'device "webgpu" works in Node only; available in a browser: cpu, auto (which takes the CPU there)',
    );
  const { createSession } = await loadWasmBackend({ mjs: files.mjs, wasm: files.wasm });
  let created = false;
  const openBlazeface: OpenBlazeface = async (name) => {
    const bytes = await load(files[name], created ? undefined : signal);
    await verify(bytes, name);
    return createSession(writeOnnx(tfliteToOnnx(readTflite(bytes), name)));
  };
  const faces = await (faceDetector === 'auto'
    ? autoFinders(openBlazeface)
    : blazefaceFinders(faceDetector, openBlazeface));
  const packaged = model === 'compact' || model === 'tiny' ? model : undefined;
  const expression = await load(packaged ? files[packaged] : model, signal);
  if (packaged) await verify(expression, packaged);
  const adopted = network ? adoptNetwork(expression, network, model) : expression;
  const run = withFeatures(packaged ? inWholeNumbers(expression) : adopted);
  const classifier = createClassifier(await createSession(run));
  created = true;
  const version = networkVersion(model, expression);
  return assemble({ faces, classifier, threshold, network: version, person, toFrame, framesOf });
}

/** Whether it is of one of these classes, in whichever window or frame of the page it was made. */
const isA = (given: unknown, ...classes: string[]) =>
  classes.includes(Object.prototype.toString.call(given).slice('[object '.length, -1));

async function toFrame(picture: PictureInput): Promise<Frame> {
  if (typeof picture === 'string' || picture instanceof URL) return decoded(await fetched(picture), String(picture));
  if (picture instanceof ArrayBuffer || picture instanceof Uint8Array)
    return decoded(new Blob([picture as BlobPart]), 'the content');
  if (isA(picture, 'Blob', 'File')) return decoded(picture as Blob, 'the content');
  if (isA(picture, ...drawn)) return frameOf(picture as BrowserPicture);
  if (!isPixels(picture))
    throw new TypeError(
      'detect in a browser needs an <img>, <video>, <canvas>, ImageBitmap, VideoFrame or ImageData, the address of a ' +
        `photo, its content (Blob, ArrayBuffer, Uint8Array), or RGBA pixels { data, width, height } (got ${described(picture)})`,
    );
  checkPixels(picture, 'picture');
  const { data, width, height } = picture;
  return { data, width, height, time: 0 };
}

const drawn = [
  'HTMLImageElement',
  'HTMLVideoElement',
  'HTMLCanvasElement',
  'OffscreenCanvas',
  'ImageBitmap',
  'VideoFrame',
  'ImageData',
];

async function fetched(address: string | URL): Promise<Blob> {
  const response = await fetch(address).catch((error: Error) => {
    throw new MediaError(`${described(String(address))}: cannot be fetched (${error.message})`);
  });
  if (!response.ok) throw new MediaError(`${address}: cannot be fetched (${response.status})`);
  return response.blob();
}

async function decoded(file: Blob, name: string): Promise<Frame> {
  if (file.size === 0) throw new MediaError(`${described(name)}: is empty`);
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new MediaError(`${described(name)}: is no photo that this browser can decode, or it is damaged`);
  });
  try {
    return frameOf(bitmap);
  } finally {
    bitmap.close();
  }
}

function framesOf(source: VideoInput): (signal: AbortSignal) => OpenFrames | Promise<OpenFrames> {
  if (isA(source, 'HTMLVideoElement'))
    return (signal) => ({ frames: videoFrames(source as HTMLVideoElement, signal), close() {} });
  if (isA(source, 'MediaStream')) return (signal) => cameraFrames(source as MediaStream, signal);
  if (isFrames(source) && !isA(source, 'Blob', 'File'))
    return (signal) => ({ frames: checkedFrames(source, signal), close() {} });
  throw new TypeError(
    'watch in a browser needs a playing <video>, a MediaStream, or frames { data, width, height, time } in order; for a ' +
      `file, play it: video.src = URL.createObjectURL(file) (got ${described(source)})`,
  );
}

async function load(url: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok) throw new ModelError(`${url}: cannot be loaded (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Compares the SHA-256 with the expected one, where the page may compute it (over HTTPS, or on this computer). */
async function verify(bytes: Uint8Array, name: string) {
  if (!globalThis.crypto?.subtle) return;
  const { sha256 } = models.find((entry) => entry.name === name) as ModelEntry;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  const found = Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
  if (found !== sha256) throw new ModelError(`${name}: its SHA-256 must be ${sha256} (got ${found})`);
}
