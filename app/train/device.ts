/** What trains: the graphics card where it gives the processor's losses in less time, else the processor. */
import type { Faces } from '../../src/data';
import type { Network } from '../../src/graph';
import type { Device } from '../../src/runtime';
import { type Backend, loadBackend, loadWasmBackend } from '../../src/runtime/browser';
import { type Recipe, trySteps } from '../../src/train/browser';

/** By how much two devices' first losses may differ, as a share. */
const agreement = 1e-3;

/** Losses are read, and drawn, after about so many milliseconds; a card is not asked more often than that. */
const untilRead = 250;
const mostAtOnce = 16;

export interface TrainsOn {
  backend: Backend;
  /** Steps after which their losses are read. */
  stepsAtOnce: number;
}

/** What a trainer is told of the device it computes on. */
export const trainingOn = ({ device, createSession, createResidentSession }: Backend) => ({
  device,
  createSession,
  createResidentSession,
});

/**
 * wasmPaths where ONNX Runtime's WebAssembly is
 * wished    'auto', or what the person wants; a graphics card that fails or disagrees is not taken even so
 */
export async function chooseBackend(
  wasmPaths: string,
  wished: 'auto' | Device,
  { net, faces, recipe }: { net: Network; faces: Faces; recipe: Recipe },
): Promise<TrainsOn> {
  const processor = { backend: await loadWasmBackend(wasmPaths), stepsAtOnce: 1 };
  if (wished === 'cpu' || !('gpu' in navigator)) return processor;
  try {
    const insists = wished === 'webgpu';
    const card = await loadBackend(wasmPaths, 'webgpu', insists);
    if (card.device !== 'webgpu') return processor;
    const tried = (on: Backend) => trySteps(net, faces, { recipe, ...trainingOn(on) });
    const [slow, fast] = [await tried(processor.backend), await tried(card)];
    const agrees = Math.abs(slow.loss - fast.loss) <= agreement * Math.max(1, Math.abs(slow.loss));
    const isTaken = agrees && (insists || fast.milliseconds < slow.milliseconds);
    const stepsAtOnce = Math.min(mostAtOnce, Math.max(1, Math.round(untilRead / fast.milliseconds)));
    return isTaken ? { backend: card, stepsAtOnce } : processor;
  } catch {
    return processor;
  }
}
