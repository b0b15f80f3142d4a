/** Running models with ONNX Runtime. */
export { convolutionBlock } from './blocking';
export type { CreateSession, Device, Feeds, Fetches, Numbers, Session, SessionOptions, Values } from './session';
