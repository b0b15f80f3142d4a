/** Options of public functions, checked where they enter. */
export { checkedOptions, requireKnown } from './check';
export { described } from './described';
export { nearest } from './nearest';
