/** Reads the database into what a tab shows, after its own writes and after what other tabs tell. */
import { batch } from '@preact/signals';
import { inOrder, type JournalEntry } from '../../src/mood';
import { type Channel, type News, openChannel } from './channel';
import type { Drafts } from './drafts';
import { type Own, ownRevision } from './own';
import type { Named } from './rows';
import type { Showing, Shown } from './shown';
import type { Store } from './store';

/** With more than so many entries at once, all are read anew. */
const manyEntries = 500;

export interface ReaderParts {
  store: Store;
  shown: Shown;
  showing: Showing;
  drafts: Drafts;
  now(): Date;
  /** What earlier versions kept among the settings, in clear; it is removed there once it is kept here. */
  oldOwn?: { read(): Partial<Own>; remove(): void } | undefined;
  /** Everything was forgotten in another tab, and settings go with the journal. */
  forgetSettings?: (() => void) | undefined;
}

export interface Reader {
  /** The journal is read. Again where it was before: whatever other tabs have done to it is there then. */
  load(): Promise<void>;
  /** Reads it after `change`, which changes whether or how it can be read. */
  loadAfter(change: () => Promise<void>): Promise<void>;
  /** Tells the other tabs what was written, and shows what is there then. */
  written(named: readonly Named[]): Promise<void>;
  tell: Channel['tell'];
  /** What is being read is not shown any more. */
  discard(): void;
  /** The screen is empty at once; what was being typed is sealed before the key goes. */
  lock(): Promise<void>;
}

export function createReader({ store, shown, showing, drafts, now, oldOwn, forgetSettings }: ReaderParts): Reader {
  const { state, isProtected, isReadOnly, problem, entries, unreadable, forgotten, seen } = shown;
  const { show, showEntries, showRecords, hide } = showing;

  /** Readings of the database follow one another, so that the last one shown is the last one read. */
  let reading: Promise<unknown> = Promise.resolve();
  function afterReading<T>(run: () => Promise<T>): Promise<T> {
    const turn = reading.then(run, run);
    reading = turn.catch(() => {});
    return turn;
  }

  /** Counts lockings: what was read before one is not shown after it. */
  let locked = 0;
  /** A view has asked for the journal. */
  let isAsked = false;

  async function read() {
    if (state.peek() === 'replaced') return;
    const before = locked;
    try {
      const look = await store.look();
      if (look.protection === 'locked') {
        batch(() => {
          isProtected.value = true;
          isReadOnly.value = look.isReadOnly;
          hide('locked');
        });
        drafts.clear();
        return;
      }
      const content = await store.read();
      if (before !== locked) return;
      batch(() => {
        isProtected.value = look.protection === 'open';
        isReadOnly.value = look.isReadOnly;
        show(content);
        state.value = 'ready';
      });
      if (!look.isReadOnly) await adoptOldOwn();
    } catch (error) {
      problem.value = error;
      if (before === locked) state.value = 'failed';
    }
  }

  const load = () => {
    isAsked = true;
    return afterReading(read);
  };

  async function adoptOldOwn() {
    if (!oldOwn) return;
    const { tags, never, helpLines } = oldOwn.read();
    if (!tags && !never && helpLines === undefined) return;
    // When its turn comes, another tab may have adopted them, and somebody changed them since: then none are left.
    const left = () => oldOwn.read();
    try {
      await store.write({
        revise: [
          ...(tags ? [ownRevision('tags', (now) => [...new Set([...now, ...(left().tags ?? [])])])] : []),
          ...(never ? [ownRevision('never', (now) => left().never ?? now)] : []),
          ...(helpLines !== undefined ? [ownRevision('helpLines', (now) => left().helpLines ?? now)] : []),
        ],
      });
      oldOwn.remove();
      showRecords(await store.readRecords());
    } catch {
      // No room: they stay where they are until the next time.
    }
  }

  /** Shows entries as the database has them now. */
  const refresh = (ids: readonly string[] | 'all') => {
    // A good row may have taken the place of one that could not be read.
    if (ids === 'all' || unreadable.peek() > 0) return load();
    return afterReading(async () => {
      if (state.peek() !== 'ready') return;
      const before = locked;
      let found: Map<string, JournalEntry>;
      try {
        found = await store.readEntries(ids);
      } catch {
        // Locked or forgotten in the meantime, which is told, too.
        return read();
      }
      if (before !== locked || state.peek() !== 'ready') return;
      const changed = new Set(ids);
      showEntries(inOrder([...entries.peek().filter(({ id }) => !changed.has(id)), ...found.values()]));
    });
  };

  const refreshRecords = () =>
    afterReading(async () => {
      if (state.peek() !== 'ready') return;
      const before = locked;
      const found = await store.readRecords().catch(() => undefined);
      if (found && before === locked && state.peek() === 'ready') showRecords(found);
    });

  const { tell } = openChannel((news) => void follow(news));

  async function follow(news: News) {
    switch (news.kind) {
      case 'entries':
        forgotten.value = false;
        return refresh(news.ids);
      case 'records':
        return refreshRecords();
      case 'locked':
        return lock();
      case 'opened':
        return afterReading(async () => {
          // Where the journal was not opened yet, it asks for the passphrase.
          if (state.peek() === 'loading') return;
          // Somebody is there, although not in this tab.
          seen.value = now().getTime();
          store.adopt(news.keys);
          await read();
        });
      case 'unprotected':
        return isAsked ? load() : undefined;
      case 'forgotten':
        locked++;
        drafts.clear();
        forgetSettings?.();
        await store.lock();
        if (isAsked) await load();
        forgotten.value = true;
        return;
      case 'active':
        seen.value = Math.max(seen.peek(), news.at);
    }
  }

  function lock(): Promise<void> {
    locked++;
    if (state.peek() === 'ready' && isProtected.peek()) hide('locked');
    return afterReading(async () => {
      await drafts.flush();
      await store.lock();
      if (isAsked) await read();
    });
  }

  return {
    load,
    loadAfter: (change) =>
      afterReading(async () => {
        await change();
        await read();
      }),
    async written(named) {
      const ids = named.filter(({ kind }) => kind === 'entry').map(({ name }) => name);
      const others = named.filter(({ kind }) => kind !== 'entry');
      const told = ids.length > manyEntries ? 'all' : ids;
      if (ids.length > 0) tell({ kind: 'entries', ids: told });
      if (others.length > 0) tell({ kind: 'records' });
      // What was typed is here already.
      if (others.some(({ kind }) => kind !== 'draft')) await refreshRecords();
      if (ids.length > 0) await refresh(told);
    },
    tell,
    discard() {
      locked++;
    },
    lock,
  };
}
