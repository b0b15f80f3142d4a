/** Reads pictures away from the page, so that the page never waits. */
import {
  type Conditions,
  conditionsOf,
  coveredViews,
  evidenceFor,
  type Reading,
  readPicture,
  type Stream,
} from '../../src/detect';
import type { Frame } from '../../src/media';
import { createFrameReader, frameOf } from '../../src/media/browser';
import type { Classifier } from '../../src/model';
import type { Answer, EngineOptions, FromWorker, LiveReading, Source, ToWorker } from './messages';
import { loadNetworks, type Networks } from './networks';

const send = (message: FromWorker) => postMessage(message);
const readFrame = createFrameReader();

const tellBadNetwork = ({ name, message: reason }: Error) =>
  send({ type: name === 'UndescribedError' ? 'undescribed' : 'badNetwork', reason });

let options: EngineOptions | undefined;
let networks: Networks | undefined;
/** The frames in order that are being read. */
let current: { source: Source; stream: Stream } | undefined;
/** What was read last; its pixels are valid until the next is. */
let last: { frame: Frame; readings: Reading[] } | undefined;

/** What hinders reading each face changes slowly: before the camera it is looked for in every fourth frame. */
const framesALook = 4;
const conditions = new Map<number, Conditions>();
let frames = 0;

/** Whatever uses the networks waits for its turn. */
let queue: Promise<unknown> = Promise.resolve();
function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const turn = queue.then(task);
  queue = turn.catch(() => {
    // Told to whoever asked.
  });
  return turn;
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  inTurn(() => handle(data)).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    send('id' in data ? { type: 'failed', id: data.id, reason } : { type: 'failed', reason });
  });
});

async function handle(message: ToWorker) {
  switch (message.type) {
    case 'start':
      options = message.options;
      networks = await loadNetworks(options, tellBadNetwork);
      return send({ type: 'ready', device: networks.device, threads: networks.threads });
    case 'smoothing':
      if (options) options.timeConstant = message.timeConstant;
      if (current && networks && options)
        current.stream = await networks.stream(current.source, options.timeConstant, current.stream.state());
      return;
    case 'read': {
      const { id, picture, time, source } = message;
      try {
        const frame = picture instanceof VideoFrame ? await readFrame(picture, time) : frameOf(picture, time);
        send({ type: 'answer', id, answer: await read(frame, source) });
      } finally {
        picture.close();
      }
      return;
    }
    case 'why':
      explain(message);
  }
}

/** Reads a few covered faces at a time, and the camera's frames in between. */
async function explain({ id, face, emotion }: Extract<ToWorker, { type: 'why' }>) {
  const found = last?.readings.find((reading) => reading.id === face);
  if (!last || !found) return send({ type: 'evidence', id, evidence: undefined });
  try {
    const read: Classifier['read'] = (faces) => inTurn(async () => (await networks?.classifier.read(faces)) ?? []);
    send({ type: 'evidence', id, evidence: await evidenceFor(coveredViews(last.frame, found), emotion, read) });
  } catch (error) {
    send({ type: 'failed', id, reason: String(error) });
  }
}

async function read(frame: Frame, source: Source): Promise<Answer> {
  const readings = await findAndRead(frame, source).catch(async (error: unknown) => {
    // A graphics card can be lost: the computer slept, another program crashed it. The processor is always there.
    if (networks?.device !== 'webgpu' || !options) throw error;
    options = { ...options, device: 'cpu' };
    networks = await loadNetworks(options, tellBadNetwork);
    current = undefined;
    send({ type: 'fellBack' });
    send({ type: 'ready', device: networks.device, threads: networks.threads });
    return findAndRead(frame, source);
  });
  last = { frame, readings };
  if (source !== 'camera' || frames++ % framesALook === 0) conditions.clear();
  return {
    readings: readings.map((reading): LiveReading => {
      const found = conditions.get(reading.id) ?? conditionsOf(frame, reading);
      conditions.set(reading.id, found);
      return { ...reading, ...found };
    }),
    width: frame.width,
    height: frame.height,
  };
}

async function findAndRead(frame: Frame, source: Source): Promise<Reading[]> {
  if (!networks || !options) throw new Error('the networks are not loaded yet');
  if (source === 'photo') {
    const faces = (await networks.finders(source)).photo;
    return readPicture(frame, { faces, classifier: networks.classifier });
  }
  if (current?.source !== source) current = { source, stream: await networks.stream(source, options.timeConstant) };
  return current.stream.read(frame);
}
