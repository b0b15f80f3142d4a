/** The detector in a browser: `import { createDetector } from 'feeling'` in any bundler, or from a plain page. */
import { writeOnnx } from '../graph';
import { type BrowserPicture, frameOf, videoFrames } from '../media/browser';
import { createClassifier, inWholeNumbers, type ModelEntry, ModelError, models } from '../model';
import { loadBackend } from '../runtime/browser';
import { readTflite, tfliteToOnnx } from '../tflite';
import { autoFinders, blazefaceFinders, type OpenBlazeface } from './faceFinders';
import { checkOptions, type DetectorOptions } from './options';
import { createStream, readPicture } from './pipeline';
import type { Reading } from './reading';

export type { BrowserPicture } from '../media/browser';
export type { DetectorOptions } from './options';
export type { Reading } from './reading';

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

export interface FrameReadings {
  /** Seconds since the video's start. */
  time: number;
  readings: Reading[];
}

export interface Detector {
  /** Readings of one picture, the surest face first. */
  detect(picture: BrowserPicture, options?: { signal?: AbortSignal }): Promise<Reading[]>;
  /** Readings of the newest frame of a playing video or camera, again and again, tracked and smoothed. */
  watch(video: HTMLVideoElement, options?: { signal?: AbortSignal }): AsyncGenerator<FrameReadings>;
  /** Frees the networks. */
  close(): Promise<void>;
}

/**
 * Loads the networks from beside this module; with cross-origin isolation they run on several cores.
 *
 * Throws a TypeError for an option that is not allowed, a ModelError when a file cannot be loaded or was changed.
 */
export async function createDetector(options: DetectorOptions & { signal?: AbortSignal } = {}): Promise<Detector> {
  const { signal, ...given } = options;
  const { faceDetector: finder, model, threshold } = checkOptions(given);
  if (finder === 'mtcnn')
    throw new TypeError(
      'face detector "mtcnn" works in Node only; available in a browser: auto, blazeface, blazeface-full',
    );
  const { createSession } = await loadBackend({ mjs: files.mjs, wasm: files.wasm }, 'cpu');
  let created = false;
  const openBlazeface: OpenBlazeface = async (name) => {
    const bytes = await load(files[name], created ? undefined : signal);
    await verify(bytes, name);
    return createSession(writeOnnx(tfliteToOnnx(readTflite(bytes), name)));
  };
  const faces = await (finder === 'auto' ? autoFinders(openBlazeface) : blazefaceFinders(finder, openBlazeface));
  const packaged = model === 'compact' || model === 'tiny' ? model : undefined;
  const expression = await load(packaged ? files[packaged] : model, signal);
  if (packaged) await verify(expression, packaged);
  const classifier = createClassifier(await createSession(packaged ? inWholeNumbers(expression) : expression));
  created = true;
  return {
    detect: async (picture, { signal } = {}) =>
      readPicture(frameOf(picture), { faces: faces.photo, classifier, threshold }, signal),
    async *watch(video, { signal } = {}) {
      const stream = createStream({ faces: faces.stream, classifier, threshold });
      for await (const frame of videoFrames(video, signal))
        yield { time: frame.time, readings: await stream.read(frame) };
    },
    async close() {
      await Promise.all([faces.close(), classifier.close()]);
    },
  };
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
  if (found !== sha256) throw new ModelError(`${name}: its SHA-256 is ${found} where ${sha256} is expected`);
}
