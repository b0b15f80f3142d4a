import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { readCheckpoint } from './checkpoint';
import { readSafetensors } from './safetensors';

const folder = temporaryFolder();

/** A file of any header and so many bytes behind it. */
function file(header: unknown, bytes: number): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(bytes)]);
}
const w = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };

describe('a safetensors file', () => {
  it('is read', () => {
    expect(readSafetensors(file({ w }, 24)).tensors.get('w')).toEqual({ shape: [2, 3], data: new Float32Array(6) });
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
  ])('with the header %j is refused in one line', (header, message) => {
    expect(() => readSafetensors(file(header, 24))).toThrow(message);
  });

  it('of any bytes is read or refused with a reason', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(64), (header, bytes) => {
        try {
          readSafetensors(file(header, bytes));
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
