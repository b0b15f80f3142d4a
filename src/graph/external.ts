/**
 * Numbers that an .onnx file keeps in another file beside it, as PyTorch does (`model.onnx.data`), brought into it.
 *
 * Format: onnx/docs/ExternalData.md. Where such a file may lie, and reading it, is the caller's; offsets and lengths are
 * checked here.
 */
import { ModelProto } from './onnx';
import { bytesOf, decodeModel, OnnxError, type StoredGraph, type StoredTensor } from './readOnnx';
import { sizeOf } from './tensor';

/** What `data_location` says of numbers that lie elsewhere. */
const external = 1;

/** Reads `length` bytes of the file at `location`, as the model's file names it, from `offset`; to its end without a length. */
export type ReadExternal = (
  location: string,
  range: { offset: number; length: number | undefined; tensor: string },
) => Promise<Uint8Array>;

function tensorsOf(graph: StoredGraph | undefined): StoredTensor[] {
  const inNodes = (graph?.node ?? []).flatMap(({ attribute = [] }) =>
    attribute.flatMap(({ t, tensors = [], g, graphs = [] }) => [
      ...(t ? [t] : []),
      ...tensors,
      ...[...(g ? [g] : []), ...graphs].flatMap(tensorsOf),
    ]),
  );
  return [...(graph?.initializer ?? []), ...inNodes];
}

/**
 * The same model with all numbers in it; the bytes themselves where they are in it already.
 *
 * Throws an OnnxError when the bytes are no ONNX model, or name an offset or a length that cannot be, and whatever
 * `read` throws.
 */
export async function withExternalData(bytes: Uint8Array, read: ReadExternal): Promise<Uint8Array> {
  const model = decodeModel(bytes);
  const outside = tensorsOf(model.graph).filter(({ data_location }) => data_location === external);
  if (outside.length === 0) return bytes;
  for (const tensor of outside) {
    const { name = '', dims = [], external_data = [] } = tensor;
    const told = new Map(external_data.map(({ key, value }) => [key, value]));
    const number = (key: string) => {
      const text = told.get(key);
      if (text === undefined) return undefined;
      const value = Number(text);
      if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
        throw new OnnxError(`constant ${name}: ${key} must be a whole number from 0 (got "${text}")`);
      return value;
    };
    const location = told.get('location');
    if (!location) throw new OnnxError(`constant ${name} lies in another file, but the model does not say in which`);
    const length = number('length');
    const needed = bytesNeeded(tensor);
    if (length !== undefined && needed !== undefined && length !== needed)
      throw new OnnxError(
        `constant ${name}: ${location} must hold ${needed} bytes for [${dims.map(Number).join(', ')}] (got ${length})`,
      );
    tensor.raw_data = await read(location, { offset: number('offset') ?? 0, length: length ?? needed, tensor: name });
    if (needed !== undefined && tensor.raw_data.length !== needed)
      throw new OnnxError(
        `constant ${name}: ${location} must hold ${needed} bytes of it (got ${tensor.raw_data.length})`,
      );
    tensor.data_location = 0;
    tensor.external_data = [];
  }
  return ModelProto.encode(model);
}

/** Undefined for number types that are not known here. */
function bytesNeeded({ dims = [], data_type }: StoredTensor): number | undefined {
  const size = bytesOf.get(data_type ?? 0);
  return size === undefined ? undefined : size * sizeOf(dims.map(Number));
}
