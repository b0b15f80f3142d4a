/** Measuring networks. */
export { bootstrap, type Interval, type Intervals } from './bootstrap';
export { type Judged, type JudgedHead, judged, judgePredictions, type LabelSet, votesCrossEntropy } from './judge';
export { type ClassMetrics, computeMetrics, type Metrics, type ReliabilityBin } from './metrics';
export { leastSureHits, type NotableFace, surestMistakes } from './notable';
export { type Predictions, predict } from './predict';
