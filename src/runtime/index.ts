/** Running models with ONNX Runtime. */
export { convolutionBlock } from './blocking';
export type { AnyFrame, FrameOnCard } from './frameOnCard';
export { type CreateResidentSession, type ResidentSession, residentInMemory } from './resident';
export type {
  CreateSession,
  Device,
  Feeds,
  Fetches,
  Numbers,
  Resident,
  Session,
  SessionOptions,
  Values,
} from './session';
