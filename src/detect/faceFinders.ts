/** What finds faces, by name, wherever networks can be opened. */
import {
  type BlazeFaceVariant,
  createBlazeFace,
  createLook,
  createRangeFinder,
  createThoroughFinder,
  createTiledFinder,
  createWatchfulFinder,
  type FaceDetector,
  type FaceFinder,
  fullRange,
  fullRangeToHide,
  type Look,
  shortRange,
  shortRangeToHide,
} from '../face';
import type { Frame } from '../media';
import type { AnyFrame, Session } from '../runtime';
import type { FaceDetectorName } from './options';

export type BlazefaceName = Exclude<FaceDetectorName, 'auto' | 'mtcnn'>;

/** Finders for single pictures and for frames in order, which may be the same. */
export interface FaceFinders<F extends AnyFrame = Frame> {
  photo: FaceFinder<F>;
  stream: FaceFinder<F>;
  close(): Promise<void>;
}

/** Opens the network of this name. */
export type OpenBlazeface = (name: BlazefaceName) => Promise<Session>;

export async function blazefaceFinders(name: BlazefaceName, open: OpenBlazeface): Promise<FaceFinders> {
  return both(createBlazeFace(await open(name), name === 'blazeface' ? shortRange : fullRange));
}

export interface AutoFinders extends FaceFinders<AnyFrame> {
  /** Finds every face that there may be, for hiding them. */
  thorough: FaceFinder<AnyFrame>;
  /** For one camera: mostly those near it, and once a second whoever else is there. */
  watchful(): FaceFinder<AnyFrame>;
}

/** Both ranges as the picture needs them, in photos down to small tiles. */
export async function autoFinders(open: OpenBlazeface): Promise<AutoFinders> {
  const short = await open('blazeface');
  const near = createLook(short, shortRange);
  // A camera at arm's length never needs the other, which takes a quarter of a second to load.
  let full: Promise<Session> | undefined;
  const openFull = () => {
    full ??= open('blazeface-full').catch((error: unknown) => {
      full = undefined;
      throw error;
    });
    return full;
  };
  const farLook = (variant: BlazeFaceVariant): Look => {
    let look: Look | undefined;
    return async (frame, square) => {
      look ??= createLook(await openFull(), variant);
      return look(frame, square);
    };
  };
  const far = farLook(fullRange);
  return {
    photo: createTiledFinder(near, far),
    stream: createRangeFinder(near, far),
    watchful: () => createWatchfulFinder(near, far),
    thorough: createThoroughFinder(createLook(short, shortRangeToHide), farLook(fullRangeToHide)),
    close: async () => {
      await Promise.all([short.close(), (await full)?.close()]);
    },
  };
}

/** One for both. */
export const both = (detector: FaceDetector): FaceFinders => ({
  photo: detector,
  stream: detector,
  close: () => detector.close(),
});
