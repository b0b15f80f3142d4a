/** How right a model is by circumstances: slices of the faces, and faces made worse. */
import type { Faces } from '../data';
import {
  type CorruptionCost,
  corruptionCosts,
  type JudgedHead,
  judged,
  judgePredictions,
  type LabelSet,
  measuresOf,
  type Predictions,
  predict,
  type Slice,
  slicesOf,
  turnsOf,
} from '../evaluate';
import { createBlazeFace } from '../face';
import { loadModel } from '../model/node';
import { createSession } from '../runtime/node';
import { progress } from './output';

export interface Asked {
  faces: Faces;
  labels: LabelSet;
  head: JudgedHead;
  predictions: Predictions;
}

export async function slicesFor({ faces, labels, head, predictions }: Asked): Promise<Slice[]> {
  const detector = createBlazeFace(await createSession(await loadModel('blazeface', 'faces'), { threads: 1 }));
  try {
    const measures = { ...measuresOf(faces), 'turned away': await turnsOf(faces, detector) };
    return slicesOf(judged(predictions, faces, labels, head), measures);
  } finally {
    await detector.close();
  }
}

export async function corruptionsFor(bytes: Uint8Array, { faces, labels, head }: Asked): Promise<CorruptionCost[]> {
  const session = await createSession(bytes);
  const bar = progress('worse faces', 35);
  let done = 0;
  try {
    return await corruptionCosts(
      faces,
      (predictions, worse) => judgePredictions(predictions, worse, labels, head).accuracy,
      async (worse) => {
        const predictions = await predict(session, worse);
        bar.update(++done);
        return predictions;
      },
    );
  } finally {
    bar.stop();
    await session.close();
  }
}
