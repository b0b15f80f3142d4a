import fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { facePng, greyPng } from './png';

it('greyPng writes files that another decoder reads as the same pixels', async () => {
  const side = fc.integer({ min: 1, max: 40 });
  const picture = fc.tuple(side, side).chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      pixels: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(picture, async ({ width, height, pixels }) => {
      const { data, info } = await sharp(greyPng(pixels, width, height))
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width, height, channels: 1 });
      expect([...data]).toEqual([...pixels]);
    }),
    { numRuns: 40 },
  );
});

it('facePng writes planes of colours', async () => {
  const size = 5;
  const planes = Uint8Array.from({ length: 3 * size * size }, (_, i) => (i * 7) % 256);
  const { data, info } = await sharp(facePng(planes, { channels: 3, size }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: size, height: size, channels: 3 });
  expect([...data]).toEqual([...data].map((_, i) => planes[(i % 3) * size * size + Math.floor(i / 3)]));
});
