import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { buildForTraining, initialWeights, input, readMetadata } from '../graph';
import { compact } from '../nets';
import type { Fetches, Session } from '../runtime';
import { createSession } from '../runtime/node';
import { allNeutral, createClassifier, ferplusToEmotions, packageModel, type ReadingMix } from './index';
import { loadModel, verified } from './node';

const folder = temporaryFolder();
const weights = initialWeights(buildForTraining(compact, input('pixels', [1, 1, 48, 48])), 3);
const mix: ReadingMix = { ferplusShare: 0.25, contempt: allNeutral };
const pixels = Float32Array.from({ length: 2 * 48 * 48 }, (_, i) => (i * 37) % 256);

describe('packaged models', () => {
  it('take any number of faces and give distributions, the reading mixed from both heads', async () => {
    const session = await createSession(packageModel(compact, weights, { mix }));
    const {
      fer2013,
      ferplus,
      emotions: reading,
      face,
    } = await session.run({ pixels: { dims: [2, 1, 48, 48], data: pixels } });
    for (const [head, width] of [
      [fer2013, 7],
      [ferplus, 8],
      [reading, 7],
      [face, 2],
    ] as const) {
      expect(head?.dims).toEqual([2, width]);
      for (const row of [0, 1]) {
        const sum = head?.data.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 5);
      }
    }
    // FER+: neutral happiness surprise sadness anger disgust fear contempt. Happy is its 1; neutral its 0 and contempt.
    const f = fer2013!.data;
    const v = ferplus!.data;
    expect(reading?.data[3]).toBeCloseTo(0.75 * f[3]! + 0.25 * v[1]!, 5);
    expect(reading?.data[6]).toBeCloseTo(0.75 * f[6]! + 0.25 * (v[0]! + v[7]!), 5);
    await session.close();
  });

  it('divide by temperatures and add offsets before they are mixed', async () => {
    const offsets = [0, 0, -2, 0, 0, 0, 1];
    const session = await createSession(
      packageModel(compact, weights, { mix: { ...mix, temperatures: { fer2013: 2, ferplus: 0.5 }, offsets } }),
    );
    const {
      fer2013,
      ferplus,
      emotions: reading,
    } = await session.run({ pixels: { dims: [2, 1, 48, 48], data: pixels } });
    const changed = (row: Float32Array, temperature: number, offset: readonly number[] = []) => {
      const powers = [...row].map((p, i) => p ** (1 / temperature) * Math.exp(offset[i] ?? 0));
      const sum = powers.reduce((a, b) => a + b);
      return powers.map((p) => p / sum);
    };
    const f = changed(fer2013!.data.slice(0, 7), 2, offsets);
    const v = changed(ferplus!.data.slice(0, 8), 0.5);
    // FER+: happiness is its 1, fear its 6, neutral its 0 and, in this mix, contempt its 7.
    expect(reading?.data[3]).toBeCloseTo(0.75 * f[3]! + 0.25 * v[1]!, 5);
    expect(reading?.data[2]).toBeCloseTo(0.75 * f[2]! + 0.25 * v[6]!, 5);
    expect(reading?.data[6]).toBeCloseTo(0.75 * f[6]! + 0.25 * (v[0]! + v[7]!), 5);
    await session.close();
  });

  it('lose next to nothing with weights in 16 bits, at half the size', async () => {
    const [full, half] = [false, true].map((halfWeights) => packageModel(compact, weights, { mix, halfWeights }));
    expect(half!.length).toBeLessThan(full!.length * 0.55);
    const feeds = { pixels: { dims: [2, 1, 48, 48], data: pixels } };
    const results = await Promise.all(
      [full!, half!].map(async (bytes) => {
        const session = await createSession(bytes);
        const { emotions: reading } = await session.run(feeds);
        await session.close();
        return reading!.data;
      }),
    );
    results[0]!.forEach((p, i) => {
      expect(Math.abs(p - results[1]![i]!)).toBeLessThan(5e-3);
    });
  });

  it('say what they are', () => {
    expect(readMetadata(packageModel(compact, weights, { mix }))).toMatchObject({
      name: 'compact',
      labels: 'angry disgust fear happy sad surprise neutral',
      parameters: '1087185',
    });
  });

  it('map each of FER+ emotions to one of ours, contempt as told', () => {
    const rows = ferplusToEmotions({ contempt: [1, 0, 0, 0, 0, 0, 0] });
    expect(rows.map((row) => emotions[row.indexOf(1)])).toEqual([
      'neutral',
      'happy',
      'surprise',
      'sad',
      'angry',
      'disgust',
      'fear',
      'angry',
    ]);
  });
});

describe('models that ship', () => {
  it('are what their SHA-256 says, and read faces', async () => {
    const classifier = createClassifier(await createSession(await loadModel('compact', 'expression')));
    expect(await classifier.read([])).toEqual([]);
    const readings = await classifier.read([pixels.slice(0, 2304), pixels.slice(2304)]);
    for (const { probabilities, readable } of readings) {
      expect(probabilities).toHaveLength(7);
      expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 3);
      expect(readable).toBeGreaterThanOrEqual(0);
      expect(readable).toBeLessThanOrEqual(1);
    }
    expect(readings).toHaveLength(2);
    await classifier.close();
  });

  it('are told apart from networks that read something else', async () => {
    const session = (outputs: Fetches): Session => ({
      inputs: ['pixels'],
      outputs: Object.keys(outputs),
      run: async () => outputs,
      close: async () => {},
    });
    const read = (outputs: Fetches) => createClassifier(session(outputs)).read([new Float32Array(48 * 48)]);
    const seven = { emotions: { dims: [1, 7], data: Float32Array.of(0, 0, 0, 1, 0, 0, 0) } };
    expect(await read(seven)).toEqual([{ probabilities: Float32Array.of(0, 0, 0, 1, 0, 0, 0), readable: 1 }]);
    expect(await read({ ...seven, face: { dims: [1, 2], data: Float32Array.of(0.75, 0.25) } })).toMatchObject([
      { readable: 0.25 },
    ]);
    await expect(read({ digits: { dims: [1, 10], data: new Float32Array(10) } })).rejects.toThrow(
      'the network must give "emotions" [batch, 7] (got digits)',
    );
    await expect(read({ emotions: { dims: [1, 10], data: new Float32Array(10) } })).rejects.toThrow('(got [1, 10]');
  });

  it('are refused when they are not known or not there', async () => {
    await expect(loadModel('compakt', 'expression')).rejects.toThrow(
      'unknown expression model "compakt"; available: compact',
    );
    await expect(loadModel(join(folder, 'run'), 'expression')).rejects.toThrow(
      /run: there is no such model file or training run$/,
    );
    await expect(loadModel('teacher.h5', 'expression')).rejects.toThrow(
      'teacher.h5: there is no such model file or training run',
    );
    await writeFile(join(folder, 'teacher.h5'), 'weights');
    await expect(loadModel(join(folder, 'teacher.h5'), 'expression')).rejects.toThrow(
      'teacher.h5: not a model file (.onnx, .tflite or .safetensors) or the folder of a training run',
    );
    await expect(loadModel(join(folder, 'none.onnx'), 'expression')).rejects.toThrow(
      'none.onnx: there is no such file',
    );
  });

  it('are refused when the file was changed', () => {
    // SHA-256 of nothing at all.
    const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(verified(new Uint8Array(0), { file: 'a.onnx', sha256: nothing })).toHaveLength(0);
    expect(() => verified(Uint8Array.of(1), { file: 'a.onnx', sha256: nothing })).toThrow(
      /a.onnx: its SHA-256 must be e3b0[0-9a-f]{60} \(got [0-9a-f]{64}\); the file was changed or damaged/,
    );
  });
});
