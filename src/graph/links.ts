/** What is connected to what in an ONNX model. */
import { type OnnxModel, type OnnxNode, requireOnnx } from './onnx';

/**
 * The nodes that read each value, by its name.
 *
 * @example
 * import { emit, input, readersOf, relu } from 'feeling/train';
 * const model = emit({ y: relu(input('x', [1])) });
 * readersOf(model).get('x')?.map(({ op }) => op); // → ['Relu']
 */
export function readersOf(model: Pick<OnnxModel, 'nodes'>): ReadonlyMap<string, readonly OnnxNode[]> {
  if (!Array.isArray(model?.nodes)) requireOnnx('readersOf', model);
  const { nodes } = model;
  const readers = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const name of node.inputs) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  return readers;
}

/** Only the constants that something reads. */
export function withUsedConstants(model: OnnxModel): OnnxModel {
  const readers = readersOf(model);
  return { ...model, constants: model.constants.filter(({ name }) => readers.has(name)) };
}
