/** What the page shows of the journal while its database is slow, and what is kept then. */
import { describe, expect, it } from 'vitest';
import type { Content, Records } from './contents';
import { createJournal } from './journal';
import { type Own, ownOf } from './own';
import type { Store } from './store';

/** A database whose writes and readings wait until they are let go. */
function slowStore() {
  let own = ownOf([]);
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve));
  const records = (): Records => ({
    ...{ answers: [], own, drafts: new Map(), people: [], setup: undefined, lastSync: undefined },
  });
  const store: Pick<Store, 'look' | 'read' | 'readRecords' | 'write'> = {
    look: async () => ({ protection: 'none', isReadOnly: false }),
    read: async (): Promise<Content> => ({ entries: [], records: records(), unreadable: 0 }),
    async readRecords() {
      const found = records();
      await turn();
      return found;
    },
    async write({ revise = [] }) {
      await turn();
      for (const { name, of } of revise) own = { ...own, [name]: of(own[name as keyof Own]) };
      return [];
    },
  };
  return {
    store: store as Store,
    own: () => own,
    /** As if another tab had done it. */
    setOwn(change: Partial<Own>) {
      own = { ...own, ...change };
    },
    /** Lets the longest waiting go on. */
    async next() {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    waiting: () => waiting.length,
  };
}

const parts = { now: () => new Date(2026, 2, 1), dayBegins: () => 0, today: () => 20_513 };

async function openJournal() {
  const slow = slowStore();
  const journal = createJournal(slow.store, parts);
  await journal.load();
  return { ...slow, journal };
}

const withTag = (tag: string) => (tags: string[]) => [...new Set([...tags, tag])];

describe('what is the person’s own', () => {
  it('is shown at once, and an older reading of the database does not take it back', async () => {
    const { journal, next, waiting, own } = await openJournal();
    const first = journal.changeOwn('tags', withTag('climbing'));
    await next();
    // The reading after the first write is under way, and does not know of the second.
    const second = journal.changeOwn('tags', withTag('garden'));
    expect(journal.own.value.tags).toEqual(['climbing', 'garden']);
    await next();
    expect(journal.own.value.tags).toEqual(['climbing', 'garden']);
    while (waiting() > 0) await next();
    await Promise.all([first, second]);
    expect(journal.own.value.tags).toEqual(['climbing', 'garden']);
    expect(own().tags).toEqual(['climbing', 'garden']);
  });

  it('is changed by what another tab has made of it, not by what this one shows', async () => {
    const { journal, next, waiting, setOwn } = await openJournal();
    const change = journal.changeOwn('tags', withTag('climbing'));
    setOwn({ tags: ['from the other tab'] });
    while (waiting() > 0) await next();
    await change;
    expect(journal.own.value.tags).toEqual(['from the other tab', 'climbing']);
  });

  it('is adopted from an earlier version’s settings beside what another tab writes meanwhile', async () => {
    const slow = slowStore();
    let old: Partial<Own> = { tags: ['garden'], never: ['walk'] };
    const oldOwn = {
      read: () => old,
      remove() {
        old = {};
      },
    };
    const journal = createJournal(slow.store, { ...parts, oldOwn });
    const loaded = journal.load();
    // The journal has been read, and the first write waits for its turn.
    await slow.next();
    slow.setOwn({ tags: ['from the other tab'] });
    while (slow.waiting() > 0) await slow.next();
    await loaded;
    expect(journal.own.value).toMatchObject({ tags: ['from the other tab', 'garden'], never: ['walk'] });
    expect(old).toEqual({});
  });

  it('is shown as it was when it could not be kept', async () => {
    const { journal, store } = await openJournal();
    store.write = async () => {
      throw new Error('no room');
    };
    await expect(journal.changeOwn('watchesRises', () => true)).rejects.toThrow('no room');
    expect(journal.own.value.watchesRises).toBe(false);
  });
});

it('what is typed into an entry that is removed elsewhere stays, also after its removal here had failed', async () => {
  const { journal, store } = await openJournal();
  const entry = { id: 'a', time: '2026-03-01T12:00:00+00:00', tags: [], note: 'a good' };
  const read = store.read;
  store.read = async () => ({ ...(await read()), entries: [entry] });
  await journal.load();
  store.write = async () => {
    throw new Error('no room');
  };
  await expect(journal.remove(entry)).rejects.toThrow('no room');
  journal.drafts.set('a', { id: 'a', words: [], tags: [], ownTag: '', note: 'a good day', minute: '' });
  store.read = read;
  await journal.load();
  expect(journal.entries.value).toEqual([]);
  expect(journal.removedElsewhere.value).toEqual([entry]);
});

it('what is typed while an entry is being kept stays, also when that fails', async () => {
  const { journal, store, next, waiting } = await openJournal();
  const draft = { id: 'a', words: [], tags: [], ownTag: '', note: 'a good', minute: '' };
  journal.drafts.set('@new', draft);
  const entry = { id: 'a', time: '2026-03-01T12:00:00+00:00', tags: [], note: 'a good' };
  store.write = async () => {
    await store.readRecords();
    throw new Error('no room');
  };
  const failed = expect(journal.put(entry, '@new')).rejects.toThrow('no room');
  journal.drafts.set('@new', { ...draft, note: 'a good day' });
  while (waiting() > 0) await next();
  await failed;
  expect(journal.drafts.get('@new')?.note).toBe('a good day');
});
