/** A model judged on faces, with everything that evaluate, compare and a run's report tell of it. */
import { copiesIn, countOf, type Faces, pick } from '../data';
import { emotions } from '../emotion';
import {
  bootstrap,
  distanceBetweenPeople,
  distanceToVotes,
  errorsSpared,
  type Intervals,
  type JudgedHead,
  judged,
  judgePredictions,
  type LabelSet,
  leastSureHits,
  type Metrics,
  type Predictions,
  pickPredictions,
  predict,
  readingBesideVotes,
  riskCoverage,
  surestMistakes,
  type VoteCalibration,
  voteCalibration,
  votesCrossEntropy,
} from '../evaluate';
import type { EvaluationView } from '../report';
import { createSession } from '../runtime/node';
import { progress } from './output';
import { notableFaces } from './pictures';

export interface Judgement {
  classes: string[];
  metrics: Metrics;
  intervals: Intervals;
  withoutCopies: Metrics;
  votes?: BesideVotes;
  /** Share of the errors that are spared when the least sure tenth gets no answer. */
  spared: number;
}

/** The reading beside what ten people saw. */
export interface BesideVotes {
  /** Of the head that learned the votes, where there is one; nats a face. */
  crossEntropy: number;
  calibration: VoteCalibration;
  /** Jensen–Shannon distance, and that between five people and five others. */
  distance: number;
  betweenPeople: number;
}

/** Probabilities that a packaged model gives for every face, with a bar while it works. */
export async function predictAll(bytes: Uint8Array, faces: Faces, label: string, flip: boolean): Promise<Predictions> {
  const session = await createSession(bytes);
  const bar = progress(label, countOf(faces));
  try {
    return await predict(session, faces, { flip, onProgress: (done) => bar.update(done) });
  } finally {
    bar.stop();
    await session.close();
  }
}

/** `training` are the faces whose copies among `faces` are left out for the second figure. */
export function judge(
  predictions: Predictions,
  faces: Faces,
  training: Faces,
  labels: LabelSet,
  head: JudgedHead,
): Judgement {
  const asked = judged(predictions, faces, labels, head);
  const { classes, ...metrics } = judgePredictions(predictions, faces, labels, head);
  const copied = copiesIn(faces, training);
  const fresh = [...copied.keys()].filter((i) => !copied[i]);
  return {
    classes,
    metrics,
    intervals: bootstrap(asked),
    withoutCopies: judgePredictions(pickPredictions(predictions, fresh), pick(faces, fresh), labels, head),
    spared: errorsSpared(asked, 0.1),
    ...(faces.votes && { votes: besideVotes(predictions, faces) }),
  };
}

export function besideVotes(predictions: Predictions, faces: Faces): BesideVotes {
  const voted = readingBesideVotes(predictions, faces);
  return {
    crossEntropy: votesCrossEntropy(predictions, faces),
    calibration: voteCalibration(voted),
    distance: distanceToVotes(voted),
    betweenPeople: distanceBetweenPeople(faces),
  };
}

/** The judgement as a report shows it, with the faces that tell most. */
export async function viewOf(
  judgement: Judgement,
  what: string,
  { predictions, faces, labels, head }: { predictions: Predictions; faces: Faces; labels: LabelSet; head: JudgedHead },
): Promise<EvaluationView> {
  const asked = judged(predictions, faces, labels, head);
  return {
    what,
    ...judgement,
    riskCoverage: riskCoverage(asked),
    surestMistakes: notableFaces(faces, surestMistakes(asked, 24)),
    leastSureHits: notableFaces(faces, leastSureHits(asked, 12)),
  };
}

/** "PublicTest by FER2013's labels" */
export const whatIsJudged = (split: string, labels: LabelSet, head: JudgedHead, ownLabels = "FER2013's labels") =>
  `${split} by ${labels === 'fer2013' ? ownLabels : "FER+'s majority"}${head === 'reading' ? ', the reading' : ''}`;

export const classCounts = ({ labels }: Faces) =>
  emotions.map((name, c) => ({ name, value: labels.reduce((sum, l) => sum + (l === c ? 1 : 0), 0) }));
