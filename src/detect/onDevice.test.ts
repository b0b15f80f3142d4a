import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { realFace } from '../../tools/camera';
import { findGraphicsCard, withoutCard } from '../../tools/graphicsCard';
import { placementOf } from '../../tools/placement';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { inFullPrecision, inWholeNumbers } from '../model';
import { loadModel } from '../model/node';
import { createDetector } from './node';
import type { DetectorOptions } from './options';
import type { Reading } from './reading';

const small = { model: 'tiny', faceDetector: 'blazeface' } as const;
const photo = await sharp(await realFace('smiling'))
  .resize({ width: 200 })
  .png()
  .toBuffer();

async function readWith(options: DetectorOptions): Promise<Reading[]> {
  const detector = await createDetector({ ...small, ...options });
  const readings = await detector.detect(photo);
  await detector.close();
  return readings;
}

const folder = temporaryFolder();
const hasCard = await findGraphicsCard();

const eightBits = async () => inWholeNumbers(await loadModel('tiny', 'expression'));

it('a network in 8 bits reads the same in full precision but for its rounding', async () => {
  const [rounded, full] = [join(folder, 'rounded.onnx'), join(folder, 'full.onnx')];
  const bytes = await eightBits();
  await writeFile(rounded, bytes);
  await writeFile(full, inFullPrecision(bytes));
  const [exact, ...others] = await Promise.all([{}, { model: rounded }, { model: full }].map(readWith));
  expect(exact?.[0]?.named).toEqual(['happy']);
  const distances = others.map((readings) => apart(readings, exact as Reading[]));
  expect(distances[1]).toBeLessThan(0.03);
  expect(distances[1]).not.toBe(distances[0]);
});

/** The largest difference between two readings' probabilities. */
const apart = ([a]: Reading[], [b]: Reading[]) =>
  Math.max(...emotions.map((e) => Math.abs((a as Reading).emotions[e] - (b as Reading).emotions[e])));

afterEach(() => vi.unstubAllEnvs());

describe.runIf(process.platform === 'linux')('without a graphics card', () => {
  it('webgpu is refused in one line, and auto reads what the processor reads', async () => {
    for (const [name, value] of Object.entries(withoutCard)) vi.stubEnv(name, value);
    await expect(createDetector({ ...small, device: 'webgpu' })).rejects.toThrow(
      /^webgpu: no graphics card was found that can be used \(through Vulkan, Metal or Direct3D\); the CPU can$/,
    );
    expect(await readWith({ device: 'auto' })).toEqual(await readWith({ device: 'cpu' }));
  });
});

it('a device that is not known is refused by name', async () => {
  await expect(createDetector({ device: 'gpu' } as never)).rejects.toThrow(
    'device must be cpu, webgpu, or auto (got "gpu")',
  );
});

describe.runIf(hasCard)('on a graphics card (skipped without one, or a Vulkan driver)', () => {
  it('a network in 8 bits stays on the card, in full precision', async () => {
    const { onCpu, copies } = await placementOf(inFullPrecision(await eightBits()), 'NHWC');
    expect({ onCpu, copies }).toEqual({ onCpu: 0, copies: 0 });
  });
});
