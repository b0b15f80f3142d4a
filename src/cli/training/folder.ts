/** The folder of a training run. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../files/node';
import type { EpochResult } from '../../train';

/** Its files by what is in them. */
export const runFiles = (run: string) => ({
  recipe: join(run, 'recipe.json'),
  data: join(run, 'data.json'),
  history: join(run, 'history.jsonl'),
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

/** The epochs of a run; none where it has no `history.jsonl`, or is no run's folder. */
export async function readHistory(run: string): Promise<EpochResult[]> {
  const file = runFiles(run).history;
  if (!existsSync(file)) return [];
  return (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

export const writeHistory = (run: string, history: readonly EpochResult[]) =>
  writeWhole(runFiles(run).history, history.map((result) => `${JSON.stringify(result)}\n`).join(''));
