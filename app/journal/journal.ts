/** The journal as the page has it: what is kept, and what can be done with it. All tabs show the same. */
import { batch, type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import { type AlarmAnswer, entrySchema, type JournalEntry } from '../../src/mood';
import type { Version } from '../sync/merge';
import { entryOf } from './contents';
import { createDrafts, type Drafts } from './drafts';
import { type Imported, readImport } from './imports';
import { askToKeep, type Keeping } from './keeping';
import { type Own, type OwnChange, ownRevision } from './own';
import { createReader, type Reader, type ReaderParts } from './reader';
import { JournalLocked } from './refusals';
import { writeSealedFile } from './sealedFile';
import { type Clock, createShown, type Shown } from './shown';
import type { Store } from './store';
import type { Change } from './writes';

export interface Journal extends Shown {
  drafts: Drafts;
  /** What the browser said when it was asked to keep the journal. */
  keeping: Signal<Keeping>;
  load: Reader['load'];
  /**
   * Throws when it could not be kept; then nothing has changed.
   *
   * draft: the name of the draft that it was
   */
  put(entry: JournalEntry, draft?: string): Promise<void>;
  /**
   * Writes what `change` makes of an entry as it lies there now, whichever tab or device wrote it last; it is given undefined
   * where the entry is gone, and leaves all as it is with undefined. Returns what was written. Throws as put does.
   */
  change(
    id: string,
    change: (now: JournalEntry | undefined) => JournalEntry | undefined,
    draft?: string,
  ): Promise<JournalEntry | undefined>;
  remove(entry: JournalEntry): Promise<void>;
  /** Adds all that is new in a file. Throws as readImport does, or when it could not be kept; then nothing has changed. */
  importText(text: string, passphrase?: string): Promise<Imported>;
  /** All of it, sealed as it lies there, for a file; it needs no key. */
  sealedFile(): Promise<string>;
  answer(answer: AlarmAnswer): Promise<void>;
  /** It is shown at once. Throws when it could not be kept; then it is shown as it was. */
  changeOwn<K extends keyof Own>(name: K, change: OwnChange<K>): Promise<void>;
  /** Writes profiles and corrections, all or none. Throws when the journal is locked. */
  changePeople(change: Change): Promise<void>;
  /** Throws when something is left; what that is is shown. */
  forget(): Promise<void>;
  protect(passphrase: string): Promise<void>;
  /** Throws WrongPassphrase. */
  changePassphrase(current: string, next: string): Promise<void>;
  unprotect(): Promise<void>;
  /** Throws WrongPassphrase. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets the key and what was read with it, in all tabs. */
  lock(): void;
  /** Somebody is there. */
  touch(): void;
  /** A newer page has taken the database over; nothing of it is shown here any more. */
  replaced(): void;
  folder: Pick<Store, 'folder' | 'keepFolder'>;
  /** Counts what this tab has written of entries. */
  written: Signal<number>;
  /** Counts what this tab has written of anything, what came from other devices aside. */
  changed: Signal<number>;
  /** For what joins devices (see app/sync). */
  shared: {
    versions: Store['versions'];
    /** Takes what other devices have changed, and shows it in all tabs. Returns how much of it was new. */
    take(incoming: readonly Version[]): Promise<number>;
    /** Keeps how this device takes part. */
    write(change: Change): Promise<void>;
    isPassphrase: Store['isPassphrase'];
  };
}

/** The other tabs are told of a press or a key no more often, in ms. */
const touchPace = 5000;

export type JournalParts = Clock & Pick<ReaderParts, 'oldOwn' | 'forgetSettings'>;

const entryItem = (value: JournalEntry) => ({ kind: 'entry' as const, name: value.id, value });

export function createJournal(store: Store, { oldOwn, forgetSettings, ...clock }: JournalParts): Journal {
  const { now } = clock;
  const drafts = createDrafts(async (name, draft) => {
    const item = { kind: 'draft' as const, name };
    await store.write(draft ? { put: [{ ...item, value: draft }] } : { remove: [item] });
  });
  const { shown, showing } = createShown(clock, drafts);
  const { state, isProtected, entries, answers, own, people, removed, forgotten, seen } = shown;
  const reader = createReader({ store, shown, showing, drafts, now, oldOwn, forgetSettings });
  const keeping = signal<Keeping>('unknown');
  const written = signal(0);
  const changed = signal(0);

  function mustBeOpen() {
    if (state.peek() !== 'ready') throw new JournalLocked();
  }

  /** Without a word to whoever carries changes to other devices. Returns what the revisions became. */
  async function writeQuietly(change: Change) {
    mustBeOpen();
    const revised = await store.write(change);
    await reader.written([...(change.put ?? []), ...(change.remove ?? []), ...(change.revise ?? [])]);
    return revised;
  }

  async function writeRecords(change: Change) {
    await writeQuietly(change);
    changed.value++;
  }

  async function writeEntries(change: Change) {
    const revised = await writeQuietly(change);
    forgotten.value = false;
    batch(() => {
      written.value++;
      changed.value++;
    });
    return revised;
  }

  /** What was typed goes with what is written of it; what is typed on meanwhile stays, also when that fails. */
  async function writeDraft(change: Omit<Change, 'remove'>, draft: string | undefined) {
    // Before the draft is taken: of a locked journal it stays.
    mustBeOpen();
    if (draft === undefined) return writeEntries(change);
    const taken = drafts.take(draft);
    try {
      return await writeEntries({ ...change, remove: [{ kind: 'draft', name: draft }] });
    } catch (error) {
      // Whoever typed on meanwhile has more in the form.
      if (!drafts.get(draft)) drafts.set(draft, taken);
      throw error;
    }
  }

  async function changeOwn<K extends keyof Own>(name: K, change: OwnChange<K>) {
    mustBeOpen();
    const isKept = showing.showOnItsWay((now) => ({ ...now, [name]: change(now[name]) }));
    try {
      await writeQuietly({ revise: [ownRevision(name, change)] });
    } finally {
      isKept();
    }
    changed.value++;
  }

  async function take(incoming: readonly Version[]): Promise<number> {
    mustBeOpen();
    const taken = await store.take(incoming);
    await reader.written(taken);
    if (taken.some(({ kind }) => kind === 'entry')) written.value++;
    return taken.length;
  }

  return {
    ...shown,
    drafts,
    keeping,
    written,
    changed,
    shared: {
      versions: store.versions,
      take,
      write: async (change) => void (await writeQuietly(change)),
      isPassphrase: store.isPassphrase,
    },
    folder: { folder: store.folder, keepFolder: store.keepFolder },
    load: reader.load,
    async put(entry, draft) {
      const checked = v.parse(entrySchema, entry);
      const isFirst = entries.peek().length === 0;
      showing.removesHere(entry.id, false);
      await writeDraft({ put: [entryItem(checked)] }, draft);
      if (removed.value?.id === entry.id) removed.value = undefined;
      if (isFirst || keeping.peek() === 'unknown') void askToKeep(keeping);
    },
    async change(id, change, draft) {
      const of = (value: unknown) => {
        const made = change(entryOf({ kind: 'entry', name: id, value }));
        return made && v.parse(entrySchema, made);
      };
      const [changed] = await writeDraft({ revise: [{ kind: 'entry', name: id, of }] }, draft);
      return entryOf(changed);
    },
    async remove(entry) {
      showing.removesHere(entry.id, true);
      try {
        await writeEntries({ remove: [{ kind: 'entry', name: entry.id }] });
      } catch (error) {
        showing.removesHere(entry.id, false);
        throw error;
      }
      removed.value = entry;
    },
    async importText(text, passphrase) {
      mustBeOpen();
      const here = { entries: entries.peek(), answers: answers.peek(), people: people.peek(), own: own.peek() };
      const { imported, entries: added, others } = await readImport(text, passphrase, here);
      const change = { put: [...others.put, ...added.map(entryItem)], revise: others.revise };
      if (change.put.length + change.revise.length > 0)
        await (added.length > 0 ? writeEntries(change) : writeRecords(change));
      if (added.length > 0 && keeping.peek() === 'unknown') void askToKeep(keeping);
      return imported;
    },
    sealedFile: async () => writeSealedFile(await store.copy()),
    answer: (answer) => writeRecords({ put: [{ kind: 'answer', name: String(answer.day), value: answer }] }),
    changeOwn,
    changePeople: writeRecords,
    async forget() {
      reader.discard();
      drafts.clear();
      try {
        await store.forget();
      } catch (error) {
        // Whatever of it is still there is shown.
        await reader.load();
        throw error;
      }
      oldOwn?.remove();
      forgetSettings?.();
      reader.tell({ kind: 'forgotten' });
      batch(() => {
        showing.hide('loading');
        isProtected.value = false;
      });
      await reader.load();
      forgotten.value = true;
    },
    async protect(passphrase) {
      mustBeOpen();
      await drafts.flush();
      const keys = await store.protect(passphrase);
      isProtected.value = true;
      seen.value = now().getTime();
      reader.tell({ kind: 'opened', keys });
      await reader.load();
    },
    async changePassphrase(current, next) {
      mustBeOpen();
      await store.changePassphrase(current, next);
    },
    async unprotect() {
      mustBeOpen();
      await store.unprotect();
      isProtected.value = false;
      reader.tell({ kind: 'unprotected' });
      await reader.load();
    },
    unlock: (passphrase) =>
      reader.loadAfter(async () => {
        const keys = await store.unlock(passphrase);
        seen.value = now().getTime();
        if (keys) reader.tell({ kind: 'opened', keys });
      }),
    lock() {
      if (!isProtected.peek()) return;
      reader.tell({ kind: 'locked' });
      void reader.lock();
    },
    replaced() {
      reader.discard();
      drafts.clear();
      void store.lock();
      showing.hide('replaced');
    },
    touch() {
      const at = now().getTime();
      if (at - seen.peek() > touchPace) reader.tell({ kind: 'active', at });
      seen.value = at;
    },
  };
}
