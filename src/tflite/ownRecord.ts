/**
 * What a model of ours says of itself, kept in its TensorFlow Lite file beside what other tools read there, so that the file
 * can be judged and exported again.
 */
import * as v from 'valibot';
import type { OnnxModel } from '../graph';
import { readMetadataBuffers, readTflite } from './read';
import { TfliteError } from './table';
import { tfliteToOnnx } from './toOnnx';

/** Name of the file's metadata entry. */
const entry = 'feeling';

const schema = v.object({
  metadata: v.record(v.string(), v.string()),
  inputs: v.array(v.string()),
  outputs: v.array(v.string()),
});

/** The entry for `writeTflite`. */
export function ownRecord({ metadata, inputs, outputs }: OnnxModel): Record<string, Uint8Array> {
  const record = { metadata, inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name) };
  return { [entry]: new TextEncoder().encode(JSON.stringify(record)) };
}

/**
 * The file as an ONNX model. One that was made of a model of ours has its names and metadata again.
 *
 * Throws a TfliteError when the file is damaged, or has something in it that is not known here.
 */
export function readTfliteModel(bytes: Uint8Array, name: string): OnnxModel {
  const model = tfliteToOnnx(readTflite(bytes), name);
  const stored = readMetadataBuffers(bytes).get(entry);
  if (!stored) return model;
  const { metadata, inputs, outputs } = parsed(stored);
  if (inputs.length !== model.inputs.length || outputs.length !== model.outputs.length)
    throw new TfliteError(
      `damaged: ${outputs.length} names for ${model.outputs.length} outputs, ${inputs.length} for ${model.inputs.length} inputs`,
    );
  const names = new Map([
    ...model.inputs.map(({ name: from }, i) => [from, inputs[i] as string] as const),
    ...model.outputs.map(({ name: from }, i) => [from, outputs[i] as string] as const),
  ]);
  const named = (from: string) => names.get(from) ?? from;
  return {
    ...model,
    metadata: { ...model.metadata, ...metadata },
    nodes: model.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    })),
    inputs: model.inputs.map((value) => ({ ...value, name: named(value.name) })),
    outputs: model.outputs.map((value) => ({ ...value, name: named(value.name) })),
  };
}

function parsed(bytes: Uint8Array): v.InferOutput<typeof schema> {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new TfliteError(`damaged: the metadata entry "${entry}" cannot be read`);
  }
}
