import { describe, expect, it } from 'vitest';
import { changeLock, fits, type Lock, makeLock, openLock, type WrappedKey } from './lock';
import { sealedCodec } from './rows';

const item = { kind: 'entry', name: 'a', value: { id: 'a', note: 'private' } } as const;

/** A copy of the lock in which one byte of one of its wrapped keys is another. */
function flipped(lock: Lock, at: number, part: 'iv' | 'data' | 'salt'): Lock {
  const changed = structuredClone(lock) as { version: 2; copies: WrappedKey[] };
  const copy = changed.copies[at] as WrappedKey;
  const bytes = { iv: copy.iv, data: new Uint8Array(copy.data), salt: copy.stretching.salt }[part];
  bytes[3] = (bytes[3] as number) ^ 1;
  return changed;
}

describe('a lock', () => {
  it('is opened by its passphrase alone, however its letters are composed', async () => {
    const { lock, keys } = await makeLock('schöner Spaziergang');
    expect(lock.copies[0]?.stretching.name).toBe('argon2id');
    const row = await sealedCodec(keys).encode(item);
    const again = await openLock('schöner Spaziergang', lock);
    expect(await sealedCodec(again.keys).decode(row)).toEqual(item);
    expect(fits(again.keys, lock)).toBe(true);
    await expect(openLock('schoner Spaziergang', lock)).rejects.toThrow('does not open');
    await expect(openLock('', lock)).rejects.toThrow();
    expect(fits(keys, (await makeLock('schöner Spaziergang')).lock)).toBe(false);
  });

  it('survives a damaged byte in either copy of its key, and is whole again when it was opened', async () => {
    const { lock, keys } = await makeLock('a walk by the river');
    const row = await sealedCodec(keys).encode(item);
    for (const [at, part] of [
      [0, 'salt'],
      [1, 'iv'],
      [0, 'data'],
    ] as const) {
      const opened = await openLock('a walk by the river', flipped(lock, at, part));
      expect(await sealedCodec(opened.keys).decode(row)).toEqual(item);
      expect((await openLock('a walk by the river', opened.repaired as Lock)).repaired).toBeUndefined();
    }
    const gone = { version: 2, copies: [{}, null] } as unknown as Lock;
    await expect(openLock('a walk by the river', gone)).rejects.toThrow('damaged');
  });

  it('with another passphrase has the same data key, so that no row is written anew', async () => {
    const { lock, keys } = await makeLock('a walk by the river');
    const row = await sealedCodec(keys).encode(item);
    const changed = await changeLock('a walk by the river', 'a walk by the sea', lock);
    expect(fits(keys, changed)).toBe(true);
    expect(await sealedCodec((await openLock('a walk by the sea', changed)).keys).decode(row)).toEqual(item);
    await expect(openLock('a walk by the river', changed)).rejects.toThrow('does not open');
    await expect(changeLock('a wrong one', 'another', lock)).rejects.toThrow('does not open');
  });
});
