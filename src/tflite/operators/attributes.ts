/** Attributes of ONNX nodes. */
import type { Attribute, OnnxNode } from '../../graph';

export const numberOf = ({ attributes }: OnnxNode, name: string, fallback: number): number => {
  const value: Attribute | undefined = attributes?.[name];
  if (typeof value === 'number') return value;
  return typeof value === 'object' && 'float' in value ? value.float : fallback;
};

export const listOf = ({ attributes }: OnnxNode, name: string, fallback: readonly number[]): readonly number[] => {
  const value: Attribute | undefined = attributes?.[name];
  return Array.isArray(value) ? value : fallback;
};

/** One number for each direction; 1 where there is none. */
export const pairOf = (node: OnnxNode, name: string): readonly [down: number, across: number] => {
  const [down = 1, across = 1] = listOf(node, name, [1, 1]);
  return [down, across];
};
