/** The journal as the page has it: what is kept, and what can be done with it. All tabs show the same. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import {
  type AlarmAnswer,
  entrySchema,
  inOrder,
  isLowSpell,
  type JournalEntry,
  type MoodWatch,
  recordsOf,
  watchMood,
  watchRises,
} from '../../src/mood';
import type { Profile } from '../personal/people';
import type { Version } from '../sync/merge';
import type { LastSync, Setup } from '../sync/setup';
import { type News, openChannel } from './channel';
import { entryOf, type Records } from './contents';
import { createDrafts, type Drafts } from './drafts';
import { type Imported, readImport } from './imports';
import { askToKeep, type Keeping } from './keeping';
import { type Own, type OwnChange, ownOf, ownRevision } from './own';
import { JournalLocked } from './refusals';
import type { Named } from './rows';
import { writeSealedFile } from './sealedFile';
import { type ShownAlarm, shownAlarm } from './shownAlarm';
import type { Store } from './store';
import type { Change } from './writes';

export type JournalState =
  | 'loading'
  | 'locked'
  | 'ready'
  /** This browser keeps nothing; the reason is in `problem`. */
  | 'failed'
  /** A newer page has taken the database over. */
  | 'replaced';

export interface Journal {
  state: Signal<JournalState>;
  /** It has a passphrase. */
  isProtected: Signal<boolean>;
  /** A newer page wrote it: it can be read and exported, and nothing else. */
  isReadOnly: Signal<boolean>;
  /** Why it cannot be read, where it failed. */
  problem: Signal<unknown>;
  /** Earliest first. */
  entries: Signal<readonly JournalEntry[]>;
  /** How many rows cannot be opened; they are kept. */
  unreadable: Signal<number>;
  watch: ReadonlySignal<MoodWatch>;
  /** The alarm that is to be shown. */
  alarm: ReadonlySignal<ShownAlarm | undefined>;
  /** The same for days that turned up, where the person wants to know. */
  rises: ReadonlySignal<MoodWatch | undefined>;
  rise: ReadonlySignal<ShownAlarm | undefined>;
  lowSpell: ReadonlySignal<boolean>;
  /** Entries that are being changed here, and that another tab or device has removed meanwhile. */
  removedElsewhere: ReadonlySignal<readonly JournalEntry[]>;
  /** Nobody wants to change it any more. */
  letGo(entry: JournalEntry): void;
  /** The entry that was removed last, which can come back. */
  removed: Signal<JournalEntry | undefined>;
  /** Everything was forgotten, in whichever tab, and nothing was written since. */
  forgotten: Signal<boolean>;
  own: Signal<Own>;
  /** Whose faces are known, and what they taught. */
  people: Signal<readonly Profile[]>;
  drafts: Drafts;
  /** What the browser said when it was asked to keep the journal. */
  keeping: Signal<Keeping>;
  /** The journal is read. Again where it was before: whatever other tabs have done to it is there then. */
  load(): Promise<void>;
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
  /** When somebody was last there, in any tab, in ms since 1970. */
  seen: Signal<number>;
  touch(): void;
  /** A newer page has taken the database over; nothing of it is shown here any more. */
  replaced(): void;
  folder: Pick<Store, 'folder' | 'keepFolder'>;
  /** Counts what this tab has written of entries. */
  written: Signal<number>;
  /** Counts what this tab has written of anything, what came from other devices aside. */
  changed: Signal<number>;
  /** How this device shares the journal with others, if it does, and when it last did. */
  setup: Signal<Setup | undefined>;
  lastSync: Signal<LastSync | undefined>;
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

/** With more than so many entries at once, all are read anew. */
const manyEntries = 500;
/** The other tabs are told of a press or a key no more often, in ms. */
const touchPace = 5000;

export interface JournalParts {
  /** The present, so that tests have a clock of their own. */
  now(): Date;
  /** The hour at which the person's days begin. */
  dayBegins(): number;
  /** The day that it is; where that is a signal's value, what is shown follows. */
  today(): number;
  /** What earlier versions kept among the settings, in clear; it is removed there once it is kept here. */
  oldOwn?: { read(): Partial<Own>; remove(): void };
  /** All settings go with the journal. */
  forgetSettings?(): void;
}

const entryItem = (value: JournalEntry) => ({ kind: 'entry' as const, name: value.id, value });

export function createJournal(store: Store, { now, dayBegins, today, oldOwn, forgetSettings }: JournalParts): Journal {
  const state = signal<JournalState>('loading');
  const isProtected = signal(false);
  const isReadOnly = signal(false);
  const problem = signal<unknown>(undefined);
  const entries = signal<readonly JournalEntry[]>([]);
  const unreadable = signal(0);
  const answers = signal<readonly AlarmAnswer[]>([]);
  const own = signal<Own>(ownOf([]));
  /** As the database had it when it was read last, and what is on its way there. */
  let keptOwn = own.peek();
  const changesOnTheirWay = new Set<(now: Own) => Own>();
  const people = signal<readonly Profile[]>([]);
  const removedElsewhere = signal<readonly JournalEntry[]>([]);
  const removedHere = new Set<string>();
  const removed = signal<JournalEntry | undefined>(undefined);
  const forgotten = signal(false);
  const keeping = signal<Keeping>('unknown');
  const seen = signal(now().getTime());
  const written = signal(0);
  const changed = signal(0);
  const setup = signal<Setup | undefined>(undefined);
  const lastSync = signal<LastSync | undefined>(undefined);
  const dismissed = computed(
    () => new Set(answers.value.filter((a) => a.quietUntil === 'wrong').map(({ day }) => day)),
  );
  const watchOptions = () => ({ dismissed: dismissed.value, dayBegins: dayBegins() });
  const watch = computed(() => watchMood(recordsOf(entries.value), watchOptions()));
  const rises = computed(() =>
    own.value.watchesRises ? watchRises(recordsOf(entries.value), watchOptions()) : undefined,
  );
  const shown = (found: MoodWatch) =>
    shownAlarm(found, { answers: answers.value, today: today(), at: now().getTime() });
  const alarm = computed(() => shown(watch.value));
  const rise = computed(() => rises.value && shown(rises.value));
  const drafts = createDrafts(async (name, draft) => {
    const item = { kind: 'draft' as const, name };
    await store.write(draft ? { put: [{ ...item, value: draft }] } : { remove: [item] });
  });

  /** Readings of the database follow one another, so that the last one shown is the last one read. */
  let reading: Promise<unknown> = Promise.resolve();
  function afterReading<T>(run: () => Promise<T>): Promise<T> {
    const turn = reading.then(run, run);
    reading = turn.catch(() => {});
    return turn;
  }

  function show(content: { entries: readonly JournalEntry[]; records: Records; unreadable: number }) {
    showEntries(content.entries);
    unreadable.value = content.unreadable;
    showRecords(content.records);
  }

  /** What was typed into the form of an entry is not lost with the entry. */
  function showEntries(now: readonly JournalEntry[]) {
    const there = new Set(now.map(({ id }) => id));
    const isOpen = ({ id }: JournalEntry) => !there.has(id) && !removedHere.has(id) && drafts.get(id) !== undefined;
    removedElsewhere.value = [...removedElsewhere.peek(), ...entries.peek()].filter(isOpen);
    entries.value = now;
  }

  const showOwn = () => {
    own.value = [...changesOnTheirWay].reduce((now, change) => change(now), keptOwn);
  };

  function showRecords(records: Records) {
    answers.value = records.answers;
    keptOwn = records.own;
    showOwn();
    people.value = records.people;
    setup.value = records.setup;
    lastSync.value = records.lastSync;
    drafts.fill(records.drafts);
  }

  function hide(next: JournalState) {
    batch(() => {
      state.value = next;
      entries.value = [];
      removedElsewhere.value = [];
      answers.value = [];
      changesOnTheirWay.clear();
      keptOwn = ownOf([]);
      showOwn();
      people.value = [];
      setup.value = undefined;
      lastSync.value = undefined;
      unreadable.value = 0;
      removed.value = undefined;
    });
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
    if (ids === 'all' || ids.length > manyEntries || unreadable.peek() > 0) return load();
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
        return closeLock();
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

  /** The screen is empty at once; what was being typed is sealed before the key goes. */
  function closeLock(): Promise<void> {
    locked++;
    if (state.peek() === 'ready' && isProtected.peek()) hide('locked');
    return afterReading(async () => {
      await drafts.flush();
      await store.lock();
      if (isAsked) await read();
    });
  }

  function mustBeOpen() {
    if (state.peek() !== 'ready') throw new JournalLocked();
  }

  /**
   * Writes, tells the other tabs, and shows what is there then. Returns what the revisions became.
   *
   * draft: what was typed, which goes with it
   */
  async function writeEntries(change: Change, draft?: string) {
    mustBeOpen();
    const { put = [], remove = [], revise = [] } = change;
    const named: Named[] = [...put, ...remove, ...revise];
    const drafted: Named[] = draft === undefined ? [] : [{ kind: 'draft', name: draft }];
    const revised = await store.write({ ...change, remove: [...remove, ...drafted] });
    forgotten.value = false;
    const ids = named.filter(({ kind }) => kind === 'entry').map(({ name }) => name);
    const news = ids.length > manyEntries ? ('all' as const) : ids;
    const hasRecords = drafted.length > 0 || ids.length < named.length;
    if (ids.length > 0) tell({ kind: 'entries', ids: news });
    if (hasRecords) tell({ kind: 'records' });
    if (ids.length < named.length) await refreshRecords();
    if (ids.length > 0) await refresh(news);
    batch(() => {
      if (ids.length > 0) written.value++;
      changed.value++;
    });
    return revised;
  }

  /** What was typed goes with what is written of it; what is typed on meanwhile stays, also when that fails. */
  async function writeDraft(change: Change, draft: string | undefined) {
    // Before the draft is taken: of a locked journal it stays.
    mustBeOpen();
    const taken = draft === undefined ? undefined : drafts.take(draft);
    try {
      return await writeEntries(change, draft);
    } catch (error) {
      // Whoever typed on meanwhile has more in the form.
      if (draft !== undefined && !drafts.get(draft)) drafts.set(draft, taken);
      throw error;
    }
  }

  async function changeOwn<K extends keyof Own>(name: K, change: OwnChange<K>) {
    mustBeOpen();
    const onItsWay = (now: Own): Own => ({ ...now, [name]: change(now[name]) });
    changesOnTheirWay.add(onItsWay);
    showOwn();
    try {
      await store.write({ revise: [ownRevision(name, change)] });
      tell({ kind: 'records' });
      await refreshRecords();
    } finally {
      changesOnTheirWay.delete(onItsWay);
      showOwn();
    }
    changed.value++;
  }

  async function changeRecords(change: Change) {
    await writeQuietly(change);
    changed.value++;
  }

  /** Without a word to whoever carries changes to other devices. */
  async function writeQuietly(change: Change) {
    mustBeOpen();
    await store.write(change);
    tell({ kind: 'records' });
    await refreshRecords();
  }

  async function take(incoming: readonly Version[]): Promise<number> {
    mustBeOpen();
    const taken = await store.take(incoming);
    if (taken.length === 0) return 0;
    const ids = taken.filter(({ kind }) => kind === 'entry').map(({ name }) => name);
    const told = ids.length > manyEntries ? ('all' as const) : ids;
    tell({ kind: 'records' });
    await refreshRecords();
    if (ids.length > 0) {
      tell({ kind: 'entries', ids: told });
      await refresh(told);
      written.value++;
    }
    return taken.length;
  }

  const journal: Journal = {
    state,
    isProtected,
    isReadOnly,
    problem,
    entries,
    removedElsewhere,
    unreadable,
    watch,
    alarm,
    rises,
    rise,
    lowSpell: computed(() => isLowSpell(entries.value, today(), dayBegins())),
    removed,
    forgotten,
    own,
    people,
    drafts,
    keeping,
    seen,
    written,
    changed,
    setup,
    lastSync,
    shared: { versions: store.versions, take, write: writeQuietly, isPassphrase: store.isPassphrase },
    folder: { folder: store.folder, keepFolder: store.keepFolder },
    load,
    async put(entry, draft) {
      const checked = v.parse(entrySchema, entry);
      const isFirst = entries.peek().length === 0;
      removedHere.delete(entry.id);
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
      removedHere.add(entry.id);
      try {
        await writeEntries({ remove: [{ kind: 'entry', name: entry.id }] });
      } catch (error) {
        removedHere.delete(entry.id);
        throw error;
      }
      removed.value = entry;
    },
    letGo({ id }) {
      removedElsewhere.value = removedElsewhere.peek().filter((other) => other.id !== id);
    },
    async importText(text, passphrase) {
      mustBeOpen();
      const here = { entries: entries.peek(), answers: answers.peek(), people: people.peek(), own: own.peek() };
      const { imported, entries: added, others } = await readImport(text, passphrase, here);
      const change = { put: [...others.put, ...added.map(entryItem)], revise: others.revise };
      if (change.put.length + change.revise.length > 0) await writeEntries(change);
      if (added.length > 0 && keeping.peek() === 'unknown') void askToKeep(keeping);
      return imported;
    },
    sealedFile: async () => writeSealedFile(await store.copy()),
    answer: (answer) => changeRecords({ put: [{ kind: 'answer', name: String(answer.day), value: answer }] }),
    changeOwn,
    changePeople: changeRecords,
    async forget() {
      locked++;
      drafts.clear();
      try {
        await store.forget();
      } catch (error) {
        // Whatever of it is still there is shown.
        await load();
        throw error;
      }
      oldOwn?.remove();
      forgetSettings?.();
      tell({ kind: 'forgotten' });
      batch(() => {
        hide('loading');
        isProtected.value = false;
      });
      await load();
      forgotten.value = true;
    },
    async protect(passphrase) {
      mustBeOpen();
      await drafts.flush();
      const keys = await store.protect(passphrase);
      isProtected.value = true;
      seen.value = now().getTime();
      tell({ kind: 'opened', keys });
      await load();
    },
    async changePassphrase(current, next) {
      mustBeOpen();
      await store.changePassphrase(current, next);
    },
    async unprotect() {
      mustBeOpen();
      await store.unprotect();
      isProtected.value = false;
      tell({ kind: 'unprotected' });
      await load();
    },
    unlock: (passphrase) =>
      afterReading(async () => {
        const keys = await store.unlock(passphrase);
        seen.value = now().getTime();
        if (keys) tell({ kind: 'opened', keys });
        await read();
      }),
    lock() {
      if (!isProtected.peek()) return;
      tell({ kind: 'locked' });
      void closeLock();
    },
    replaced() {
      locked++;
      drafts.clear();
      void store.lock();
      hide('replaced');
    },
    touch() {
      const at = now().getTime();
      if (at - seen.peek() > touchPace) tell({ kind: 'active', at });
      seen.value = at;
    },
  };
  return journal;
}
