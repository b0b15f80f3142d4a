/** Exported files in LiteRT, a runtime that knows nothing of ours, beside ONNX Runtime. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countOf, faceAt } from '../src/data';
import { readFer2013 } from '../src/data/node';
import { strongest } from '../src/emotion';
import { buildForTraining, initialWeights, input, measure, type OnnxModel, readOnnx, writeOnnx } from '../src/graph';
import { defaultMix, exportModel, findModel, packageModel } from '../src/model';
import { loadAnyModel, modelPath } from '../src/model/node';
import { networks } from '../src/nets';
import { createSession } from '../src/runtime/node';
import { readTflite, tfliteToOnnx } from '../src/tflite';
import { hasShared, shared } from '../tools/camera';
import { fakeFer } from '../tools/fakeFer';
import { hasLitert, type Litert, openLitert } from '../tools/litert';
import { openOrtWeb } from '../tools/ortWeb';
import { temporaryFolder } from '../tools/temporary';

const litert = hasLitert ? await openLitert() : (undefined as unknown as Litert);
afterAll(() => litert?.close());

// Real faces where they are; made-up ones elsewhere.
const data = hasShared ? join(shared, 'data', 'fer2013.csv.gz') : (await fakeFer(temporaryFolder(), 70)).data;
const sets = await readFer2013(data);
const facesOf = (split: 'Training' | 'PublicTest', count: number) =>
  Array.from({ length: Math.min(count, countOf(sets[split])) }, (_, i) => Float32Array.from(faceAt(sets[split], i)));
const few = facesOf('PublicTest', 12);

/** What ONNX Runtime gives, by output, for each face. */
async function inOnnxRuntime(model: OnnxModel, faces: readonly Float32Array[]): Promise<Float32Array[][]> {
  const session = await createSession(writeOnnx(model));
  const results: Float32Array[][] = [];
  for (const face of faces) {
    const outputs = await session.run({ [session.inputs[0] as string]: { dims: [1, 1, 48, 48], data: face } });
    results.push(model.outputs.map(({ name }) => outputs[name]?.data as Float32Array));
  }
  await session.close();
  return results;
}

function farthest(actual: readonly Float32Array[][], expected: readonly Float32Array[][]): number {
  let most = 0;
  expected.forEach((outputs, face) => {
    outputs.forEach((values, o) => {
      expect(actual[face]?.[o]?.length).toBe(values.length);
      values.forEach((value, i) => {
        most = Math.max(most, Math.abs(value - (actual[face]?.[o]?.[i] as number)));
      });
    });
  });
  return most;
}

describe.skipIf(!hasLitert)('TensorFlow Lite files (skipped without npm install --prefix bench)', () => {
  // All but the two of a hundred megabytes and more.
  it.each(networks.filter((net) => measure(net).parameters < 1e7))(
    '$name gives the same as in ONNX Runtime',
    async (net) => {
      const weights = initialWeights(buildForTraining(net, input('pixels', [1, ...net.input])), 7);
      const model = readOnnx(packageModel(net, weights, { mix: defaultMix }));
      const expected = await inOnnxRuntime(model, few);
      const full = await litert.run(await exportModel(model, { format: 'tflite', precision: 'fp32' }), few);
      expect(farthest(full, expected)).toBeLessThan(1e-4);
      const half = await litert.run(await exportModel(model, { format: 'tflite', precision: 'fp16' }), few);
      // Random weights make more of the rounding of stripes than of faces.
      expect(farthest(half, expected)).toBeLessThan(hasShared ? 1e-2 : 3e-2);
    },
  );

  it('compact in 8 bits names the same emotions, and reads the same when it is read back', async () => {
    const model = await loadAnyModel('compact');
    const calibration = { faces: facesOf('Training', 150), record: '{"split":"Training"}', createSession };
    const file = await exportModel(model, { format: 'tflite', precision: 'int8', calibration });
    expect(file.length).toBeLessThan(1.25e6);
    const faces = facesOf('PublicTest', 120);
    const [small, full] = [await litert.run(file, faces), await inOnnxRuntime(model, faces)];
    const same = faces.filter((_, i) => {
      const [a, b] = [small[i]?.[2], full[i]?.[2]] as [Float32Array, Float32Array];
      return strongest(a) === strongest(b);
    });
    expect(same.length / faces.length).toBeGreaterThan(0.93);
    // The file's 8 bits are understood alike, up to what rounding in another order does.
    const back = await inOnnxRuntime(tfliteToOnnx(readTflite(file), 'back'), faces.slice(0, 12));
    expect(farthest(back, small.slice(0, 12))).toBeLessThan(0.08);
    expect(new TextDecoder().decode(file)).toContain('TFLITE_METADATA');
  });

  it('ONNX in 8 bits names the same, too', async () => {
    const model = await loadAnyModel('compact');
    const calibration = { faces: facesOf('Training', 150), record: '{"split":"Training"}', createSession };
    const small = readOnnx(await exportModel(model, { format: 'onnx', precision: 'int8', calibration }));
    const faces = facesOf('PublicTest', 120);
    const [actual, expected] = [await inOnnxRuntime(small, faces), await inOnnxRuntime(model, faces)];
    const same = faces.filter((_, i) => {
      const [a, b] = [actual[i]?.[2], expected[i]?.[2]] as [Float32Array, Float32Array];
      return strongest(a) === strongest(b);
    });
    expect(same.length / faces.length).toBeGreaterThan(0.93);
    expect(small.metadata['calibration']).toBe('{"split":"Training"}');
  });

  it('ONNX of any precision and of opset 17 gives the same in ONNX Runtime Web as in Node', async () => {
    const model = await loadAnyModel('compact');
    const ortWeb = await openOrtWeb();
    const [face] = few as [Float32Array];
    for (const given of [{ precision: 'fp32', opset: 17 }, { precision: 'fp16' }, { precision: 'int8' }] as const) {
      const file = await exportModel(model, { format: 'onnx', ...given });
      const [inNode] = await inOnnxRuntime(readOnnx(file), [face]);
      const { emotions } = await ortWeb.time(file, face, 1, 1);
      // 8 bits round the other way where sums are added up in another order.
      const within = given.precision === 'int8' ? 0.02 : 1e-4;
      expect(farthest([[Float32Array.from(emotions)]], [[inNode?.[2] as Float32Array]])).toBeLessThan(within);
    }
    await ortWeb.close();
  });

  it.each([
    ['blazeface', 128],
    ['blazeface-full', 192],
  ])('%s goes to ONNX and back, and finds the same', async (name, side) => {
    const original = new Uint8Array(await readFile(modelPath(findModel(name, 'faces'))));
    const back = await exportModel(await loadAnyModel(name), { format: 'tflite', precision: 'fp32' });
    const picture = Float32Array.from({ length: side * side * 3 }, (_, i) => Math.sin(i / 40) * Math.cos(i / 7777));
    const [expected, actual] = [await litert.run(original, [picture]), await litert.run(back, [picture])];
    expect(farthest(actual, expected)).toBeLessThan(1e-3);
    expect(Math.max(...(expected[0]?.[0] ?? []))).toBeGreaterThan(1);
  });
});
