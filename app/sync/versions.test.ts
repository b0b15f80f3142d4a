import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/mood';
import { isShared, stampItem, stampOf, stampPlace, tombstoneOf, versionOf } from './versions';

const value: JournalEntry = { id: 'a', time: '2026-03-01T08:30:00+01:00', tags: [], note: 'as it was' };
const entry = { kind: 'entry', name: 'a', value } as const;
const by = { now: 5000, device: 'ab12' };

describe('a version', () => {
  it('of an entry that nobody changed since it was shared counts from the entry’s time, on every device', async () => {
    const at = Date.parse('2026-03-01T07:30:00Z');
    expect(await versionOf(entry, undefined, by)).toEqual({ ...entry, at, device: '' });
    expect(await versionOf(entry, undefined, { now: 9, device: 'cd34' })).toEqual({ ...entry, at, device: '' });
  });

  it('has the stamp that was left with the change, and a later one where a page changed it without a stamp', async () => {
    const stamp = stampOf(await stampItem({ ...entry, at: 7000, device: 'cd34' }));
    expect(await versionOf(entry, stamp, by)).toEqual({ ...entry, at: 7000, device: 'cd34' });
    const changed = { ...entry, value: { ...value, note: 'by an earlier page' } };
    expect(await versionOf(changed, stamp, by)).toEqual({ ...changed, at: 7001, device: 'ab12' });
    expect(await versionOf(changed, stamp, { ...by, now: 9000 })).toEqual({ ...changed, at: 9000, device: 'ab12' });
  });

  it('is a tombstone where the item was removed, and nothing where its row cannot be read', async () => {
    const removed = { kind: 'entry', name: 'a b', at: 7000, device: 'cd34' } as const;
    const kept = await stampItem(removed);
    expect(tombstoneOf(kept.name, stampOf(kept))).toEqual(removed);
    const live = await stampItem({ ...entry, at: 7000, device: 'cd34' });
    expect(live).toMatchObject(stampPlace(entry));
    expect(await versionOf(undefined, stampOf(live), by)).toBeUndefined();
    expect(tombstoneOf(live.name, stampOf(live))).toBeUndefined();
    expect(await versionOf({ ...entry, value: { id: 'a', time: 'never' } }, undefined, by)).toBeUndefined();
  });

  it('there is none of drafts, of what tells of one browser, or of how it is shared', () => {
    const kinds = [
      ['draft', '@new'],
      ['own', 'exportedAt'],
      ['own', 'remindedAt'],
      ['sync', 'setup'],
      ['stamp', 'entry a'],
      ['unknown', 'x'],
    ] as const;
    for (const [kind, name] of kinds) expect(isShared({ kind, name }), kind).toBe(false);
    expect(isShared({ kind: 'own', name: 'helpLines' })).toBe(true);
  });
});
