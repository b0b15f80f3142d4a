import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, untilTestEnds } from '../../tools/commandLine';
import { fakeFer } from '../../tools/fakeFer';
import { smallDisk } from '../../tools/smallDisk';
import { temporaryFolder } from '../../tools/temporary';
import { pick } from '../data';
import { readFer2013 } from '../data/node';
import { globalAveragePool, network, relu, seededRandom, standardise } from '../graph';
import { createSession } from '../runtime/node';
import { balancedWeights } from './batches';
import { averagedWeights, type EpochResult, fit, parseRecipe, readCheckpoint } from './index';

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
      /other.safetensors: made with another recipe \(learningRate differs\)/,
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

  const goesOn = async (given: object) => {
    const { freeze = [], ...rest } = given as { freeze?: string[] };
    const asked = parseRecipe({ ...recipe, epochs: 2, ...rest, freeze });
    const whole = await collect({ recipe: asked, validate });
    const checkpoint = join(folder, `${Object.values(given).join('-')}.safetensors`);
    const stop = new AbortController();
    let steps = 0;
    const onStep = () => {
      if (++steps === 6) stop.abort();
    };
    const before = await collect({ recipe: asked, validate, checkpoint, signal: stop.signal, onStep });
    const after = await collect({ recipe: asked, validate, checkpoint, resume: true });
    expect([...before, ...after]).toEqual(whole);
    return { whole, weights: await averagedWeights(checkpoint) };
  };
  /** Any figure that depends on the weights. */
  const validate = async (weights: ReadonlyMap<string, Float32Array>) => {
    const sum = [...weights.values()].reduce((all, w) => all + w.reduce((a, b) => a + b * b, 0), 0);
    return { valLoss: sum, valAccuracy: 1 / sum };
  };

  it.each([
    [{ optimizer: 'adamw', learningRate: 0.01 }],
    [{ sharpness: 0.05 }],
    [{ clipNorm: 0.5, classWeights: 'balanced' }],
    [{ augmentation: { ...recipe.augmentation, mixup: 0.4 } }],
    [{ schedule: 'plateau', patience: 1 }],
    [{ accumulate: 2, focal: 1.5, optimizer: 'adamw', learningRate: 0.01, beta2: 0.99 }],
  ])('with %j it learns, and goes on where it was interrupted', async (given) => {
    const { whole } = await goesOn(given);
    expect(whole[1]?.loss).toBeLessThan(whole[0]?.loss as number);
  });

  it('two batches whose gradients are accumulated are one of twice the size', async () => {
    const plain = network('plain', { input: [1, 48, 48] }, ({ conv, dense }, pixels) => {
      const h = relu(conv(standardise(pixels), 8, { stride: 4 }));
      return { fer2013: dense(globalAveragePool(h), 7) };
    });
    const weightsAfter = async (given: object) => {
      const checkpoint = join(folder, 'accumulated.safetensors');
      const same = { epochs: 2, ema: 0, schedule: 'constant', warmupEpochs: 0, learningRate: 0.05, clipNorm: 1 };
      const asked = parseRecipe({ ...recipe, ...same, ...given });
      for await (const _ of fit(plain, faces, { recipe: asked, createSession, checkpoint }));
      return averagedWeights(checkpoint);
    };
    const [whole, halves] = [
      await weightsAfter({ batchSize: 28 }),
      await weightsAfter({ batchSize: 14, accumulate: 2 }),
    ];
    for (const [name, values] of whole)
      for (const [i, value] of values.entries()) expect(halves.get(name)?.[i]).toBeCloseTo(value, 4);
  });

  it('keeps frozen layers and the weights it starts from', async () => {
    const start = await averagesOf({});
    const frozen = await averagesOf({ freeze: ['conv1', 'norm1'] }, start);
    expect(frozen.get('conv1/weight')).toEqual(start.get('conv1/weight'));
    expect(frozen.get('norm1/variance')).toEqual(start.get('norm1/variance'));
    expect(frozen.get('conv2/weight')).not.toEqual(start.get('conv2/weight'));
    await expect(averagesOf({ freeze: ['block9'] })).rejects.toThrow(
      'recipe: freeze has "block9", but no layer of tiny begins so',
    );
  });

  const averagesOf = async (given: object, initial?: ReadonlyMap<string, Float32Array>) => {
    const checkpoint = join(folder, 'averages.safetensors');
    await collect({ recipe: parseRecipe({ ...recipe, epochs: 1, ...given }), checkpoint, ...(initial && { initial }) });
    return averagedWeights(checkpoint);
  };

  it('stops early, and keeps the best epoch beside the last', async () => {
    const losses = [3, 2, 2.5, 2.6, 1];
    let epoch = 0;
    const files = { checkpoint: join(folder, 'last.safetensors'), best: join(folder, 'best.safetensors') };
    const results = await collect({
      recipe: parseRecipe({ ...recipe, epochs: 5, earlyStopping: 2, checkpoint: 'bestLoss' }),
      validate: async () => ({ valLoss: losses[epoch++] as number, valAccuracy: 0 }),
      ...files,
    });
    expect(results.map((r) => r.valLoss)).toEqual([3, 2, 2.5, 2.6]);
    expect((await readCheckpoint(files.best)).progress.history).toHaveLength(2);
    expect((await readCheckpoint(files.checkpoint)).progress.history).toHaveLength(4);
  });

  it('needs a validation for what watches it', async () => {
    await expect(collect({ recipe: parseRecipe({ ...recipe, schedule: 'plateau' }) })).rejects.toThrow(
      'recipe: schedule "plateau" needs a validation after each epoch',
    );
  });

  it('balances classes by their number; one that is missing changes nothing', async () => {
    expect(balancedWeights({ ...faces, labels: Uint8Array.of(0, 0, 0, 1) })).toEqual([2 / 3, 2, 1, 1, 1, 1, 1]);
    const without = pick(
      faces,
      [...faces.labels.keys()].filter((i) => faces.labels[i] !== 4),
    );
    const balanced = { ...recipe, classWeights: 'balanced' as const };
    const epochs = [];
    for await (const epoch of fit(tiny, without, { recipe: balanced, createSession })) epochs.push(epoch);
    expect(epochs.every(({ loss }) => loss > 0)).toBe(true);
  });

  it('says when a checkpoint cannot be written', async () => {
    const checkpoint = join(folder, 'no-such-folder', 'c.safetensors');
    await expect(collect({ checkpoint })).rejects.toThrow(
      /c.safetensors: cannot be written \(its folder does not exist\); the checkpoint before it is untouched/,
    );
  });

  it('says when the disk is full, and leaves the checkpoint before it', async ({ skip }) => {
    const [checkpoint, before] = [join(folder, 'room.safetensors'), { ...recipe, epochs: 1 }];
    await collect({ checkpoint, recipe: before });
    const bytes = await readFile(checkpoint);
    // Room for one and a half.
    const disk = smallDisk(Math.ceil((bytes.length * 1.5) / 1024));
    if (!disk) return skip('a small disk cannot be mounted here');
    const full = join(disk, 'full.safetensors');
    await writeFile(full, bytes);
    await expect(collect({ checkpoint: full, recipe: before })).rejects.toThrow(
      /full.safetensors: cannot be written \(the disk is full\); the checkpoint before it is untouched/,
    );
    expect((await readFile(full)).equals(bytes)).toBe(true);
    expect(await readdir(disk)).toEqual(['full.safetensors']);
  });

  it('needs enough faces for a batch', async () => {
    await expect(collect({ recipe: { ...recipe, accumulate: 1000 } })).rejects.toThrow(
      /^recipe: accumulate 1000 never changes a weight, as the run has \d+ batches; give fewer, or more epochs$/,
    );
    await expect(collect({ recipe: { ...recipe, batchSize: 500 } })).rejects.toThrow(
      '140 faces do not fill one batch of 500',
    );
  });
});

describe('feeling train', () => {
  const run = (out: string, ...more: string[]) => {
    const recipeFile = join(folder, 'recipe.json');
    const args = ['train', '--data', files.data, '--votes', files.votes, '--recipe', recipeFile, '--out', out, ...more];
    return untilTestEnds(spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
  };
  const ended = (child: ReturnType<typeof run>) =>
    new Promise<number | null>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
      else child.once('close', (code) => resolve(code));
    });
  const history = async (out: string) =>
    (await readFile(join(out, 'history.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { seconds, ...epoch } = JSON.parse(line);
        return epoch;
      });

  it('killed and resumed, gives the losses of a run that went through, bit for bit', async () => {
    await writeFile(join(folder, 'recipe.json'), JSON.stringify({ batchSize: 20, epochs: 6 }));
    const whole = join(folder, 'whole');
    expect(await ended(run(whole))).toBe(0);
    expect(existsSync(join(whole, 'model.onnx'))).toBe(true);

    const killed = join(folder, 'killed');
    const random = seededRandom(Date.now());
    let complaint = '';
    for (let kills = 0; kills < 3; kills++) {
      const child = run(killed, ...(existsSync(join(killed, 'checkpoint.safetensors')) ? ['--resume'] : []));
      child.stderr.on('data', (chunk) => {
        complaint += chunk;
      });
      const written = new Promise((resolve) => child.stdout.once('data', resolve));
      // At least one epoch more each time, then somewhere in the next.
      await Promise.race([written, ended(child)]);
      await new Promise((resolve) => setTimeout(resolve, random.between(0, 400)));
      child.kill('SIGKILL');
      await ended(child);
    }
    expect(complaint).not.toContain('Error');
    const again = run(killed);
    complaint = '';
    again.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    expect(await ended(again)).toBe(2);
    expect(complaint).toContain('there is a run here already; go on with --resume');

    expect(await ended(run(killed, '--resume'))).toBe(0);
    expect(await history(killed)).toEqual(await history(whole));
  });
});
