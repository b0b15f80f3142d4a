/** Networks that also give their features: what the last layer gives of a face, from which the heads tell the emotions. */
import { decodeModel, elementTypes, ModelProto, type StoredNode } from '../graph';

const output = 'features';

/** Steps between what a head computes and what the file gives. */
const passing = new Set(['Identity', 'Softmax', 'LogSoftmax']);

/**
 * The bytes of a network's .onnx file with one more output, `features` [batch, width]: what the head for FER2013's labels
 * reads. A network without such a head at its end, as another maker's may be, stays as it is.
 *
 * Only a few bytes are put behind the file's: protocol buffers in a row are one message, their lists joined
 * (https://protobuf.dev/programming-guides/encoding/#last-one-wins). Writing the whole file anew takes 50 times as long.
 *
 * Throws an OnnxError when the bytes are no ONNX model.
 */
export function withFeatures(bytes: Uint8Array): Uint8Array {
  const { graph } = decodeModel(bytes);
  if (graph?.output?.some(({ name }) => name === output)) return bytes;
  const read = readByHead(graph?.node ?? []);
  if (read === undefined) return bytes;
  const shape = { dim: [{ dim_param: 'batch' }, { dim_param: 'width' }] };
  const more = ModelProto.encode({
    graph: {
      node: [{ op_type: 'Identity', input: [read], output: [output] }],
      output: [{ name: output, type: { tensor_type: { elem_type: elementTypes.float32, shape } } }],
    },
  });
  const joined = new Uint8Array(bytes.length + more.length);
  joined.set(bytes);
  joined.set(more, bytes.length);
  return joined;
}

/** The value that the dense layer at the end of the head for FER2013's labels reads. */
function readByHead(nodes: readonly StoredNode[]): string | undefined {
  const makerOf = (name: string | undefined) => nodes.find((node) => node.output?.includes(name ?? ''));
  let maker = makerOf('fer2013');
  while (passing.has(maker?.op_type ?? '')) maker = makerOf(maker?.input?.[0]);
  return maker?.op_type === 'Gemm' ? maker.input?.[0] : undefined;
}
