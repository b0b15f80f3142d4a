/**
 * What a training step changes: parameters, their moving averages and the optimizer's slots. The step keeps many tensors
 * in one vector, so that the optimizer is a handful of operations; a checkpoint has each tensor by its name.
 */
import { type Shape, sizeOf, type Weights } from '../graph';
import type { NamedArray } from '../model/node';

/** `value`, `average`, or a slot of the optimizer. */
export type Role = string;

/** A tensor as a checkpoint has it. */
export interface StateTensor {
  parameter: string;
  role: Role;
  /** Its name in a checkpoint: the parameter's, for other roles with ":" and the role behind it. */
  name: string;
  shape: Shape;
}

/** Consecutive tensors of one role as one vector; the step's input has its name, and its output `nextOf` it. */
export interface StateVector {
  name: string;
  role: Role;
  size: number;
  tensors: readonly StateTensor[];
}

export const nameOf = (parameter: string, role: Role) => (role === 'value' ? parameter : `${parameter}:${role}`);
export const nextOf = (vector: string) => `next:${vector}`;

export function stateVector(
  group: string,
  role: Role,
  parameters: readonly { name: string; shape: Shape }[],
): StateVector {
  const tensors = parameters.map(({ name, shape }) => ({ parameter: name, role, name: nameOf(name, role), shape }));
  return {
    name: nameOf(group, role),
    role,
    size: tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    tensors,
  };
}

/** One tensor after the other, each with its numbers, which share the vector's memory. */
export function* tensorsIn(vector: StateVector, data: Float32Array): Generator<[StateTensor, Float32Array]> {
  let from = 0;
  for (const tensor of vector.tensors) {
    const to = from + sizeOf(tensor.shape);
    yield [tensor, data.subarray(from, to)];
    from = to;
  }
}

/** The vector of the tensors that `find` gives; what it does not give is zero. */
export function vectorOf(vector: StateVector, find: (tensor: StateTensor) => Float32Array | undefined): Float32Array {
  const data = new Float32Array(vector.size);
  for (const [tensor, part] of tensorsIn(vector, data)) {
    const values = find(tensor);
    if (values) part.set(values);
  }
  return data;
}

/** Vectors by name. */
export type State = ReadonlyMap<string, Float32Array>;

/** Every tensor by its name in a checkpoint. */
export function namedTensors(vectors: readonly StateVector[], state: State): Map<string, NamedArray> {
  const named = new Map<string, NamedArray>();
  for (const vector of vectors)
    for (const [{ name, shape }, data] of tensorsIn(vector, state.get(vector.name) as Float32Array))
      named.set(name, { shape, data });
  return named;
}

/** The moving averages, by parameter. */
export function averagesIn(vectors: readonly StateVector[], state: State): Weights {
  const averages = new Map<string, Float32Array>();
  for (const vector of vectors.filter(({ role }) => role === 'average'))
    for (const [{ parameter }, data] of tensorsIn(vector, state.get(vector.name) as Float32Array))
      averages.set(parameter, data);
  return averages;
}
