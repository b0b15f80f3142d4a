/** The files of a training run. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All but the checkpoints that are kept for good, by what is in them. */
export const runFiles = (run: string) => ({
  recipe: join(run, 'recipe.json'),
  data: join(run, 'data.json'),
  history: join(run, 'history.jsonl'),
  spreadsheet: join(run, 'history.csv'),
  events: join(run, 'events.out.tfevents.1.feeling'),
  checkpoint: join(run, 'checkpoint.safetensors'),
  best: join(run, 'best.safetensors'),
  model: join(run, 'model.onnx'),
  report: join(run, 'report.html'),
});

/** The checkpoint of an epoch that is kept for good. */
export const keptCheckpoint = (run: string, epoch: number) =>
  join(run, `epoch-${String(epoch).padStart(4, '0')}.safetensors`);

/** Whether a run was begun here. */
export const isRun = (run: string) => existsSync(runFiles(run).recipe) || existsSync(runFiles(run).checkpoint);

/** All of a run's files that are there; none in a folder that only has a recipe, which may be anybody's. */
export function filesOfRun(run: string): string[] {
  const { recipe, ...others } = runFiles(run);
  const made = Object.values(others).filter((file) => existsSync(file));
  const isBegun =
    existsSync(recipe) && [others.history, others.checkpoint, others.model].some((file) => made.includes(file));
  return isBegun ? [recipe, ...made, ...keptCheckpoints(run)] : [];
}

/** The checkpoints that were kept for good in a folder. */
export const keptCheckpoints = (run: string): string[] =>
  existsSync(run)
    ? readdirSync(run)
        .filter((name) => /^epoch-\d{4,}\.safetensors$/.test(name))
        .map((name) => join(run, name))
    : [];
