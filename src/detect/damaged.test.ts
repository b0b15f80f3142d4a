/** Some of the damaged files that `npm run bench -- fuzz` reads by the thousand. */
import { expect, it, vi } from 'vitest';
import { fuzz, fuzzKinds, soundFile } from '../../tools/fuzz';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();

// What mediabunny tells its developers of each.
vi.spyOn(console, 'error').mockImplementation(() => {});

it.each(fuzzKinds)('%s files that are damaged are read or refused with a reason', async (kind) => {
  const { read, refused, bad } = await fuzz(kind, await soundFile(kind), 0, 60, folder);
  expect(bad).toEqual([]);
  expect(read + refused).toBe(60);
  // Of WebP's pixels nearly all damage is decodable.
  expect(refused).toBeGreaterThan(kind === 'webp' ? 0 : 10);
});
