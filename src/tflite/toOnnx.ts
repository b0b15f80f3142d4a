/**
 * A TensorFlow Lite graph as an ONNX model.
 *
 * TensorFlow Lite has pictures as [batch, height, width, channels], ONNX as [batch, channels, height, width]: every
 * four-dimensional tensor is kept in ONNX's order, and what depends on the order (axes, paddings, reshapes) is turned.
 */
import { type OnnxModel, type OnnxValue, opsetVersion } from '../graph';
import { onnxShape } from './layout';
import { OnnxBuilder } from './onnxBuilder';
import { tfliteOperators } from './operators';
import type { TfliteGraph } from './schema';

const formOf = new Map(tfliteOperators.map((form) => [form.code, form]));

/**
 * The model's inputs and outputs keep their order and names; a picture goes in as [batch, channels, height, width]. What
 * the file computes with 8 bits is computed with floats that take the same 256 values.
 *
 * Throws a TfliteError where the graph is not consistent.
 */
export function tfliteToOnnx(graph: TfliteGraph, name: string): OnnxModel {
  const to = new OnnxBuilder(graph);
  for (const operator of graph.operators) formOf.get(operator.kind.code)?.toOnnx(to, operator);
  const value = (index: number): OnnxValue => ({
    name: to.name(index),
    type: 'float32',
    dims: onnxShape(to.shape(index)),
  });
  return {
    name,
    nodes: to.nodes,
    constants: to.constants,
    inputs: graph.inputs.map(value),
    outputs: graph.outputs.map(value),
    metadata: { name },
    opsets: { '': opsetVersion },
  };
}
