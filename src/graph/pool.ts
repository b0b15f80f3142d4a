/** Pooling. */
import { requireRank, type Tensor, tensor } from './tensor';

/**
 * Mean over all positions.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels]
 */
export function globalAveragePool(x: Tensor): Tensor {
  requireRank('globalAveragePool', x, 4, '[batch, channels, height, width]');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  return tensor([batch, channels], {
    name: 'globalAveragePool',
    inputs: [x],
    emit: (e) => {
      if (!e.isBlocked(x))
        return e.node('ReduceMean', [e.value(x), e.integers([2, 3])], { attributes: { keepdims: 0 } });
      const positions = e.reshape(e.value(x), [(batch * channels) / e.block, height * width, e.block]);
      const means = e.node('ReduceMean', [positions, e.integers([1])], { attributes: { keepdims: 0 } });
      return e.reshape(means, [batch, channels]);
    },
    parents: [x],
    gradient: (g) => [spreadEvenly(g, x)],
  });
}

/** g / (height · width) at every position of x's shape. */
function spreadEvenly(g: Tensor, x: Tensor): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const share = 1 / (height * width);
  return tensor(
    x.shape,
    {
      name: 'globalAveragePoolGradient',
      inputs: [g],
      emit: (e) => {
        const inner = e.isBlocked(x) ? e.block : 1;
        const planes = (batch * channels) / inner;
        const scaled = e.reshape(e.node('Mul', [e.value(g), e.scalar(share)]), [planes, 1, inner]);
        const spread = e.node('Expand', [scaled, e.integers([planes, height * width, inner])]);
        return e.reshape(spread, x.shape);
      },
    },
    { featureMap: x.featureMap },
  );
}
