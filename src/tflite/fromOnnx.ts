/**
 * An ONNX model as a TensorFlow Lite graph, for one picture at a time.
 *
 * Feature maps [batch, channels, height, width] become [batch, height, width, channels]. A Transpose between the two
 * orders costs nothing here: it only changes how the same numbers are called. Activations are fused into the operators
 * before them; paddings that are not TensorFlow's SAME become a PAD of their own.
 */
import { type OnnxModel, simplify } from '../graph';
import { onnxOperators, transpose } from './operators';
import type { TfliteGraph } from './schema';
import { TfliteError } from './table';
import { TfliteBuilder } from './tfliteBuilder';

/**
 * Throws a TfliteError that names the operator which has no counterpart here, its place, and those that are known.
 */
export function onnxToTflite(model: OnnxModel): TfliteGraph {
  const simple = simplify(model);
  const to = new TfliteBuilder(simple, transpose);
  const inputs = simple.inputs.map(({ name, dims }) => {
    const shape = dims.map((d, i) => (typeof d === 'number' ? d : i === 0 ? 1 : Number.NaN));
    if (shape.some(Number.isNaN)) throw new TfliteError(`input ${name}: only its first dimension may be free`);
    return to.add(name, shape).tensor;
  });
  for (const [place, node] of simple.nodes.entries()) {
    if (to.isDone(node)) continue;
    const convert = (node.domain ?? '') === '' ? onnxOperators.get(node.op) : undefined;
    if (!convert)
      throw new TfliteError(
        `operator ${node.op} (${place}, which makes ${node.outputs[0]}) has no counterpart in TensorFlow Lite here; ${[...onnxOperators.keys()].join(', ')} have`,
      );
    convert(to, node);
  }
  return to.graph(inputs);
}
