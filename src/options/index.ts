/** Options of public functions, checked where they enter. */
export { alternatives } from './alternatives';
export { checkedOptions, requireKnown } from './check';
export { described } from './described';
export { nearest } from './nearest';
export { limitOf, ruleOf } from './rule';
