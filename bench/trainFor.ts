/**
 * Training for a given time, as on a graphics card that is lent for minutes: measures a step, says how many epochs fit, and
 * does these as `feeling train` does, into a run's folder. A run that is there already goes on.
 */
import { existsSync } from 'node:fs';
import { type Plan, planOf, type TrainOptions } from '../src/cli/training/plan';
import { type PreparedTraining, prepareTraining } from '../src/cli/training/prepared';
import { trainRun } from '../src/cli/training/run';
import { runFiles } from '../src/cli/training/runFiles';
import { countOf } from '../src/data';
import { fit, readProgress } from '../src/train';

export interface TrainForOptions extends Pick<TrainOptions, 'model' | 'recipe' | 'device'> {
  data: string;
  votes?: string;
  out: string;
  /** For measuring and training; the report of the run comes after. */
  seconds: string;
  /** A network that is trained with its own recipe where not one epoch of the other fits. */
  or?: string;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

export async function trainFor({ seconds, or, ...options }: TrainForOptions) {
  const began = performance.now();
  const left = () => Number(seconds) - (performance.now() - began) / 1000;
  const asked = { dedupe: true, saveEvery: '60', without: [], json: true, ...options };
  if (await trainWithin(asked, left)) return;
  if (or === undefined) throw new Error(`not one epoch of ${options.model} fits in ${seconds} s`);
  print(`not one epoch of ${options.model} fits, so ${or}`);
  const { recipe: _, ...others } = asked;
  if (!(await trainWithin({ ...others, model: or, out: `${options.out}-${or}` }, left)))
    throw new Error(`not one epoch of ${or} fits either`);
}

/** False where not one epoch fits. */
async function trainWithin(options: TrainOptions & { out: string }, left: () => number): Promise<boolean> {
  const { checkpoint } = runFiles(options.out);
  const resumed = existsSync(checkpoint) ? { ...options, resume: options.out } : options;
  const done = existsSync(checkpoint) ? (await readProgress(checkpoint)).progress.history.length : 0;
  const plan = await planOf(resumed);
  const prepared = await prepareTraining(plan);
  const before = left();
  print(`measuring a step of ${plan.recipe.model}, ${plan.recipe.batchSize} of ${countOf(prepared.faces)} faces`);
  const { start, step } = await timeSteps(prepared, before / 4);
  const measuring = before - left();
  const steps = Math.floor(countOf(prepared.faces) / plan.recipe.batchSize);
  // A forward pass is a third of a step; the validation also makes a session.
  const judging = (step * countOf(prepared.sets[plan.validation])) / plan.recipe.batchSize / 3 + 2;
  const epoch = steps * step + judging;
  const fitting = Math.floor((0.95 * (left() - start)) / epoch);
  print(
    `${plan.recipe.model}: ${(step * 1000).toFixed(1)} ms a step of ${plan.recipe.batchSize} (${start.toFixed(1)} s until ` +
      `it runs, ${measuring.toFixed(1)} s measured), so ${epoch.toFixed(1)} s an epoch of ${steps} steps; ` +
      `${Math.max(0, fitting)} fit in ${left().toFixed(0)} s`,
  );
  if (fitting < 1) return false;
  const epochs = String(done === 0 ? Math.min(fitting, plan.recipe.epochs) : done + fitting);
  await train(await planOf({ ...resumed, epochs }), prepared, { done, left });
  return true;
}

async function train(plan: Plan, { sets }: PreparedTraining, { done, left }: { done: number; left: () => number }) {
  const from = left();
  // As by Ctrl-C: the step is finished and everything kept.
  const timeIsUp = setTimeout(() => process.kill(process.pid, 'SIGINT'), Math.max(0, left()) * 1000);
  try {
    const { history, stopped } = await trainRun(plan, {
      sets,
      endsAfter: ({ length }) => {
        const ends = length > done && left() < (from - left()) / (length - done);
        if (ends || length === plan.recipe.epochs) clearTimeout(timeIsUp);
        return ends;
      },
    });
    const last = history.at(-1);
    print(
      `${history.length} of ${plan.recipe.epochs} epochs${stopped ? ', stopped in the next one' : ''}; PublicTest ` +
        `${((last?.['valAccuracy'] ?? Number.NaN) * 100).toFixed(2)} %, ${left().toFixed(0)} s left`,
    );
  } finally {
    clearTimeout(timeIsUp);
  }
}

/** Seconds until the first steps are done, which compile what they compute with, and those of a step after them. */
async function timeSteps({ net, faces, options }: PreparedTraining, atMost: number) {
  const [warm, enough] = [8, 48];
  const stop = new AbortController();
  const began = performance.now();
  let [count, first, last] = [0, began, began];
  const epochs = fit(net, faces, {
    ...options,
    recipe: { ...options.recipe, epochs: 1000, schedule: 'constant', earlyStopping: 0, checkpoint: 'last' },
    stepsAtOnce: warm,
    signal: stop.signal,
    onStep: () => {
      last = performance.now();
      if (++count === warm) first = last;
      if (count >= enough || (count > warm && last - began > atMost * 1000)) stop.abort();
    },
  });
  for await (const _ of epochs) if (stop.signal.aborted) break;
  const seconds = count > warm ? (last - first) / (count - warm) : (last - began) / count;
  return { start: (first - began) / 1000, step: seconds / 1000 };
}
