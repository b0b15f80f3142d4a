/** Reads pictures away from the page, so that the page never waits. */
import {
  conditionsOf,
  coveredViews,
  evidenceFor,
  expressionOf,
  type FaceInFrame,
  type Reading,
  readPicture,
  withPlacesCovered,
} from '../../src/detect';
import type { Emotion } from '../../src/emotion';
import { createFrameReader, frameOf } from '../../src/media/browser';
import type { Classifier, NetworkFault } from '../../src/model';
import type { AnyFrame } from '../../src/runtime';
import type { Answer, EngineOptions, FromWorker, LiveReading, ToWorker } from './messages';
import { loadNetworks, type Networks } from './networks';
import { createRuns, type Run } from './runs';

const send = (message: FromWorker) => postMessage(message);

const tellBadNetwork = ({ name, message: reason, fault }: Error & { fault?: NetworkFault }) =>
  send({ type: name === 'UndescribedError' ? 'undescribed' : 'badNetwork', reason, fault });

const tellReady = ({ device, threads, speeds }: Networks) =>
  send({ type: 'ready', device, threads, ...(speeds && { speeds }) });

let options: EngineOptions | undefined;
let networks: Networks | undefined;
const runs = createRuns();

/** What hinders reading each face changes slowly: before the camera it is looked for in every fourth frame. */
const framesALook = 4;

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
      tellReady(networks);
      void measure(networks);
      return;
    case 'smoothing':
      if (!options) return;
      options.timeConstant = message.timeConstant;
      if (networks) await goOnWith(networks, options);
      return;
    case 'read': {
      const { id, picture, time, source } = message;
      try {
        send({ type: 'answer', id, answer: await read({ picture, time, source, id }) });
      } finally {
        picture.close();
      }
      return;
    }
    case 'findEveryone': {
      const { id, picture } = message;
      try {
        const finder = await networks?.everyone();
        const faces = (await finder?.detect(frameOf(picture))) ?? [];
        send({ type: 'everyone', id, boxes: faces.map(({ box }) => box) });
      } finally {
        picture.close();
      }
      return;
    }
    case 'why': {
      const { id, reading, emotion } = message;
      // Another run has other people under the same ids.
      const face = runs.withNumber(reading.run)?.faces.get(reading.id);
      if (!face) return send({ type: 'evidence', id, evidence: undefined });
      explain(id, withPlacesCovered(face.crop), emotion);
      return;
    }
    case 'whyInPhoto': {
      const { id, photo, reading, emotion } = message;
      try {
        explain(id, coveredViews(frameOf(photo), reading), emotion);
      } finally {
        photo.close();
      }
    }
  }
}

/** Finds out which is faster, between the camera's frames, and goes on with that. */
async function measure(now: Networks) {
  const better = await now.measure?.(inTurn).catch(() => undefined);
  if (!better) return;
  await inTurn(async () => {
    // Started anew in the meantime, or the card was lost.
    if (networks !== now || !options) return;
    networks = better;
    await goOnWith(better, options);
    tellReady(better);
  });
}

/** Reads a few covered faces at a time, and the camera's frames in between. */
async function explain(id: number, views: Float32Array[], emotion: Emotion) {
  try {
    const read: Classifier['read'] = (faces) =>
      inTurn(async () => {
        if (!networks) throw new Error('the networks are not loaded yet');
        const expressions = await networks.classifier.read(faces);
        send({ type: 'working' });
        return expressions;
      });
    send({ type: 'evidence', id, evidence: await evidenceFor(views, emotion, read) });
  } catch (error) {
    send({ type: 'failed', id, reason: String(error) });
  }
}

/** All runs go on as they are, with these networks and this smoothing. */
const goOnWith = (now: Networks, { timeConstant }: EngineOptions) =>
  runs.renew(({ source, stream }) => now.stream(source, timeConstant, stream.state()));

type Request = Pick<Extract<ToWorker, { type: 'read' }>, 'picture' | 'time' | 'source' | 'id'>;

async function read(request: Request): Promise<Answer> {
  return findAndRead(request).catch(async (error: unknown) => {
    // A graphics card can be lost: the computer slept, another program crashed it. The processor is always there.
    if (!networks?.usesCard || !options) throw error;
    options = { ...options, device: 'cpu' };
    // Before, so that the page waits for the networks and does not take this worker for dead.
    send({ type: 'fellBack' });
    networks = await loadNetworks(options, tellBadNetwork);
    runs.clear();
    tellReady(networks);
    return findAndRead(request);
  });
}

/** The page adapts readings to the person, so that it can show them with and without. */
function withExpression(reading: Reading) {
  const expression = expressionOf(reading);
  return { ...reading, ...(expression && { expression }) };
}

async function findAndRead({ picture, time, source, id }: Request): Promise<Answer> {
  if (!networks || !options) throw new Error('the networks are not loaded yet');
  const { photo, classifier, stream } = networks;
  const { timeConstant } = options;
  const run = source === 'photo' ? undefined : await runs.of(source, id, (from) => stream(from, timeConstant));
  if (run) {
    const frame = await frameFor(run, picture, time);
    return { readings: await readNext(run, frame), width: frame.width, height: frame.height };
  }
  const frame = picture instanceof VideoFrame ? await createFrameReader()(picture, time) : frameOf(picture, time);
  const { width, height } = frame;
  const readings = await readPicture(frame, { faces: photo, classifier });
  const withConditions = (reading: Reading) => ({
    ...withExpression(reading),
    ...conditionsOf(frame, reading),
    run: id,
  });
  return { readings: readings.map(withConditions), width, height };
}

/** On the graphics card where all that is asked of the frame is computed there. */
async function frameFor(run: Run, picture: VideoFrame | ImageBitmap, time: number): Promise<AnyFrame> {
  if (!(picture instanceof VideoFrame)) return frameOf(picture, time);
  return networks?.hold?.(picture, time) ?? run.readFrame(picture, time);
}

async function readNext(run: Run, frame: AnyFrame): Promise<LiveReading[]> {
  const { number, source, conditions } = run;
  const readings = await run.stream.read(frame);
  const faces = new Map(readings.map(({ id }) => [id, run.stream.seen(id) as FaceInFrame]));
  run.faces = faces;
  if (source !== 'camera' || run.frames++ % framesALook === 0) conditions.clear();
  return readings.map((reading) => {
    const found = conditions.get(reading.id) ?? (faces.get(reading.id) as FaceInFrame).conditions;
    conditions.set(reading.id, found);
    return { ...withExpression(reading), ...found, run: number };
  });
}
