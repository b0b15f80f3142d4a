/** Options of public functions, checked where they enter. */
export { alternatives } from './alternatives';
export { checkedOptions, requireKnown, requireOptions, type Taker } from './check';
export { described } from './described';
export { didYouMean, nearest } from './nearest';
export { limitOf, ruleOf } from './rule';
