/** `feeling export`, as it is typed. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feelingIn } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { readMetadata } from '../graph';

const folder = temporaryFolder();
const feeling = feelingIn();
const { data } = await fakeFer(folder, 70);

describe('feeling export', () => {
  it('writes what was asked for, and says how large it is', async () => {
    const sizes: Record<string, number> = {};
    for (const [name, more] of Object.entries({
      'full.tflite': [],
      'half.tflite': ['--precision', 'fp16'],
      'small.tflite': ['--precision', 'int8', '--data', data, '--faces', '30'],
      'small.onnx': ['--precision', 'int8', '--data', data, '--faces', '30'],
      'own.onnx': ['--precision', 'int8'],
      'older.onnx': ['--opset', '17'],
    })) {
      const out = join(folder, name);
      const { status, stdout, stderr } = feeling('export', '--out', out, ...more);
      expect([status, stdout]).toEqual([0, '']);
      expect(stderr).toMatch(
        new RegExp(`^${out}: compact as ${name.split('.')[1]}, (fp32|fp16|int8), \\d\\.\\d\\d MB$`, 'm'),
      );
      sizes[name] = (await stat(out)).size;
    }
    expect(sizes['half.tflite']).toBeLessThan((sizes['full.tflite'] as number) * 0.52);
    expect(sizes['small.tflite']).toBeLessThan((sizes['full.tflite'] as number) * 0.29);
    const { calibration = '', precision } = readMetadata(await readFile(join(folder, 'small.onnx')));
    expect(precision).toBe('int8');
    expect(JSON.parse(calibration).rows.length).toBe(30);
    // What was exported can be judged like any model.
    const judged = feeling('evaluate', '--data', data, '--model', join(folder, 'older.onnx'), '--json');
    expect(JSON.parse(judged.stdout).n).toBe(70);
    // A TensorFlow Lite file is judged as well, and knows what it is after going there and back.
    const probabilities = (model: string) => {
      const { stdout, stderr: told } = feeling('evaluate', '--data', data, '--model', join(folder, model), '--json');
      expect(told).toBe('');
      const { accuracy, parameters, nll } = JSON.parse(stdout);
      return { accuracy, parameters, nll };
    };
    expect(feeling('export', '--out', join(folder, 'full.onnx')).status).toBe(0);
    const whole = probabilities('full.onnx');
    // Sums in another order differ in their last bits.
    const same = { ...whole, nll: expect.closeTo(whole.nll, 3) };
    expect(probabilities('full.tflite')).toEqual(same);
    expect(
      feeling('export', '--model', join(folder, 'full.tflite'), '--out', join(folder, 'again.tflite')).status,
    ).toBe(0);
    expect(probabilities('again.tflite')).toEqual(same);
    expect(probabilities('small.tflite').parameters).toBe(whole.parameters);
    // What is in 8 bits becomes what is asked for, instead of being called so.
    for (const [name, ...more] of [
      ['whole.onnx', '--precision', 'fp16'],
      ['less.onnx', '--precision', 'int8', '--data', data, '--faces', '30'],
    ] as const) {
      const { status } = feeling('export', '--model', join(folder, 'small.onnx'), '--out', join(folder, name), ...more);
      expect([name, status]).toEqual([name, 0]);
      expect(probabilities(name).accuracy).toBeCloseTo(probabilities('small.onnx').accuracy, 1);
    }
    expect((await stat(join(folder, 'whole.onnx'))).size / (sizes['half.tflite'] as number)).toBeCloseTo(1, 1);
    const small = join(folder, 'small.onnx');
    expect(feeling('export', '--model', small, '--out', join(folder, 'none.tflite'))).toMatchObject({
      status: 1,
      stderr: `feeling: ${small}: is ONNX in 8 bits already; for TensorFlow Lite export the network that it was made from\n`,
    });
    // A TensorFlow Lite file goes in as well.
    expect(feeling('export', '--model', join(folder, 'full.tflite'), '--out', join(folder, 'back.onnx')).status).toBe(
      0,
    );
    expect(feeling('export', '--model', 'blazeface', '--out', join(folder, 'faces.onnx')).status).toBe(0);
  });

  it('refuses what cannot be, by name', async () => {
    const out = join(folder, 'x.tflite');
    expect(feeling('export', '--out', join(folder, 'x.h5'))).toMatchObject({ status: 2 });
    expect(feeling('export', '--precision', 'int8', '--data', data, '--faces', '0', '--out', out)).toMatchObject({
      status: 2,
      stderr: 'feeling: --faces must be a whole number of at least 1 (got "0")\n',
    });
    expect(feeling('export', '--model', 'blazeface', '--precision', 'int8', '--out', out)).toMatchObject({
      status: 2,
      stderr: 'feeling: --precision int8 needs training faces for blazeface, --data fer2013.csv.gz\n',
    });
    expect(feeling('export', '--model', 'blazeface', '--precision', 'int8', '--data', data, '--out', out).status).toBe(
      2,
    );
    expect(feeling('export', '--model', 'resnet', '--out', out).stderr).toMatch(
      /^feeling: unknown model "resnet"; available: compact/,
    );
    const broken = join(folder, 'broken.tflite');
    await writeFile(broken, 'nothing');
    expect(feeling('export', '--model', broken, '--out', out).stderr).toMatch(
      /^feeling: .*broken\.tflite: not a TensorFlow Lite file/,
    );
  });
});
