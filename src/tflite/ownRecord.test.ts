import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { seededRandom } from '../graph';
import { exportModel, runOnFaces } from '../model';
import { loadAnyModel, loadModel } from '../model/node';
import { createSession } from '../runtime/node';
import { readTflite, readTfliteModel, TfliteError, writeTflite } from './index';

const folder = temporaryFolder();
const random = seededRandom(3);
const faces = [0, 1].map(() => Float32Array.from({ length: 48 * 48 }, () => 255 * random.uniform()));

async function readBy(model: string) {
  const session = await createSession(await loadModel(model, 'expression'));
  const outputs = await runOnFaces(session, faces);
  await session.close();
  return outputs;
}

describe('a TensorFlow Lite file of ours', () => {
  it('has its names and metadata again when it is read, after going there and back, too', async () => {
    const model = await loadAnyModel('tiny');
    const expected = await readBy('tiny');
    let from = 'tiny';
    for (const file of ['there.tflite', 'back.onnx', 'again.tflite']) {
      const format = file.endsWith('.onnx') ? 'onnx' : 'tflite';
      const bytes = await exportModel(await loadAnyModel(from), { format, precision: 'fp32' });
      from = join(folder, file);
      await writeFile(from, bytes);
      const { kind, labels, mix, parameters } = (await loadAnyModel(from)).metadata;
      expect({ kind, labels, mix, parameters }).toEqual({
        kind: 'expression',
        labels: model.metadata['labels'],
        mix: model.metadata['mix'],
        parameters: model.metadata['parameters'],
      });
      const actual = await readBy(from);
      expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
      // A file for one face at a time reads two one after the other.
      for (const [name, { width, data }] of Object.entries(expected)) {
        expect(actual[name]?.width).toBe(width);
        data.forEach((value, i) => {
          expect(actual[name]?.data[i]).toBeCloseTo(value, 4);
        });
      }
    }
  });

  it('whose metadata is damaged says so', async () => {
    const bytes = await exportModel(await loadAnyModel('tiny'), { format: 'tflite', precision: 'fp16' });
    const graph = readTflite(bytes);
    for (const text of ['{', '{}', '{"metadata":{},"inputs":["pixels"],"outputs":["emotions"]}']) {
      const damaged = writeTflite({ graph, description: '', metadata: { feeling: new TextEncoder().encode(text) } });
      expect(() => readTfliteModel(damaged, 'damaged')).toThrow(TfliteError);
    }
  });
});
