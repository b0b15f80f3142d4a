/** Reads frames away from the page, so that the page never waits. */
import { createStream, type Stream } from '../../src/detect';
import { createBlazeFace, type FaceDetector } from '../../src/face';
import { createFrameReader } from '../../src/media/browser';
import { type Classifier, classifierSize, createClassifier } from '../../src/model';
import type { Device } from '../../src/runtime';
import { loadBackend } from '../../src/runtime/browser';
import type { FromWorker, ToWorker } from './messages';

const send = (message: FromWorker) => postMessage(message);
const readFrame = createFrameReader();
let stream: Stream | undefined;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  handle(data).catch((error: unknown) =>
    send({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
});

async function handle(message: ToWorker) {
  switch (message.type) {
    case 'start':
      return start(message);
    case 'threshold':
      return stream?.setThreshold(message.threshold);
    case 'frame': {
      const { frame, time } = message;
      try {
        const pixels = await readFrame(frame, time);
        const readings = (await stream?.read(pixels)) ?? [];
        send({ type: 'readings', readings, width: pixels.width, height: pixels.height });
      } finally {
        frame.close();
      }
    }
  }
}

/** A frame that takes longer than this on a graphics card, in ms, is read faster without. */
const tooSlow = 40;

async function start({ base, threshold }: Extract<ToWorker, { type: 'start' }>) {
  const load = async (file: string) => {
    const response = await fetch(new URL(`models/${file}`, base));
    if (!response.ok) throw new Error(`models/${file} could not be loaded (${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const [facesModel, expressionModel] = await Promise.all([load('blazeface.onnx'), load('compact.onnx')]);
  for (const device of ['webgpu', 'cpu'] as const) {
    const ready = await prepare(device, { base, threshold }, facesModel, expressionModel).catch((error: unknown) => {
      // What graphics cards need may be missing, or fail; what the processor needs must be there.
      if (device === 'cpu') throw error;
      return undefined;
    });
    if (!ready) continue;
    stream = ready.stream;
    send({ type: 'ready', device: ready.device, threads: ready.threads });
    return;
  }
}

/** Both networks on one device, or undefined where a graphics card is slower than the processor. */
async function prepare(
  device: Device,
  { base, threshold }: Pick<Extract<ToWorker, { type: 'start' }>, 'base' | 'threshold'>,
  facesModel: Uint8Array,
  expressionModel: Uint8Array,
) {
  const backend = await loadBackend(new URL('ort/', base).href, device);
  const faces = createBlazeFace(await backend.createSession(facesModel));
  const classifier = createClassifier(await backend.createSession(expressionModel));
  const milliseconds = await warmUp(faces, classifier);
  if (backend.device === 'webgpu' && milliseconds > tooSlow) {
    await Promise.all([faces.close(), classifier.close()]);
    return undefined;
  }
  return { stream: createStream({ faces, classifier, threshold }), device: backend.device, threads: backend.threads };
}

/**
 * Runs both networks, since the first run of a network is slow: better now than when a face is there. Returns what a
 * frame with one face takes after that, in ms.
 */
async function warmUp(faces: FaceDetector, classifier: Classifier): Promise<number> {
  const side = 64;
  const black = { data: new Uint8Array(side * side * 4), width: side, height: side, time: 0 };
  let milliseconds = 0;
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    await faces.detect(black);
    await classifier.read([new Float32Array(classifierSize * classifierSize)]);
    milliseconds = performance.now() - started;
  }
  return milliseconds;
}
