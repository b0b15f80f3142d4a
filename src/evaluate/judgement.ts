/** A model judged on faces, with everything that evaluate, compare and a run's report tell of it. */
import { copiesIn, type Faces, pick } from '../data';
import { type Intervals, intervalsOf } from './intervals';
import { type JudgedHead, judged, judgePredictions, type LabelSet, votesCrossEntropy } from './judge';
import type { Metrics } from './metrics';
import { type Predictions, pickPredictions } from './predict';
import { errorsSpared } from './refusal';
import {
  distanceBetweenPeople,
  distanceToVotes,
  readingBesideVotes,
  type VoteCalibration,
  voteCalibration,
} from './votes';

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
    intervals: intervalsOf(asked),
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

/** "PublicTest by FER2013's labels" */
export const whatIsJudged = (split: string, labels: LabelSet, head: JudgedHead, ownLabels = "FER2013's labels") =>
  `${split} by ${labels === 'fer2013' ? ownLabels : "FER+'s majority"}${head === 'reading' ? ', the reading' : ''}`;
