import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/mood';
import { dataKeyOf, lockFor, makeDataKey } from '../journal/lock';
import type { Version } from './merge';
import {
  DamagedFile,
  type HeldKey,
  headOf,
  NewerFile,
  readShared,
  type Shared,
  UnknownKey,
  writeShared,
} from './sharedFile';

const entry: JournalEntry = { id: 'a', time: '2026-03-01T08:30', tags: ['people'], note: 'only for me' };
const versions: Version[] = [
  { kind: 'entry', name: 'a', at: 5, device: 'ab12', value: entry },
  { kind: 'entry', name: 'gone', at: 6, device: 'ab12' },
  { kind: 'own', name: 'tags', at: 7, device: 'ab12', value: ['boat', 'garden'] },
];
const shared: Shared = { device: 'ab12', name: 'Laptop', writtenAt: 1000, versions };
const passphrase = 'river walk at noon';
const dataKey = makeDataKey();
const key: HeldKey = { ...dataKey, lock: await lockFor(dataKey, passphrase) };
const text = await writeShared(shared, key);

describe('a shared file', () => {
  it('opens with the key that its lock holds, and tells nothing without it', async () => {
    expect(text).not.toMatch(/only|people|Laptop|garden|08:30/);
    const found = await dataKeyOf(passphrase, headOf(text).lock);
    expect(await readShared(text, [found])).toEqual(shared);
    await expect(readShared(text, [makeDataKey()])).rejects.toThrow(UnknownKey);
    await expect(dataKeyOf('another walk', headOf(text).lock)).rejects.toThrow('does not open');
  });

  it('that was cut off anywhere, changed, or put under another name does not open', async () => {
    for (const length of [0, 1, 20, Math.floor(text.length / 2), text.length - 3])
      await expect(readShared(text.slice(0, length), [key]), String(length)).rejects.toThrow(DamagedFile);
    const at = text.length - 40;
    const flipped = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    await expect(readShared(flipped, [key])).rejects.toThrow(DamagedFile);
    await expect(readShared(text.replace('"ab12"', '"cd34"'), [key])).rejects.toThrow(DamagedFile);
    await expect(readShared('{"feeling":"journal"}', [key])).rejects.toThrow(DamagedFile);
    await expect(readShared('\u0000'.repeat(text.length), [key])).rejects.toThrow(DamagedFile);
    await expect(readShared(text.replace('"version":1', '"version":2'), [key])).rejects.toThrow(NewerFile);
  });

  it('of which single parts are not as they should be gives the others', async () => {
    const strange = [
      { kind: 'entry', name: 'b', at: 5, device: 'ab12', value: { id: 'b', time: 'yesterday' } },
      { kind: 'entry', name: 'c', at: 5, device: 'ab12', value: { ...entry, id: 'd' } },
      { kind: 'entry', name: 'd', at: 1e300, device: 'ab12' },
      { kind: 'draft', name: '@new', at: 5, device: 'ab12', value: {} },
      { kind: 'own', name: 'exportedAt', at: 5, device: 'ab12', value: 4 },
      { kind: 'sync', name: 'setup', at: 5, device: 'ab12', value: {} },
      null,
    ] as unknown as Version[];
    const mixed = await writeShared({ ...shared, versions: [...strange, ...versions] }, key);
    expect((await readShared(mixed, [key])).versions).toEqual(versions);
  });
});
