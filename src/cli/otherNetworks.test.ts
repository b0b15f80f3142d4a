/** Networks of other makers through the command line, as they are typed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feelingIn } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { otherNetwork } from '../../tools/otherNetworks';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const feeling = feelingIn();
const { data, votes } = await fakeFer(folder, 14);

// Whatever it sees, its bias makes it say sadness: two in fourteen faces of each split are.
const weights = Array.from({ length: 8 }, () => [0]);
const bias = [0, 0, 0, 9, 0, 0, 0, 0];
const labels = 'neutral,happiness,surprise,sadness,anger,disgust,fear,contempt';
const path = join(folder, 'ferplus.onnx');
await writeFile(path, otherNetwork({ input: [1, 1, 64, 64], weights, bias }).file);
const described = ['--labels', labels, '--range', '0..255'];

describe("another maker's network", () => {
  it('is judged by evaluate, by both kinds of labels', () => {
    const own = feeling('evaluate', '--data', data, '--model', path, ...described, '--json');
    expect(own.stderr).toBe('');
    expect(JSON.parse(own.stdout)).toMatchObject({ n: 14, labels: 'fer2013', accuracy: 1 / 7 });
    const voted = feeling(
      'evaluate',
      '--data',
      data,
      '--votes',
      votes,
      '--model',
      path,
      ...described,
      '--labels',
      'ferplus',
      '--json',
    );
    expect(JSON.parse(voted.stdout)).toMatchObject({ labels: 'ferplus', accuracy: 1 / 7 });
  });

  it('stands beside ours in compare, with two files of one name told apart', async () => {
    for (const name of ['a', 'b']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'model.onnx'), otherNetwork({ input: ['n', 1, 64, 64], weights, bias }).file);
    }
    const [a, b] = [join(folder, 'a', 'model.onnx'), join(folder, 'b', 'model.onnx')];
    const { stdout, stderr } = feeling('compare', a, b, 'tiny', '--data', data, ...described, '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(['a/model', 'b/model', 'tiny']);
    expect(JSON.parse(stdout)[0].accuracy).toBeCloseTo(1 / 7);
  });

  it('says itself what it means once it was exported, and in any folder with a JSON file beside it', async () => {
    const out = join(folder, 'own.onnx');
    expect(feeling('export', '--model', path, ...described, '--out', out)).toMatchObject({ status: 0 });
    const judged = feeling('evaluate', '--data', data, '--model', out, '--json');
    expect(JSON.parse(judged.stdout)).toMatchObject({ accuracy: 1 / 7 });
    await writeFile(
      join(folder, 'ferplus.json'),
      JSON.stringify({ labels: labels.split(','), input: { range: [0, 255] } }),
    );
    expect(JSON.parse(feeling('evaluate', '--data', data, '--model', path, '--json').stdout)).toMatchObject({
      accuracy: 1 / 7,
    });
  });

  it.each([
    [['--range', '0..255'], '--range goes with --labels'],
    [['--labels', 'angry,happy', '--range', '0-255'], '--range must be two numbers like 0..255 or -1..1 (got "0-255")'],
    [['--labels', 'angry,happy', '--input', '64x48'], '--input must be a square (got 64 × 48)'],
    [['--labels', 'angry,meh', '--range', '0..1'], 'what does the label "meh" mean?'],
    [['--labels', 'angry,happy', '--mean', 'a,b', '--std', '1'], '--mean must be numbers like 0.485,0.456,0.406'],
  ])('refuses %j, with one line', (args, message) => {
    const { status, stderr } = feeling('evaluate', '--data', data, '--model', path, ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});
