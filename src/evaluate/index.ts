/** Measuring networks. */

export { cutAnew, findFaces, turnsOf } from './foundFaces';
export { type GradCam, gradCam } from './gradCam';
export { type Interval, type Intervals, intervalsOf } from './intervals';
export { type Judged, type JudgedHead, judged, judgePredictions, type LabelSet, votesCrossEntropy } from './judge';
export { type BesideVotes, besideVotes, type Judgement, judge, whatIsJudged } from './judgement';
export { type ClassMetrics, computeMetrics, type Metrics, type ReliabilityBin } from './metrics';
export { leastSureHits, mistakes, type NotableFace, surestMistakes } from './notable';
export { occlusion } from './occlusion';
export { mcnemar, type Paired, paired } from './paired';
export { type Predictions, pickPredictions, predict } from './predict';
export { type Coverage, errorsSpared, riskCoverage } from './refusal';
export { type Refused, refusals } from './refusals';
export { type CorruptionCost, corruptionCosts } from './robustness';
export { groupSlicesOf, type Measure, measuresOf, type Slice, slicesOf } from './slices';
export {
  distanceBetweenPeople,
  distanceToVotes,
  jensenShannon,
  readingBesideVotes,
  type VoteBin,
  type VoteCalibration,
  type VotedFaces,
  voteCalibration,
} from './votes';
export { wilson } from './wilson';
