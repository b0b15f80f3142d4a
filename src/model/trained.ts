/** A training run's checkpoint as a model: its network with the moving averages of the weights. */
import { basename } from 'node:path';
import * as v from 'valibot';
import type { Weights } from '../graph';
import { loadNetwork } from '../nets/node';
import { packageModel } from './package';
import { defaultMix } from './reading';
import { ModelError } from './registry';
import { readSafetensors } from './safetensors';

/** What the moving average of a parameter is called in a checkpoint. */
export const averageOf = (parameter: string) => `${parameter}:average`;
const suffix = averageOf('');

/** What a checkpoint says of itself, as far as its model needs it. */
const metadataSchema = v.object({
  recipe: v.pipe(v.string(), v.parseJson(), v.looseObject({ model: v.string() })),
  progress: v.pipe(v.string(), v.parseJson(), v.looseObject({ history: v.array(v.unknown()) })),
  form: v.optional(v.pipe(v.string(), v.parseJson(), v.object({ channels: v.picklist([1, 3]), size: v.number() }))),
  provenance: v.optional(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())), '{}'),
});

/** The moving averages in a checkpoint, by parameter, and what it says of itself. */
export async function readAverages(
  checkpoint: string,
): Promise<{ weights: Weights; metadata: Record<string, string> }> {
  const { metadata, tensors } = await readSafetensors(checkpoint, { wanted: (name) => name.endsWith(suffix) });
  const weights = new Map([...tensors].map(([name, { data }]) => [name.slice(0, -suffix.length), data]));
  return { weights, metadata };
}

/**
 * The bytes of an .onnx file with the network of the checkpoint, as `packageModel` makes it.
 *
 * Throws a ModelError when it is none, is damaged, or its network's own file is gone.
 */
export async function packageCheckpoint(checkpoint: string): Promise<Uint8Array> {
  const { weights, metadata } = await readAverages(checkpoint).catch((error: NodeJS.ErrnoException) => {
    throw new ModelError(
      error.code === 'ENOENT'
        ? `${checkpoint}: there is no such checkpoint`
        : `${checkpoint}: ${error.code === undefined ? error.message : `cannot be read (${error.code})`}`,
    );
  });
  const said = v.safeParse(metadataSchema, metadata);
  if (!said.success || weights.size === 0)
    throw new ModelError(`${checkpoint}: weights alone, not a checkpoint of feeling train`);
  const { recipe, progress, form, provenance } = said.output;
  try {
    const net = await loadNetwork(recipe.model);
    return packageModel(net, weights, {
      mix: defaultMix,
      form,
      provenance: { ...provenance, epochs: String(progress.history.length) },
    });
  } catch (error) {
    throw new ModelError(`${basename(checkpoint)}: ${(error as Error).message}`);
  }
}
