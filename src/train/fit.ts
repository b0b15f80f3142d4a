/** The training loop. */
import { countOf, type Faces } from '../data';
import { strongest } from '../emotion';
import { type Network, seededRandom, sizeOf, type Weights, writeOnnx } from '../graph';
import { type CreateSession, convolutionBlock, type Feeds, type Values } from '../runtime';
import { countBatches, epochOrder, makeBatch } from './batches';
import { CheckpointError, readCheckpoint, writeCheckpoint } from './checkpoint';
import { learningRateAt, type Recipe } from './recipe';
import { averageOf, buildStep, nextOf, type TrainingStep } from './step';

/** What an epoch gave: its mean losses and training accuracy, and what `validate` returned. */
export type EpochResult = { epoch: number; learningRate: number; seconds: number } & Record<string, number>;

export interface FitOptions {
  recipe: Recipe;
  createSession: CreateSession;
  /** Checkpoint file, written after every epoch and when `signal` aborts. */
  checkpoint?: string;
  /** Goes on from the checkpoint, with the same numbers as a run that was never interrupted. */
  resume?: boolean;
  /** Called after each step. */
  onStep?(progress: { epoch: number; step: number; steps: number; loss: number; facesPerSecond: number }): void;
  /** Measures the averaged weights after each epoch. */
  validate?(weights: Weights): Promise<Record<string, number>>;
  /** Finishes the step, writes the checkpoint and ends. */
  signal?: AbortSignal;
}

/** A loss that is not a number: what was tried and what may help. */
export class DivergedError extends Error {
  override name = 'DivergedError';
}

/** Trained weights in a checkpoint: the moving averages. */
export async function averagedWeights(checkpoint: string): Promise<Weights> {
  const { tensors } = await readCheckpoint(checkpoint);
  return averages(new Map([...tensors].map(([name, { data }]) => [name, data])));
}

function averages(state: ReadonlyMap<string, Float32Array>): Weights {
  const suffix = averageOf('');
  return new Map(
    [...state].filter(([name]) => name.endsWith(suffix)).map(([name, data]) => [name.slice(0, -suffix.length), data]),
  );
}

/**
 * Trains `net` on `faces`, yielding after each epoch.
 *
 * Throws a CheckpointError when the checkpoint is of another recipe, a DivergedError when the loss is not finite, an
 * Error when there are fewer faces than a batch has.
 */
export async function* fit(net: Network, faces: Faces, options: FitOptions): AsyncGenerator<EpochResult> {
  const { recipe, createSession, checkpoint, onStep, validate, signal } = options;
  const { batchSize, seed, augmentation } = recipe;
  const steps = countBatches(faces, batchSize);
  if (steps === 0) throw new Error(`train: ${countOf(faces)} faces do not fill one batch of ${batchSize}`);
  const step = buildStep(
    net,
    {
      batchSize,
      heads: {
        fer2013: { weight: 1, labelSmoothing: recipe.labelSmoothing },
        ferplus: { weight: recipe.votesWeight, labelSmoothing: 0 },
      },
      optimizer: { momentum: recipe.momentum, weightDecay: recipe.weightDecay },
      normMomentum: 0.9,
    },
    { block: await convolutionBlock(createSession) },
  );
  const session = await createSession(writeOnnx(step.model));
  try {
    let { state, progress } = await startingPoint(step, options);
    const save = async () => {
      if (checkpoint === undefined) return;
      const tensors = new Map(
        step.state.map(({ name, shape }) => [name, { shape, data: state.get(name) as Float32Array }]),
      );
      await writeCheckpoint(checkpoint, { recipe, progress, tensors });
    };

    while (progress.step < recipe.epochs * steps) {
      const epoch = Math.floor(progress.step / steps);
      const order = epochOrder(countOf(faces), seed, epoch);
      const started = performance.now();
      const first = progress.step;
      while (Math.floor(progress.step / steps) === epoch) {
        const at = progress.step % steps;
        const learningRate = learningRateAt(progress.step, steps, recipe);
        const batch = makeBatch(faces, order.subarray(at * batchSize, (at + 1) * batchSize), {
          seed,
          epoch,
          augmentation,
        });
        const feeds = feedsOf(step, state, {
          batch,
          batchSize,
          learningRate,
          // A young average forgets faster, so that it does not remember the random start.
          averageDecay: Math.min(recipe.averageDecay, (1 + progress.step) / (10 + progress.step)),
          masks: (index, shape, rate) => dropoutMask(shape, rate, seededRandom(seed, 3, progress.step, index)),
        });
        const results = await session.run(feeds);
        const loss = results['loss']?.data[0] as number;
        if (!Number.isFinite(loss))
          throw new DivergedError(
            `train: the loss is ${loss} at step ${progress.step + 1} (epoch ${epoch + 1}) with a learning rate of ` +
              `${learningRate.toPrecision(3)}; try a tenth of it, a longer warm-up, or look at the data`,
          );
        state = new Map(step.state.map(({ name }) => [name, results[nextOf(name)]?.data as Float32Array]));
        progress = { step: progress.step + 1, sums: addTo(progress.sums, stepSums(results, batch.fer2013.targets)) };
        const seconds = (performance.now() - started) / 1000;
        onStep?.({ epoch, step: at + 1, steps, loss, facesPerSecond: ((progress.step - first) * batchSize) / seconds });
        if (signal?.aborted && at + 1 < steps) {
          await save();
          return;
        }
      }
      const means = Object.fromEntries(Object.entries(progress.sums).map(([name, sum]) => [name, sum / steps]));
      progress = { ...progress, sums: {} };
      await save();
      const seconds = (performance.now() - started) / 1000;
      const learningRate = learningRateAt(progress.step - 1, steps, recipe);
      const validated = await validate?.(averages(state));
      yield { epoch: epoch + 1, learningRate, seconds, ...means, ...validated };
      if (signal?.aborted) return;
    }
  } finally {
    await session.close();
  }
}

async function startingPoint(step: TrainingStep, { recipe, checkpoint, resume }: FitOptions) {
  if (!resume || checkpoint === undefined)
    return { state: step.initialState(recipe.seed), progress: { step: 0, sums: {} as Record<string, number> } };
  const saved = await readCheckpoint(checkpoint);
  const differing = Object.keys(recipe).filter(
    (key) => JSON.stringify(recipe[key as keyof Recipe]) !== JSON.stringify(saved.recipe[key as keyof Recipe]),
  );
  if (differing.length > 0)
    throw new CheckpointError(
      `${checkpoint}: made with another recipe (${differing.join(', ')} differ); resume with the one it was started with`,
    );
  return {
    state: new Map([...saved.tensors].map(([name, { data }]) => [name, data])),
    progress: saved.progress,
  };
}

interface StepFeeds {
  batch: ReturnType<typeof makeBatch>;
  batchSize: number;
  learningRate: number;
  averageDecay: number;
  masks(index: number, shape: readonly number[], rate: number): Float32Array;
}

function feedsOf(step: TrainingStep, state: ReadonlyMap<string, Float32Array>, values: StepFeeds): Feeds {
  const { batch, batchSize, learningRate, averageDecay, masks } = values;
  const feeds: Feeds = {
    pixels: { dims: [batchSize, 1, 48, 48], data: batch.pixels },
    learningRate: { dims: [], data: Float32Array.of(learningRate) },
    averageDecay: { dims: [], data: Float32Array.of(averageDecay) },
  };
  for (const head of ['fer2013', 'ferplus'] as const) {
    const { targets, weights } = batch[head];
    feeds[`${head}:targets`] = { dims: [batchSize, targets.length / batchSize], data: targets };
    feeds[`${head}:weights`] = { dims: [batchSize], data: weights };
  }
  for (const { name, shape } of step.state) feeds[name] = { dims: shape, data: state.get(name) as Float32Array };
  step.masks.forEach(({ name, shape, rate }, i) => {
    feeds[name] = { dims: shape, data: masks(i, shape, rate) };
  });
  return feeds;
}

function dropoutMask(shape: readonly number[], rate: number, random: ReturnType<typeof seededRandom>): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => (random.uniform() < rate ? 0 : 1 / (1 - rate)));
}

function stepSums(results: Record<string, Values<Float32Array>>, targets: Float32Array): Record<string, number> {
  const logits = results['logits:fer2013'] as Values<Float32Array>;
  const [batch, classes] = logits.dims as [number, number];
  let hits = 0;
  for (let i = 0; i < batch; i++) {
    const row = [i * classes, (i + 1) * classes] as const;
    if (strongest(logits.data.subarray(...row)) === strongest(targets.subarray(...row))) hits++;
  }
  const loss = (name: string) => results[name]?.data[0] as number;
  return {
    loss: loss('loss'),
    fer2013Loss: loss('loss:fer2013'),
    ferplusLoss: loss('loss:ferplus'),
    accuracy: hits / batch,
  };
}

const addTo = (sums: Record<string, number>, values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, (sums[name] ?? 0) + value]));
