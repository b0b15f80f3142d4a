import { describe, expect, it } from 'vitest';
import { makeLock, openLock, seal, unseal } from './seal';

describe('a sealed value', () => {
  it('is opened by its passphrase alone, and not when it was changed', async () => {
    const { lock, key } = await makeLock('a walk by the river');
    const value = { note: 'private', valence: -0.3 };
    const sealed = await seal(key, value);
    expect(Buffer.from(sealed.data).toString('latin1')).not.toContain('private');
    expect(await unseal(await openLock('a walk by the river', lock), sealed)).toEqual(value);
    await expect(openLock('a walk by the sea', lock)).rejects.toThrow('does not open');
    const changed = new Uint8Array(sealed.data.slice(0));
    changed[0] = (changed[0] as number) ^ 1;
    await expect(unseal(key, { ...sealed, data: changed.buffer })).rejects.toThrow();
    // The same value never looks the same twice.
    expect((await seal(key, value)).iv).not.toEqual(sealed.iv);
  });
});
