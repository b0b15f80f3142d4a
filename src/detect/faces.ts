/** Face detectors by name, in Node. */
import {
  createBlazeFace,
  createLook,
  createMtcnn,
  createRangeFinder,
  createTiledFinder,
  type FaceDetector,
  fullRange,
  type Look,
  mtcnnNetworks,
  shortRange,
} from '../face';
import { writeOnnx } from '../graph';
import { findModel } from '../model';
import { loadFetched, loadModel } from '../model/node';
import type { Session } from '../runtime';
import { createSession } from '../runtime/node';
import type { FaceDetectorName } from './options';
import { smallNetwork } from './threads';

/** Detectors for single pictures and for frames in order, which may be the same. */
export interface FaceDetectors {
  photo: Pick<FaceDetector, 'detect'>;
  stream: Pick<FaceDetector, 'detect'>;
  close(): Promise<void>;
}

/** Throws a ModelError when a model's file is missing, not fetched yet, or changed. */
export async function loadFaceDetectors(name: FaceDetectorName): Promise<FaceDetectors> {
  if (name === 'auto') {
    const short = await blazefaceSession('blazeface');
    const near = createLook(short, shortRange);
    // A camera at arm's length never needs the other, which takes a quarter of a second to load.
    let full: Promise<Session> | undefined;
    let looking: Promise<Look> | undefined;
    const far: Look = async (frame, square) => {
      full ??= blazefaceSession('blazeface-full');
      looking ??= full.then((session) => createLook(session, fullRange));
      return (await looking)(frame, square);
    };
    return {
      photo: createTiledFinder(near, far),
      stream: createRangeFinder(near, far),
      close: async () => {
        await Promise.all([short.close(), (await full)?.close()]);
      },
    };
  }
  const detector = await loadDetector(name);
  return { photo: detector, stream: detector, close: () => detector.close() };
}

async function loadDetector(name: Exclude<FaceDetectorName, 'auto'>): Promise<FaceDetector> {
  switch (name) {
    case 'blazeface':
      return createBlazeFace(await blazefaceSession(name), shortRange);
    case 'blazeface-full':
      return createBlazeFace(await blazefaceSession(name), fullRange);
    case 'mtcnn':
      return loadMtcnn();
  }
}

const blazefaceSession = async (name: string) => createSession(await loadModel(name, 'faces'), smallNetwork);

async function loadMtcnn(): Promise<FaceDetector> {
  const files = await loadFetched(findModel('mtcnn', 'faces'));
  const [weights, manifest] = [...files.values()] as [Uint8Array, Uint8Array];
  const networks = mtcnnNetworks(JSON.parse(Buffer.from(manifest).toString('utf8')), weights);
  const [proposal, refinement, output] = await Promise.all(
    [networks.proposal, networks.refinement, networks.output].map((model) => createSession(writeOnnx(model))),
  );
  if (!proposal || !refinement || !output) throw new Error('mtcnn: three networks are needed');
  return createMtcnn({ proposal, refinement, output });
}
