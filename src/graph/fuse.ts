/**
 * Which operations are computed by the kernel before them: an affine map with constant factors goes into the weights
 * of the convolution it follows (batch normalisation "folded"), additions and relu are done as the result is written.
 */
import { isConstant, type Tensor } from './tensor';

/** A function that gives, for a tensor, the one to compute in its place. */
export function fuser(outputs: readonly Tensor[]): (tensor: Tensor) => Tensor {
  const uses = countUses(outputs);
  const replacements = new Map<Tensor, Tensor>();

  /** The tensor's replacement, if nobody else needs the tensor itself. */
  const movable = (t: Tensor) => (uses.get(t) === 1 ? replace(t) : undefined);

  function fuse(t: Tensor): Tensor | undefined {
    const [first, second, third] = t.operation.inputs;
    if (!first) return undefined;
    switch (t.operation.name) {
      case 'relu':
      case 'relu6':
        return movable(first)?.operation.absorb?.({ activation: t.operation.name });
      case 'add':
        if (!second || !first.featureMap || !second.featureMap) return undefined;
        return (
          movable(first)?.operation.absorb?.({ addend: second }) ??
          movable(second)?.operation.absorb?.({ addend: first })
        );
      case 'channelAffine':
        if (!second || !third || !isConstant(second) || !isConstant(third)) return undefined;
        return movable(first)?.operation.absorb?.({ affine: { slope: second, offset: third } });
      default:
        return undefined;
    }
  }

  function replace(t: Tensor): Tensor {
    let replacement = replacements.get(t);
    if (!replacement) {
      replacement = fuse(t) ?? t;
      replacements.set(t, replacement);
    }
    return replacement;
  }
  return replace;
}

function countUses(outputs: readonly Tensor[]): Map<Tensor, number> {
  const uses = new Map<Tensor, number>();
  const stack = [...outputs];
  while (stack.length > 0) {
    const t = stack.pop() as Tensor;
    const seen = uses.get(t) ?? 0;
    uses.set(t, seen + 1);
    if (seen === 0) stack.push(...t.operation.inputs);
  }
  return uses;
}
