/**
 * Sparse tensors: how the file leaves out zeros, and how they are put back.
 *
 * tensorflow/lite/schema/schema.fbs, SparsityParameters: dimensions are walked in `traversal_order`, each either dense
 * (every index) or sparse in compressed-row form (segments say where a row's indices begin); the last ones may be the
 * inside of blocks whose places in the dense dimensions `block_map` tells.
 */
import { type Shape, sizeOf } from '../graph';
import { type Table, TfliteError } from './table';

interface Dimension {
  dense: boolean;
  size: number;
  segments: number[];
  indices: number[];
}

/** The numbers of a sparse tensor with its zeros. `values` are those that the file has, in the order it has them. */
export function densify(sparsity: Table, shape: Shape, values: Float32Array, name: string): Float32Array {
  const damaged = () => new TfliteError(`damaged: the sparse tensor ${name} is not consistent`);
  const order = sparsity.ints(0);
  const blockMap = sparsity.ints(1);
  const dimensions = sparsity.tables(2).map(readDimension);
  const rank = shape.length;
  if (order.length !== dimensions.length || order.length !== rank + blockMap.length) throw damaged();
  if (blockMap.some((d) => d < 0 || d >= rank) || order.some((d) => d < 0 || d >= order.length)) throw damaged();
  /** Rows of a block along each dense dimension. */
  const blockSizes = shape.map(() => 1);
  order.forEach((d, level) => {
    if (d >= rank) blockSizes[blockMap[d - rank] as number] = dimensions[level]?.size ?? 1;
  });
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(sizeOf(shape));
  const place = order.map(() => 0);
  let next = 0;
  const walk = (level: number, row: number) => {
    const dimension = dimensions[level];
    if (!dimension) {
      let at = 0;
      for (let axis = 0; axis < rank; axis++) {
        const block = blockMap.indexOf(axis);
        const index =
          (place[axis] as number) * (blockSizes[axis] as number) + (block < 0 ? 0 : (place[rank + block] as number));
        if (index >= (shape[axis] as number)) throw damaged();
        at += index * (strides[axis] as number);
      }
      if (next >= values.length) throw damaged();
      result[at] = values[next++] as number;
      return;
    }
    const axis = order[level] as number;
    const { dense, size, segments, indices } = dimension;
    const [from, to] = dense ? [0, size] : [segments[row] ?? -1, segments[row + 1] ?? -1];
    if (from < 0 || to < from || (!dense && to > indices.length)) throw damaged();
    for (let i = from; i < to; i++) {
      place[axis] = dense ? i : (indices[i] as number);
      walk(level + 1, dense ? row * size + i : i);
    }
  };
  walk(0, 0);
  if (next !== values.length) throw damaged();
  return result;
}

function readDimension(table: Table): Dimension {
  const dense = table.byte(0) === 0;
  return {
    dense,
    size: table.int(1),
    segments: dense ? [] : indexVector(table, 2),
    indices: dense ? [] : indexVector(table, 4),
  };
}

/** A union of vectors of 32-, 16- and 8-bit numbers; its kind stands in the field before it. */
function indexVector(table: Table, kindField: number): number[] {
  const vector = table.table(kindField + 1);
  const kind = table.byte(kindField);
  if (!vector) return [];
  if (kind === 1) return vector.ints(0);
  if (kind === 2) return vector.shorts(0);
  if (kind === 3) return [...vector.bytes(0)];
  throw new TfliteError(`damaged: an index vector is of kind ${kind}`);
}
