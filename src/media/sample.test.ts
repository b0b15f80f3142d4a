import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropGrey, type Frame, letterbox, turned, wholeFrame } from './index';

/** A grey frame from rows of values. */
function frame(rows: number[][]): Frame {
  const [first = []] = rows;
  return {
    data: Uint8Array.from(rows.flat().flatMap((v) => [v, v, v, 255])),
    width: first.length,
    height: rows.length,
    time: 0,
  };
}
const greys = ({ data }: Frame) => [...data].filter((_, i) => i % 4 === 0);
const rounded = (values: Float32Array) => [...values].map((v) => Math.round(v * 100) / 100);

const ramp = frame([
  [0, 10, 20, 30],
  [40, 50, 60, 70],
  [80, 90, 100, 110],
  [120, 130, 140, 150],
]);

describe('cropping', () => {
  it('gives the pixels themselves at the same size', () => {
    expect(rounded(cropGrey(ramp, { centerX: 2, centerY: 2, side: 4, angle: 0 }, 4))).toEqual(greys(ramp));
  });

  it('averages when it makes smaller', () => {
    // Means of each quarter.
    expect(rounded(cropGrey(ramp, { centerX: 2, centerY: 2, side: 4, angle: 0 }, 2))).toEqual([25, 45, 105, 125]);
  });

  it('turns clockwise: a quarter turn of the square reads columns upwards from the left', () => {
    const turnedRight = rounded(cropGrey(ramp, { centerX: 2, centerY: 2, side: 4, angle: Math.PI / 2 }, 4));
    expect(turnedRight).toEqual([30, 70, 110, 150, 20, 60, 100, 140, 10, 50, 90, 130, 0, 40, 80, 120]);
  });

  it('repeats the border outside the frame', () => {
    expect(rounded(cropGrey(ramp, { centerX: -10, centerY: 0.5, side: 1, angle: 0 }, 1))).toEqual([0]);
    expect(rounded(cropGrey(ramp, { centerX: 14, centerY: 3.5, side: 1, angle: 0 }, 1))).toEqual([150]);
  });

  it('weighs colours as BT.601', () => {
    const red: Frame = { data: Uint8Array.of(255, 0, 0, 255), width: 1, height: 1, time: 0 };
    expect(cropGrey(red, { centerX: 0.5, centerY: 0.5, side: 1, angle: 0 }, 1)[0]).toBeCloseTo(76.245, 3);
  });
});

describe('letterboxing', () => {
  it('keeps the shape and fills with black', () => {
    const wide = frame([
      [255, 255, 255, 255],
      [255, 255, 255, 255],
    ]);
    const pixels = letterbox(wide, wholeFrame(wide), 4);
    const plane = [...pixels.subarray(0, 16)];
    expect(plane).toEqual([-1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1]);
    expect(pixels).toHaveLength(3 * 16);
  });

  it('averages what it makes much smaller, whatever the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 90 }), fc.integer({ min: 0, max: 255 }), (side, value) => {
        const flat = frame(Array.from({ length: side }, () => Array<number>(side).fill(value)));
        return letterbox(flat, wholeFrame(flat), 8).every((v) => Math.abs(v - (value / 127.5 - 1)) < 1e-5);
      }),
      { numRuns: 20 },
    );
  });
});

describe('turning', () => {
  it('by a quarter brings the left column to the top', () => {
    expect(
      greys(
        turned(
          frame([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
          90,
        ),
      ),
    ).toEqual([5, 3, 1, 6, 4, 2]);
  });

  it('undoes itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (width, height) => {
        const picture = frame(
          Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => y * 10 + x)),
        );
        expect(turned(turned(picture, 90), 270)).toEqual(picture);
        expect(turned(turned(picture, 180), 180)).toEqual(picture);
      }),
    );
  });
});
