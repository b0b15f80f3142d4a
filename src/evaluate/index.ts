/** Measuring networks. */
export { type JudgedHead, judgePredictions, type LabelSet } from './judge';
export { type ClassMetrics, computeMetrics, type Metrics } from './metrics';
export { type Predictions, predict } from './predict';
