/** Statistics of plain numbers. */
export { correlation, deviation, mean, variance } from './moments';
export { expectedExcess } from './normal';
export { clamp, median, quantile } from './order';
export { robust } from './robust';
export { meanWithMargin, normalFromT, tQuantile } from './student';
