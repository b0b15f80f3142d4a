import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { readCheckpoint } from '../train';
import { readSafetensors } from './safetensors';

const folder = temporaryFolder();

const path = join(folder, 'any.safetensors');
/** What is read of a file of these bytes. */
async function reading(bytes: Buffer) {
  await writeFile(path, bytes);
  return readSafetensors(path);
}

/** A file of any header and so many bytes behind it. */
function file(header: unknown, bytes: number): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(bytes)]);
}
const w = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };

describe('a safetensors file', () => {
  it('is read', async () => {
    const { tensors } = await reading(file({ w }, 24));
    expect(tensors.get('w')).toEqual({ shape: [2, 3], data: new Float32Array(6) });
  });

  it('has floats of every size that PyTorch and JAX train with', async () => {
    // 1.5 and −2 in each, from the formats' definitions.
    const numbers = {
      F64: Buffer.from(Float64Array.of(1.5, -2).buffer),
      F32: Buffer.from(Float32Array.of(1.5, -2).buffer),
      F16: Buffer.from(Uint16Array.of(0x3e00, 0xc000).buffer),
      BF16: Buffer.from(Uint16Array.of(0x3fc0, 0xc000).buffer),
    };
    for (const [dtype, bytes] of Object.entries(numbers)) {
      const head = file({ w: { dtype, shape: [2], data_offsets: [0, bytes.length] } }, 0);
      const { tensors } = await reading(Buffer.concat([head, bytes]));
      expect([dtype, tensors.get('w')?.data]).toEqual([dtype, Float32Array.of(1.5, -2)]);
    }
  });

  it('may be larger than what can be read at once', async () => {
    // 3 GB, of which the disk holds the last tensor alone.
    const ends = [1_500_000_000, 3_000_000_000, 3_000_000_008];
    const tensors = { a: [0, ends[0]], b: [ends[0], ends[1]], c: [ends[1], ends[2]] };
    const entries = Object.entries(tensors).map(([name, [from = 0, to = 0]]) => [
      name,
      { dtype: 'F32', shape: [(to - from) / 4], data_offsets: [from, to] },
    ]);
    const head = file(Object.fromEntries(entries), 0);
    await writeFile(path, head);
    const handle = await open(path, 'r+');
    await handle.write(new Uint8Array(Float32Array.of(0.5, -2).buffer), 0, 8, head.length + (ends[1] as number));
    await handle.close();
    const found = await readSafetensors(path, { wanted: (name) => name === 'c' });
    expect([...found.tensors]).toEqual([['c', { shape: [2], data: Float32Array.of(0.5, -2) }]]);
    await rm(path);
  });

  it.each([
    [{ w: { ...w, shape: [2, 4] } }, 'the tensor w is [2, 4] of F32, which 24 bytes cannot be'],
    [{ w: { ...w, data_offsets: [24, 0] } }, 'of F32, which -24 bytes cannot be'],
    [{ w: { ...w, data_offsets: [0, 48] } }, 'the numbers of w are cut off'],
    [{ w: { dtype: 'F32', shape: [6] } }, 'the tensor w has no type, shape and place in the file'],
    [{ w: { ...w, shape: [-2, -3] } }, 'the tensor w has no type, shape and place in the file'],
    [{ w: null }, 'the tensor w has no type, shape and place in the file'],
    [{ __metadata__: { recipe: 3 }, w }, 'the metadata is not text by name'],
    ['[]', 'the header is not an object of tensors'],
    ['null', 'the header is not an object of tensors'],
    ['{', 'the header is not JSON'],
  ])('with the header %j is refused in one line', async (header, message) => {
    await expect(reading(file(header, 24))).rejects.toThrow(message);
  });

  it('of any bytes is read or refused with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.nat(64), async (header, bytes) => {
        try {
          await reading(file(header, bytes));
        } catch (error) {
          expect((error as Error).name).toBe('Error');
        }
      }),
    );
  });
});

describe('a checkpoint', () => {
  it.each([
    [{}, 'it has no recipe'],
    [{ recipe: '{', progress: '{}' }, 'its recipe is damaged'],
    [{ recipe: '[1]', progress: '{}' }, 'its recipe is damaged'],
    [{ recipe: '{"model":"tiny"}', progress: 'null' }, 'how far it is, is damaged'],
    [{ recipe: '{"model":"tiny"}', progress: '{"step":-1,"sums":{},"history":[]}' }, 'how far it is, is damaged'],
    [{ recipe: '{"model":"tiny"}', progress: '{"step":1,"sums":{},"history":[7]}' }, 'how far it is, is damaged'],
  ])('with %j is refused in one line', async (metadata, message) => {
    const path = join(folder, 'c.safetensors');
    await writeFile(path, file({ __metadata__: metadata }, 0));
    await expect(readCheckpoint(path)).rejects.toThrow(
      `c.safetensors: ${message}; it is damaged or not a checkpoint of feeling train`,
    );
  });
});
