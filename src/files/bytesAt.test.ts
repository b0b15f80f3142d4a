import type { FileHandle } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bytesAt, bytesUpTo, FileShortened } from './node';

const content = Uint8Array.from({ length: 100 }, (_, i) => i);

/** A file on a system that gives at most seven bytes at once, as slow or remote ones may. */
const slow = {
  read: async (into: Uint8Array, offset: number, length: number, from: number) => {
    const some = content.subarray(from, from + Math.min(7, length));
    into.set(some, offset);
    return { bytesRead: some.length, buffer: into };
  },
} as unknown as Pick<FileHandle, 'read'>;

describe('bytes from a place in a file', () => {
  it('are all that were asked for, also where the system gives few at once', async () => {
    expect(await bytesAt(slow, 10, 60)).toEqual(content.slice(10, 70));
    expect(await bytesUpTo(slow, 10, 60)).toEqual(content.slice(10, 70));
  });

  it('end where the file does, which bytesAt does not take', async () => {
    expect(await bytesUpTo(slow, 90, 60)).toEqual(content.slice(90));
    await expect(bytesAt(slow, 90, 60)).rejects.toThrow(FileShortened);
  });
});
