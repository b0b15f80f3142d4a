/** What trains: the graphics card where it gives the processor's losses in less time, else the processor. */
import type { Faces } from '../../src/data';
import type { Network } from '../../src/graph';
import type { Device } from '../../src/runtime';
import { type Backend, loadBackend, loadWasmBackend } from '../../src/runtime/browser';
import { type Recipe, trySteps } from '../../src/train/browser';

/** By how much two devices' first losses may differ, as a share. */
const agreement = 1e-3;

/**
 * wasmPaths where ONNX Runtime's WebAssembly is
 * wished    'auto', or what the person wants; a graphics card that fails or disagrees is not taken even so
 */
export async function chooseBackend(
  wasmPaths: string,
  wished: 'auto' | Device,
  { net, faces, recipe }: { net: Network; faces: Faces; recipe: Recipe },
): Promise<Backend> {
  const processor = await loadWasmBackend(wasmPaths);
  if (wished === 'cpu' || !('gpu' in navigator)) return processor;
  try {
    const insists = wished === 'webgpu';
    const card = await loadBackend(wasmPaths, 'webgpu', insists);
    if (card.device !== 'webgpu') return processor;
    const tried = ({ createSession, device }: Backend) => trySteps(net, faces, { recipe, createSession, device });
    const [slow, fast] = [await tried(processor), await tried(card)];
    const agrees = Math.abs(slow.loss - fast.loss) <= agreement * Math.max(1, Math.abs(slow.loss));
    return agrees && (insists || fast.milliseconds < slow.milliseconds) ? card : processor;
  } catch {
    return processor;
  }
}
