import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { readFer2013 } from '../data';
import { globalAveragePool, network, relu, standardise } from '../graph';
import { packageRoot } from '../model/node';
import { createSession } from '../runtime/node';
import { averagedWeights, type EpochResult, fit, parseRecipe } from './index';

const folder = temporaryFolder();
const files = await fakeFer(folder, 140);
const faces = (await readFer2013(files.data, { votes: files.votes })).Training;

const tiny = network('tiny', { input: [1, 48, 48] }, ({ conv, norm, dense, dropout }, pixels) => {
  const h = relu(norm(conv(relu(norm(conv(standardise(pixels), 16, { stride: 2 }))), 16, { stride: 2 })));
  const features = dropout(globalAveragePool(h), 0.2);
  return { fer2013: dense(features, 7), ferplus: dense(features, 8) };
});

const recipe = parseRecipe({ batchSize: 28, epochs: 3, ema: 0.9 });

async function collect(options: Partial<Parameters<typeof fit>[2]> = {}) {
  const results: EpochResult[] = [];
  for await (const { seconds, ...epoch } of fit(tiny, faces, { recipe, createSession, ...options }))
    results.push(epoch as EpochResult);
  return results;
}

describe('training', () => {
  it('learns what can be learned', async () => {
    const results = await collect({ recipe: { ...recipe, epochs: 12 } });
    expect(results[0]?.loss).toBeGreaterThan(3);
    expect(results.at(-1)?.loss).toBeLessThan(results[0]!.loss! * 0.75);
  });

  it('gives the same numbers again, and others with another seed', async () => {
    const [one, two, other] = [await collect(), await collect(), await collect({ recipe: { ...recipe, seed: 2 } })];
    expect(two).toEqual(one);
    expect(other).not.toEqual(one);
  });

  // Five steps an epoch: in the middle of the second, and with its last step.
  it.each([7, 10])('interrupted at step %i, goes on with the numbers of a run that went through', async (last) => {
    const whole = await collect();
    const checkpoint = join(folder, `interrupted-${last}.safetensors`);
    const stop = new AbortController();
    let steps = 0;
    const onStep = () => {
      if (++steps === last) stop.abort();
    };
    const before = await collect({ checkpoint, signal: stop.signal, onStep });
    const after = await collect({ checkpoint, resume: true });
    expect([...before, ...after]).toEqual(whole);
  });

  it('refuses to resume with another recipe, or from a damaged file', async () => {
    const checkpoint = join(folder, 'other.safetensors');
    await collect({ checkpoint, recipe: { ...recipe, epochs: 1 } });
    await expect(collect({ checkpoint, resume: true, recipe: { ...recipe, learningRate: 0.1 } })).rejects.toThrow(
      /other.safetensors: made with another recipe \(epochs, learningRate differ\)/,
    );
    expect((await averagedWeights(checkpoint)).get('conv1/weight')).toHaveLength(16 * 9);
    await truncate(checkpoint, 3000);
    await expect(collect({ checkpoint, resume: true })).rejects.toThrow(
      /the header is cut off|numbers of .* are cut off/,
    );
    await writeFile(checkpoint, 'no checkpoint at all');
    await expect(collect({ checkpoint, resume: true })).rejects.toThrow('damaged or not a checkpoint');
    await expect(collect({ checkpoint: join(folder, 'none'), resume: true })).rejects.toThrow(
      'no checkpoint here to resume from',
    );
  });

  it('stops when the loss is no number, and says at which step and rate', async () => {
    await expect(collect({ recipe: { ...recipe, learningRate: 1e30, warmupEpochs: 0 } })).rejects.toThrow(
      /the loss is (NaN|Infinity) at step \d+ \(epoch 1\) with a learning rate of [\d.]+e\+29/,
    );
  });

  it('needs enough faces for a batch', async () => {
    await expect(collect({ recipe: { ...recipe, batchSize: 500 } })).rejects.toThrow(
      '140 faces do not fill one batch of 500',
    );
  });
});

describe('feeling train', () => {
  const run = (out: string, ...more: string[]) => {
    const cli = join(packageRoot(), 'dist', 'cli.js');
    const recipeFile = join(folder, 'recipe.json');
    const args = ['train', '--data', files.data, '--votes', files.votes, '--recipe', recipeFile, '--out', out, ...more];
    return spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const ended = (child: ReturnType<typeof run>) =>
    new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const history = async (out: string) =>
    (await readFile(join(out, 'history.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { seconds, ...epoch } = JSON.parse(line);
        return epoch;
      });

  it('killed and resumed, gives the losses of a run that went through, bit for bit', async () => {
    await writeFile(join(folder, 'recipe.json'), JSON.stringify({ batchSize: 20, epochs: 3 }));
    const whole = join(folder, 'whole');
    expect(await ended(run(whole))).toBe(0);
    expect(existsSync(join(whole, 'model.onnx'))).toBe(true);

    const killed = join(folder, 'killed');
    const child = run(killed);
    // The first epoch's line is there; the second has begun.
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill('SIGKILL');
    await ended(child);
    const before = await history(killed);
    expect(before.length).toBeLessThan(3);

    const again = run(killed);
    let complaint = '';
    again.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    expect(await ended(again)).toBe(1);
    expect(complaint).toContain('there is a run here already; go on with --resume');

    expect(await ended(run(killed, '--resume'))).toBe(0);
    expect(await history(killed)).toEqual(await history(whole));
  });
});
