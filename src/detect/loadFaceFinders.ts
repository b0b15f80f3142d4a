/** Face finders in Node: their networks from the package or from the cache folder. */
import { findModel } from '../model';
import { loadFetched, loadModel } from '../model/node';
import type { Device } from '../runtime';
import { createSession } from '../runtime/node';
import { autoFinders, blazefaceFinders, type FaceFinders, type OpenBlazeface } from './faceFinders';
import { mtcnnFinders } from './mtcnnFinders';
import type { FaceDetectorName } from './options';
import { smallNetwork } from './threads';

/** Throws a ModelError when a model's file is missing, not fetched yet, or changed. */
export async function loadFaceFinders(name: FaceDetectorName, device: Device = 'cpu'): Promise<FaceFinders> {
  const openBlazeface: OpenBlazeface = async (blazeface) =>
    createSession(await loadModel(blazeface, 'faces'), { ...smallNetwork, device });
  switch (name) {
    case 'auto':
      return autoFinders(openBlazeface);
    case 'blazeface':
    case 'blazeface-full':
      return blazefaceFinders(name, openBlazeface);
    case 'mtcnn': {
      const files = await loadFetched(findModel('mtcnn', 'faces'));
      const [weights, manifest] = [...files.values()] as [Uint8Array, Uint8Array];
      return mtcnnFinders(JSON.parse(Buffer.from(manifest).toString('utf8')), weights, (network, options) =>
        createSession(network, { ...options, device }),
      );
    }
  }
}
