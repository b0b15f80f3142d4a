/** The reverse pass: gradients of one scalar with respect to chosen tensors. */
import { add } from './elementwise';
import { formatShape, requireTensor, requireTensors, ShapeError, scalar, type Tensor } from './tensor';

/**
 * Gradients of `loss` with respect to each of `targets`, as tensors of the targets' shapes.
 *
 * Reverse-mode differentiation (Griewank and Walther 2008, chapter 3). Only what lies between a target and the loss
 * is differentiated, so pixels and labels need no gradient.
 *
 * Throws a ShapeError when `loss` is not a scalar `[]`, an Error when the loss does not depend on a target or passes
 * through an operator without a gradient.
 *
 * @example
 * import { constant, createSession, emit, gradients, input, linear, reshape, writeOnnx } from 'feeling/train';
 * const w = input('w', [1, 2]);
 * const loss = reshape(linear(w, constant([3, 5], [1, 2]), constant([0], [1])), []);
 * const [slope] = gradients(loss, [w]);
 * const session = await createSession(writeOnnx(emit({ slope: slope! })));
 * [...(await session.run({})).slope.data]; // → [3, 5]
 */
export function gradients(loss: Tensor, targets: readonly Tensor[]): Tensor[] {
  requireTensor('gradients', loss);
  requireTensors('gradients', targets);
  if (loss.shape.length > 0)
    throw new ShapeError(`gradients: the loss must be a scalar [] (got shape ${formatShape(loss.shape)})`);
  const order = reachingOrder(loss, new Set(targets));
  const onPath = new Set(order);
  const wanted = new Set(targets);
  const incoming = new Map<Tensor, Tensor>([[loss, scalar(1)]]);
  for (const t of order) {
    const g = incoming.get(t);
    if (!g || wanted.has(t)) continue;
    const { name, parents, gradient } = t.operation;
    if (!parents || !gradient)
      throw new Error(`gradients: ${name} has no gradient, and the loss depends on a parameter through it`);
    const flowing = gradient(g);
    parents.forEach((parent, i) => {
      if (!onPath.has(parent)) return;
      const sum = incoming.get(parent);
      incoming.set(parent, sum ? add(sum, flowing[i] as Tensor) : (flowing[i] as Tensor));
    });
  }
  return targets.map((target, i) => {
    const g = incoming.get(target);
    if (!g) throw new Error(`gradients: the loss does not depend on target ${i} of shape ${formatShape(target.shape)}`);
    return g;
  });
}

/** Tensors on a path from a target to the loss, each before those it is computed from. */
function reachingOrder(loss: Tensor, targets: ReadonlySet<Tensor>): Tensor[] {
  const reaches = new Map<Tensor, boolean>();
  const order: Tensor[] = [];
  const visit = (t: Tensor): boolean => {
    const known = reaches.get(t);
    if (known !== undefined) return known;
    const { parents = t.operation.inputs } = t.operation;
    const through = parents.map(visit).some(Boolean) || targets.has(t);
    reaches.set(t, through);
    if (through) order.push(t);
    return through;
  };
  visit(loss);
  return order.reverse();
}
