/** The two orders of a picture's axes: ONNX has channels first, TensorFlow Lite last. */
import { permuted, permutedShape, type Shape } from '../graph';

/** [b, h, w, c] → [b, c, h, w], as a permutation, and the other way. */
export const channelsFirst = [0, 3, 1, 2];
export const channelsLast = [0, 2, 3, 1];

/** A shape of the file in ONNX's order: pictures turned, others as they are. */
export const onnxShape = (shape: Shape): number[] =>
  shape.length === 4 ? permutedShape(shape, channelsFirst) : [...shape];

/** Numbers of the file in ONNX's order. */
export const onnxNumbers = (values: Float32Array, shape: Shape): Float32Array =>
  shape.length === 4 ? permuted(values, shape, channelsFirst) : values;

/** An axis of the file as ONNX counts it. */
export const onnxAxis = (axis: number, rank: number): number =>
  rank === 4 ? channelsFirst.indexOf((axis + rank) % rank) : axis;

/** The shape with ones before it, so that it has `rank` axes. */
export const widened = (shape: Shape, rank: number): number[] => [
  ...Array<number>(Math.max(0, rank - shape.length)).fill(1),
  ...shape,
];
