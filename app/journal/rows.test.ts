import { describe, expect, it } from 'vitest';
import { makeLock } from './lock';
import {
  clearCodec,
  type Item,
  isSealed,
  packed,
  type Row,
  type SealedRow,
  sealedCodec,
  unpacked,
  unreadableItem,
} from './rows';

const { keys } = await makeLock('a walk by the river');
const codec = sealedCodec(keys);
const entry = (id: string, note: string): Item => ({ kind: 'entry', name: id, value: { id, note } });
const sealed = async (item: Item) => (await codec.encode(item)) as SealedRow;

describe('a sealed row', () => {
  it('tells nothing: not its content, not its length, and its name only to who has the key', async () => {
    const [short, long] = [await sealed(entry('made-1', '')), await sealed(entry('made-1', 'a line about it'))];
    expect(Buffer.from(long.sealed.data).toString('latin1')).not.toMatch(/line|entry|made/);
    expect(long.sealed.data.byteLength).toBe(short.sealed.data.byteLength);
    expect(long.sealed.iv).not.toEqual(short.sealed.iv);
    // The same thing has the same name in this journal, and another in every other.
    expect(long.id).toBe(short.id);
    const other = sealedCodec((await makeLock('a walk by the river')).keys);
    expect(await other.rowId('entry', 'made-1')).not.toBe(long.id);
    expect(await codec.rowId('answer', 'made-1')).not.toBe(long.id);
  });

  it('opens only in its own place, whole and in its own version', async () => {
    const [a, b] = [await sealed(entry('a', 'one')), await sealed(entry('b', 'two'))];
    expect(await codec.decode(a)).toEqual(entry('a', 'one'));
    const changed = a.sealed.data.slice(0);
    new Uint8Array(changed)[5] = (new Uint8Array(changed)[5] as number) ^ 1;
    const bad: Row[] = [
      { id: b.id, sealed: a.sealed },
      { id: 'doubled', sealed: a.sealed },
      { id: a.id, sealed: { ...a.sealed, version: 1 } },
      { id: a.id, sealed: { ...a.sealed, version: 3 } },
      { id: a.id, sealed: { ...a.sealed, data: changed } },
      // Planted in clear.
      { id: 'c', ...(entry('c', 'three').value as object) },
    ];
    for (const row of bad) expect(await codec.decode(row)).toBeUndefined();
  });

  it('that nobody can read is sealed as it is, and never becomes an entry', async () => {
    const strange = {
      id: 'x',
      what: { bytes: new Uint8Array([1, 2]), buffer: new Uint8Array([3]).buffer },
      when: [1, null],
    };
    const kept = await codec.encode(unreadableItem(strange));
    expect(isSealed(kept)).toBe(true);
    const found = (await codec.decode(kept)) as Item;
    expect(unpacked(found.value)).toEqual(strange);
    expect(await clearCodec.decode(await clearCodec.encode(found))).toEqual(found);
    expect(found.kind).toBe('unknown');
    expect(unpacked(packed(strange))).toEqual(strange);
  });
});
