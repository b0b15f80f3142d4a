/** Checkpoints: every tensor a run changes and how far it is, in one safetensors file, so that other tools read it. */
import { basename } from 'node:path';
import * as v from 'valibot';
import type { FaceForm } from '../data';
import type { Fingerprint } from '../data/node';
import { type NamedArray, readSafetensors, type Safetensors, writeSafetensors } from '../model/node';
import type { Progress } from './history';
import type { Recipe } from './recipe';

export interface Checkpoint {
  recipe: Recipe;
  progress: Progress;
  /** The faces it was trained on; checkpoints of earlier releases do not have it. */
  data?: Fingerprint | undefined;
  /** Form of the pixels it was trained on, where it is not 48 × 48 grey. */
  form?: FaceForm | undefined;
  /** What its model should say of itself. */
  provenance?: Record<string, string> | undefined;
  tensors: Map<string, NamedArray>;
}

/**
 * A checkpoint that cannot be used; the message names the file and why.
 *
 * @example
 * import { averagedWeights, CheckpointError } from 'feeling/train';
 * await averagedWeights('empty.csv').catch((error) => error instanceof CheckpointError); // → true
 */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

/** Throws a CheckpointError when the file cannot be written; the one before it is untouched then. */
export async function writeCheckpoint(path: string, { tensors, ...parts }: Checkpoint) {
  const metadata = Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [] : [[name, JSON.stringify(part)]])),
  );
  await writeSafetensors(path, { metadata, tensors }).catch(({ message }: Error) => {
    throw new CheckpointError(`${message}; the checkpoint before it is untouched, make room and go on with --resume`);
  });
}

/** Throws a CheckpointError when the file is missing, cut off or not a checkpoint of a training run. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const { metadata, tensors } = await readFileOf(path);
  return { ...progressOf(path, metadata), tensors };
}

/** How far a run is, without its numbers. Throws as `readCheckpoint` does. */
export async function readProgress(path: string): Promise<Omit<Checkpoint, 'tensors'>> {
  const { metadata } = await readFileOf(path, () => false);
  return progressOf(path, metadata);
}

const damaged = (path: string, why: string) =>
  new CheckpointError(`${basename(path)}: ${why}; it is damaged or not a checkpoint of feeling train`);

const readFileOf = (path: string, wanted?: (name: string) => boolean): Promise<Safetensors> =>
  readSafetensors(path, wanted && { wanted }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw damaged(path, error.message);
    throw new CheckpointError(
      error.code === 'ENOENT'
        ? `${path}: there is no checkpoint here to resume from`
        : `${path}: cannot be read (${error.code})`,
    );
  });

function progressOf(path: string, metadata: Record<string, string>): Omit<Checkpoint, 'tensors'> {
  const { recipe, progress, data, form, provenance } = metadata;
  if (recipe === undefined || progress === undefined) throw damaged(path, 'it has no recipe');
  const what = (name: string) => () => damaged(path, `${name} damaged`);
  return {
    recipe: part(recipe, recipeSchema, what('its recipe is')) as unknown as Recipe,
    progress: part(progress, progressSchema, what('how far it is, is')) as Progress,
    ...(data !== undefined && { data: part(data, dataSchema, what('what it was trained on is')) }),
    ...(form !== undefined && { form: part(form, formSchema, what('the form of its pixels is')) }),
    ...(provenance !== undefined && {
      provenance: part(provenance, v.record(v.string(), v.string()), what('what its model says is')),
    }),
  };
}

/** Whoever goes on compares every setting with those asked for. */
const recipeSchema = v.looseObject({ model: v.string() });
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const dataSchema = v.object({ faces: whole, sha256: v.string(), votes: v.optional(v.string()) });
const formSchema = v.object({ channels: v.picklist([1, 3]), size: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const progressSchema = v.object({
  step: whole,
  sums: v.record(v.string(), v.number()),
  seconds: v.optional(v.number()),
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
