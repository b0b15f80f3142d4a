/** Reads frames away from the page, so that the page never waits. */
import { createStream, type Stream } from '../../src/detect';
import { createBlazeFace } from '../../src/face';
import { createFrameReader } from '../../src/media/browser';
import { createClassifier } from '../../src/model';
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

async function start({ base, threshold }: Extract<ToWorker, { type: 'start' }>) {
  const load = async (file: string) => {
    const response = await fetch(new URL(`models/${file}`, base));
    if (!response.ok) throw new Error(`models/${file} could not be loaded (${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const [backend, facesModel, expressionModel] = await Promise.all([
    loadBackend(new URL('ort/', base).href, 'webgpu'),
    load('blazeface.onnx'),
    load('compact.onnx'),
  ]);
  stream = createStream({
    faces: createBlazeFace(await backend.createSession(facesModel)),
    classifier: createClassifier(await backend.createSession(expressionModel)),
    threshold,
  });
  // The first run of a network is slow; better now than when a face is there.
  const size = 64;
  await stream.read({ data: new Uint8Array(size * size * 4), width: size, height: size, time: 0 });
  send({ type: 'ready', device: backend.device, threads: backend.threads });
}
