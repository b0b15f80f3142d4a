/** What opens networks by itself: the door for Node. */
export {
  type Asked,
  type CutAnew,
  corruptedTimes,
  corruptionsFor,
  refusalsFor,
  slicesFor,
} from './circumstances';
export { deviceFor, openModel } from './openModel';
