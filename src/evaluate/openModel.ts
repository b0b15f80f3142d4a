/** A packaged model on the device that reads many faces at once. */
import { type DetectorDevice, fasterOf, measureTask } from '../detect';
import { classifierSize, inFullPrecision, runOnFaces } from '../model';
import type { Device, Session } from '../runtime';
import { createSession, requireGraphicsCard } from '../runtime/node';

/** On a graphics card a model in 8 bits runs in full precision, as a detector's does. */
export const openModel = (bytes: Uint8Array, device: Device): Promise<Session> =>
  createSession(device === 'webgpu' ? inFullPrecision(bytes) : bytes, { device });

/** So many faces at once are timed. */
const timed = 128;

/** The device to read with: for `auto` a card where there is one that reads this model clearly faster, which is measured. */
export async function deviceFor(bytes: Uint8Array, wished: DetectorDevice): Promise<Device> {
  if (wished !== 'auto') return wished;
  try {
    await requireGraphicsCard();
    return await measured(bytes);
  } catch {
    // Without a card, or with one that fails, the processor is what there is.
    return 'cpu';
  }
}

async function measured(bytes: Uint8Array): Promise<Device> {
  const faces = Array.from({ length: timed }, () => new Float32Array(classifierSize ** 2));
  const cpu = await openModel(bytes, 'cpu');
  try {
    const webgpu = await openModel(bytes, 'webgpu');
    try {
      return fasterOf(
        await measureTask({ cpu: () => runOnFaces(cpu, faces), webgpu: () => runOnFaces(webgpu, faces) }),
      );
    } finally {
      await webgpu.close();
    }
  } finally {
    await cpu.close();
  }
}
