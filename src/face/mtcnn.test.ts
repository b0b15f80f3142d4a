import { describe, expect, it } from 'vitest';
import { overlapOfSmaller } from './face';
import { mtcnnNetworks } from './index';
import { suppress } from './suppress';

const box = (x: number, width: number, score: number) => ({ box: { x, y: 0, width, height: width }, score });

describe('suppression', () => {
  it('keeps the surest of what overlaps', () => {
    // [0, 10] and [2, 12]: 80 / 120 = 0.67
    const found = [box(2, 10, 0.8), box(0, 10, 0.9), box(50, 10, 0.7)];
    expect(suppress(found, 0.6).map((f) => f.score)).toEqual([0.9, 0.7]);
    expect(suppress(found, 0.7).map((f) => f.score)).toEqual([0.9, 0.8, 0.7]);
  });

  it('of the smaller box drops one inside another', () => {
    const found = [box(0, 100, 0.9), box(10, 20, 0.8)];
    expect(overlapOfSmaller(found[0]!.box, { ...found[1]!.box })).toBe(1);
    expect(suppress(found, 0.5)).toHaveLength(2);
    expect(suppress(found, 0.5, 'smaller')).toHaveLength(1);
  });
});

describe('weights that are not MTCNN', () => {
  const weight = { name: 'pnet/conv1/weights', dtype: 'float32', shape: [3, 3, 3, 10] };
  it.each([
    [{ nonsense: 1 }, 4, 'the manifest does not list weights as MTCNN of face-api.js does'],
    [[{ weights: [weight] }], 4, 'the manifest lists 1080 bytes of weights, the file has 4'],
    [[{ weights: [weight] }], 1080, 'MTCNN needs a weight pnet/conv1/bias with 1 dimensions, the manifest has none'],
  ])('are refused with the reason (%#)', (manifest, bytes, message) => {
    expect(() => mtcnnNetworks(manifest, new Uint8Array(bytes))).toThrow(message);
  });
});
