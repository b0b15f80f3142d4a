/** How right a model is by circumstances: slices of the faces, and faces made worse. */
import { corruptions, countOf, type Faces } from '../data';
import type { Groups } from '../data/node';
import { createBlazeFace } from '../face';
import { loadModel } from '../model/node';
import type { Device } from '../runtime';
import { createSession } from '../runtime/node';
import { cutAnew, findFaces, turnsOf } from './foundFaces';
import { type JudgedHead, judged, judgePredictions, type LabelSet } from './judge';
import { openModel } from './openModel';
import { type Predictions, predict } from './predict';
import { type Refused, refusals } from './refusals';
import { type CorruptionCost, corruptionCosts } from './robustness';
import { groupSlicesOf, measuresOf, type Slice, slicesOf } from './slices';

/** What a model read, and what it is judged by. */
export interface Asked {
  faces: Faces;
  labels: LabelSet;
  head: JudgedHead;
  predictions: Predictions;
  /** What it reads more on; the processor if not given. */
  device?: Device;
}

/** How right it is on the faces that our own detector finds, as they are and as it cuts them out. */
export interface CutAnew {
  n: number;
  asTheyAre: number;
  cut: number;
}

/** Slices, and accuracy on the faces that our own detector finds; it looks at each face once for both. */
export async function slicesFor(
  bytes: Uint8Array,
  { faces, labels, head, predictions, device = 'cpu' }: Asked,
  groups?: Groups,
): Promise<{ slices: Slice[]; cutAnew: CutAnew }> {
  const detector = createBlazeFace(await createSession(await loadModel('blazeface', 'faces'), { threads: 1 }));
  const session = await openModel(bytes, device);
  try {
    const found = await findFaces(faces, detector);
    const asked = judged(predictions, faces, labels, head);
    const slices = slicesOf(asked, { ...measuresOf(faces), 'turned away': turnsOf(found) });
    const { asTheyAre, cut } = cutAnew(faces, found);
    const accuracy = async (some: Faces) => judgePredictions(await predict(session, some), some, labels, head).accuracy;
    return {
      slices: [...slices, ...(groups ? groupSlicesOf(asked, faces, groups) : [])],
      cutAnew: { n: countOf(cut), asTheyAre: await accuracy(asTheyAre), cut: await accuracy(cut) },
    };
  } finally {
    await Promise.all([detector.close(), session.close()]);
  }
}

/** So often are all faces judged for that: each corruption has five strengths. */
export const corruptedTimes = 5 * Object.keys(corruptions).length;

/**
 * How much accuracy each corruption costs.
 *
 * onProgress is told how often all faces were judged so far, of `corruptedTimes`
 */
export async function corruptionsFor(
  bytes: Uint8Array,
  { faces, labels, head, device = 'cpu' }: Asked,
  onProgress?: (done: number) => void,
): Promise<CorruptionCost[]> {
  const session = await openModel(bytes, device);
  let done = 0;
  try {
    return await corruptionCosts(
      faces,
      (predictions, worse) => judgePredictions(predictions, worse, labels, head).accuracy,
      async (worse) => {
        const predictions = await predict(session, worse);
        onProgress?.(++done);
        return predictions;
      },
    );
  } finally {
    await session.close();
  }
}

/** What the model refuses to read, faces by mistake among them; empty for one that reads whatever it gets. */
export async function refusalsFor(
  bytes: Uint8Array,
  { faces, predictions, device = 'cpu' }: Asked,
): Promise<Refused[]> {
  const session = await openModel(bytes, device);
  try {
    return await refusals(faces, predictions, (others) => predict(session, others));
  } finally {
    await session.close();
  }
}
