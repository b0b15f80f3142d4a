import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom, writeOnnx } from '../graph';
import { findModel } from '../model';
import { modelPath } from '../model/node';
import { createSession } from '../runtime/node';
import { readTflite, TfliteError, tfliteToOnnx } from './index';

const entry = findModel('blazeface', 'faces');
const bytes = readFileSync(modelPath(entry));

describe("BlazeFace's file", () => {
  const graph = readTflite(bytes);

  it('has the operators and shapes that MediaPipe publishes', () => {
    expect(graph.inputs.map((i) => graph.tensors[i]?.shape)).toEqual([[1, 128, 128, 3]]);
    expect(graph.outputs.map((i) => graph.tensors[i]?.shape)).toEqual([
      [1, 896, 16],
      [1, 896, 1],
    ]);
    expect(new Set(graph.operators.map(({ kind }) => kind.name))).toEqual(
      new Set([
        'DEQUANTIZE',
        'CONV_2D',
        'RELU',
        'DEPTHWISE_CONV_2D',
        'ADD',
        'PAD',
        'MAX_POOL_2D',
        'RESHAPE',
        'CONCATENATION',
      ]),
    );
  });

  it('has as many parameters and products as the list of models says', () => {
    let parameters = 0;
    let macs = 0;
    for (const { kind, inputs, outputs } of graph.operators) {
      if (kind.name !== 'CONV_2D' && kind.name !== 'DEPTHWISE_CONV_2D') continue;
      const [out = 0, height = 0, width = 0, last = 0] = graph.tensors[inputs[1] as number]?.shape ?? [];
      const [, rows = 0, columns = 0, channels = 0] = graph.tensors[outputs[0] as number]?.shape ?? [];
      parameters += out * height * width * last + channels;
      macs += rows * columns * out * height * width * last;
    }
    expect({ parameters, macs }).toEqual({ parameters: entry.parameters, macs: entry.macs });
  });

  it('runs as ONNX', async () => {
    const session = await createSession(writeOnnx(tfliteToOnnx(graph, 'blazeface')), { threads: 1 });
    const [input = ''] = session.inputs;
    const outputs = await session.run({ [input]: { dims: [1, 3, 128, 128], data: new Float32Array(3 * 128 * 128) } });
    const scores = Object.values(outputs).find(({ dims }) => dims[2] === 1);
    // A grey picture holds no face: every anchor says no.
    expect(Math.max(...(scores?.data ?? []))).toBeLessThan(0);
    await session.close();
  });
});

describe('damaged files', () => {
  it('names what is wrong', () => {
    expect(() => readTflite(new Uint8Array(0))).toThrow('not a TensorFlow Lite file');
    expect(() => readTflite(readFileSync(join(import.meta.dirname, 'tflite.test.ts')))).toThrow('must be "TFL3" (got');
  });

  it('gives a clear error or a graph for any change of its bytes, never anything else', () => {
    const random = seededRandom(11);
    for (let i = 0; i < 150; i++) {
      const damaged = Uint8Array.from(
        bytes.subarray(0, random.uniform() < 0.3 ? Math.floor(random.uniform() * bytes.length) : bytes.length),
      );
      // Most of the file is weights; its tables lie at its ends.
      for (let k = 0; k < 8; k++) {
        const near = Math.floor(random.uniform() * 30_000);
        damaged[random.uniform() < 0.5 ? near : damaged.length - 1 - near] = Math.floor(random.uniform() * 256);
      }
      try {
        writeOnnx(tfliteToOnnx(readTflite(damaged), 'damaged'));
      } catch (error) {
        expect(error).toBeInstanceOf(TfliteError);
      }
    }
  });
});
