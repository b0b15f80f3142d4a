/** How much is looked at in large photos. */
import { expect, it } from 'vitest';
import type { Session } from '../runtime';
import type { Look } from './blazeface';
import { createMtcnn, createTiledFinder } from './index';

/** In how many places a finder looks for faces in a photo of this size without any. */
async function looksAt(width: number, height: number): Promise<number> {
  let looks = 0;
  const look: Look = async () => {
    looks++;
    return [];
  };
  await createTiledFinder(look, look).detect({ data: new Uint8Array(0), width, height, time: 0 });
  return looks;
}

it('a photo of 80 megapixels is looked at in about as many places as one of 12', async () => {
  const common = await looksAt(4000, 3000);
  expect(common).toBeGreaterThan(800);
  for (const [width, height] of [
    [8000, 4497],
    [12000, 6746],
    [6746, 12000],
    [30000, 20000],
  ] as const)
    expect(await looksAt(width, height)).toBeLessThan(1.2 * common);
});

it('MTCNN looks for larger faces in large photos, so that the first network sees no more pixels', async () => {
  const widths: number[] = [];
  const proposal = {
    run: async ({ pixels }: Parameters<Session['run']>[0]) => {
      const [, , height = 0, width = 0] = pixels?.dims ?? [];
      widths.push(width);
      const dims = [1, 2, Math.ceil(height / 2), Math.ceil(width / 2)];
      const data = new Float32Array((dims[2] as number) * (dims[3] as number) * 4);
      return { scores: { dims, data }, regions: { dims, data } };
    },
  } as unknown as Session;
  const finder = createMtcnn({ proposal, refinement: proposal, output: proposal });
  const firstWidth = async (width: number) => {
    widths.length = 0;
    await finder.detect({ data: new Uint8Array(width * 320 * 4), width, height: 320, time: 0 });
    return widths[0];
  };
  // 12 pixels of its input for 20 of the picture.
  expect(await firstWidth(1600)).toBe(960);
  expect(await firstWidth(3200)).toBe(1920);
  expect(await firstWidth(6400)).toBe(1920);
});
