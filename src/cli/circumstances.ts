/** How right a model is by circumstances: slices of the faces, and faces made worse. */
import { corruptions, countOf, type Faces, type Groups } from '../data';
import {
  type CorruptionCost,
  corruptionCosts,
  cutAnew,
  groupSlicesOf,
  type JudgedHead,
  judged,
  judgePredictions,
  type LabelSet,
  measuresOf,
  type Predictions,
  predict,
  type Refused,
  refusals,
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

/** How right it is on the faces that our own detector finds, as they are and as it cuts them out. */
export interface CutAnew {
  n: number;
  asTheyAre: number;
  cut: number;
}

export async function cutAnewFor(bytes: Uint8Array, { faces, labels, head }: Asked): Promise<CutAnew> {
  const detector = await faceFinder();
  const session = await createSession(bytes);
  try {
    const { asTheyAre, cut } = await cutAnew(faces, detector);
    const accuracy = async (some: Faces) => judgePredictions(await predict(session, some), some, labels, head).accuracy;
    return { n: countOf(cut), asTheyAre: await accuracy(asTheyAre), cut: await accuracy(cut) };
  } finally {
    await Promise.all([detector.close(), session.close()]);
  }
}

const faceFinder = async () =>
  createBlazeFace(await createSession(await loadModel('blazeface', 'faces'), { threads: 1 }));

export async function slicesFor({ faces, labels, head, predictions }: Asked, groups?: Groups): Promise<Slice[]> {
  const detector = await faceFinder();
  try {
    const measures = { ...measuresOf(faces), 'turned away': await turnsOf(faces, detector) };
    const asked = judged(predictions, faces, labels, head);
    return [...slicesOf(asked, measures), ...(groups ? groupSlicesOf(asked, faces, groups) : [])];
  } finally {
    await detector.close();
  }
}

export async function corruptionsFor(bytes: Uint8Array, { faces, labels, head }: Asked): Promise<CorruptionCost[]> {
  const session = await createSession(bytes);
  const bar = progress('worse faces', 5 * Object.keys(corruptions).length);
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

/** What the model refuses to read, faces by mistake among them; empty for one that reads whatever it gets. */
export async function refusalsFor(bytes: Uint8Array, { faces, predictions }: Asked): Promise<Refused[]> {
  const session = await createSession(bytes);
  try {
    return await refusals(faces, predictions, (others) => predict(session, others));
  } finally {
    await session.close();
  }
}
