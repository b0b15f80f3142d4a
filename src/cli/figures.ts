/** What a packaged model says of its own size. */
import { readMetadata } from '../graph';

export function modelFigures(bytes: Uint8Array): { parameters: number; macs: number } {
  const { parameters, macs } = readMetadata(bytes);
  return { parameters: Number(parameters), macs: Number(macs) };
}
