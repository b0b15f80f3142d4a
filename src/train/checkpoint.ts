/** Checkpoints: every tensor a run changes and how far it is, in one safetensors file, so that other tools read it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as v from 'valibot';
import type { EpochResult } from './history';
import type { Recipe } from './recipe';
import { type NamedArray, readSafetensors, type Safetensors, writeSafetensors } from './safetensors';

export interface Progress {
  /** Steps done since the start of the run. */
  step: number;
  /** Sums over this epoch's steps, for its line in the history. */
  sums: Record<string, number>;
  /** What the epochs so far gave. */
  history: EpochResult[];
}

export interface Checkpoint {
  recipe: Recipe;
  progress: Progress;
  tensors: Map<string, NamedArray>;
}

/** A checkpoint that cannot be used; the message names the file and why. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

/** Throws a CheckpointError when the file cannot be written; the one before it is untouched then. */
export async function writeCheckpoint(path: string, { recipe, progress, tensors }: Checkpoint) {
  const metadata = { recipe: JSON.stringify(recipe), progress: JSON.stringify(progress) };
  await writeSafetensors(path, { metadata, tensors }).catch(({ message }: Error) => {
    throw new CheckpointError(`${message}; the checkpoint before it is untouched, make room and go on with --resume`);
  });
}

/** Throws a CheckpointError when the file is missing, cut off or not a checkpoint of a training run. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CheckpointError(
      error.code === 'ENOENT'
        ? `${path}: there is no checkpoint here to resume from`
        : `${path}: cannot be read (${error.code})`,
    );
  });
  const damaged = (why: string) =>
    new CheckpointError(`${basename(path)}: ${why}; it is damaged or not a checkpoint of feeling train`);
  let file: Safetensors;
  try {
    file = readSafetensors(bytes);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  const { recipe, progress } = file.metadata;
  if (recipe === undefined || progress === undefined) throw damaged('it has no recipe');
  return {
    recipe: part(recipe, recipeSchema, () => damaged('its recipe is damaged')) as unknown as Recipe,
    progress: part(progress, progressSchema, () => damaged('how far it is, is damaged')) as Progress,
    tensors: file.tensors,
  };
}

/** Whoever goes on compares every setting with those asked for. */
const recipeSchema = v.looseObject({ model: v.string() });
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const progressSchema = v.object({
  step: whole,
  sums: v.record(v.string(), v.number()),
  history: v.array(
    v.objectWithRest({ epoch: whole, learningRate: v.number(), seconds: v.number() }, v.nullable(v.number())),
  ),
});

function part<T>(text: string, schema: v.GenericSchema<unknown, T>, failed: () => Error): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw failed();
  }
  const result = v.safeParse(schema, value);
  if (!result.success) throw failed();
  return result.output;
}
