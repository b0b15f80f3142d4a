import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cameraAugmentation } from '../data';
import { seededRandom } from '../graph';
import { packageRoot } from '../model/node';
import { workerPreparer } from './node';
import { type PreparationPlan, prepareStep } from './prepare';

const count = 12;
const random = seededRandom(2);
const shares = (width: number) => Float32Array.from({ length: count * width }, () => 1 / width);

const plan: PreparationPlan = {
  faces: {
    pixels: Uint8Array.from({ length: count * 48 * 48 }, () => random.uniform() * 256),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 7),
    rows: new Uint32Array(count),
    votes: { counts: new Uint8Array(count * 10), shares: shares(8), majority: new Int8Array(count) },
  },
  batch: {
    seed: 3,
    augmentation: { ...cameraAugmentation, mixup: 0.3 },
    notFaces: 0.2,
    teacher: { heads: { fer2013: shares(7), ferplus: shares(8) }, share: 0.5 },
  },
  heads: ['fer2013', 'ferplus', 'face'],
  masks: [{ shape: [4, 10], rate: 0.3 }],
};

const requests = Array.from({ length: 7 }, (_, step) => ({
  epoch: step % 2,
  step,
  places: Uint32Array.from({ length: 4 }, (_, i) => (step + 3 * i) % count),
}));

it('worker threads prepare the batches that this thread would, in the order they were asked for', async () => {
  const preparer = workerPreparer({ file: join(packageRoot(), 'dist', 'batchWorker.js'), threads: 3 })(plan);
  try {
    const prepared = await Promise.all(requests.map((request) => preparer.prepare(request)));
    expect(prepared).toEqual(requests.map((request) => prepareStep(plan, request)));
  } finally {
    await preparer.close();
  }
});

it('a worker thread that cannot start fails what it was asked for', async () => {
  const preparer = workerPreparer({ file: join(packageRoot(), 'dist', 'no-such-worker.js'), threads: 1 })(plan);
  await expect(preparer.prepare(requests[0]!)).rejects.toThrow(/no-such-worker/);
  await preparer.close();
});
