import '../../tools/barePage';
import { expect, it, vi } from 'vitest';
import type { FromTrainer, ToTrainer } from './messages';
import { createTraining } from './training';

const { download } = vi.hoisted(() => ({ download: vi.fn() }));
vi.mock('../shell/download', () => ({ download }));

/** A worker that answers when the test does. */
class Trainer extends EventTarget {
  static newest: Trainer;
  asked: ToTrainer[] = [];
  constructor() {
    super();
    Trainer.newest = this;
  }
  postMessage(message: ToTrainer) {
    this.asked.push(message);
  }
  tell(data: FromTrainer) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

it('two files that are asked for one soon after the other are both saved, each as what it is', async () => {
  vi.stubGlobal('Worker', Trainer);
  vi.stubGlobal('BroadcastChannel', EventTarget);
  vi.stubGlobal('location', { href: 'http://localhost/' });
  const training = createTraining();
  const both = [training.save('onnx'), training.save('tflite')];
  for (const format of ['onnx', 'tflite'] as const)
    Trainer.newest.tell({ type: 'file', format, name: `trained.${format}`, bytes: new ArrayBuffer(4) });
  await vi.waitUntil(() => download.mock.calls.length === 2);
  await Promise.all(both);
  expect(download.mock.calls.map(([name]) => name)).toEqual(['trained.onnx', 'trained.tflite']);
  vi.unstubAllGlobals();
});
