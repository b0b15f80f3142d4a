import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrinkFrame, shrinkPlanes } from './index';

describe('shrinking', () => {
  it('means what each new pixel covers', () => {
    // A row of four greys to two, and to three: the middle one covers 2/3 of the second and of the third pixel.
    const frame = {
      data: Uint8Array.from([0, 60, 120, 240].flatMap((v) => [v, v, v, 255])),
      width: 4,
      height: 1,
      time: 0,
    };
    const greys = (toWidth: number) =>
      [...shrinkFrame(frame, toWidth, 1).data.subarray(0, toWidth)].map((v) => Math.round((v + 1) * 127.5));
    expect(greys(4)).toEqual([0, 60, 120, 240]);
    expect(greys(2)).toEqual([30, 180]);
    // (0 + 60/3) · 3/4, (60 · 2/3 + 120 · 2/3) · 3/4, (120/3 + 240) · 3/4
    expect(greys(3)).toEqual([15, 90, 210]);
  });

  it('keeps the mean of every plane, whatever the sizes', () => {
    const sizes = fc.integer({ min: 1, max: 23 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sizes, sizes, share, share, (width, height, a, b) => {
        const data = Float32Array.from({ length: 3 * width * height }, (_, i) => Math.sin(i * 1.3));
        const [toWidth, toHeight] = [Math.max(1, Math.round(a * width)), Math.max(1, Math.round(b * height))];
        const small = shrinkPlanes({ width, height, data }, toWidth, toHeight);
        const mean = (values: Float32Array, plane: number) => {
          const part = values.subarray((plane * values.length) / 3, ((plane + 1) * values.length) / 3);
          return part.reduce((sum, v) => sum + v, 0) / part.length;
        };
        for (const plane of [0, 1, 2]) expect(mean(small.data, plane)).toBeCloseTo(mean(data, plane), 4);
      }),
    );
  });
});
