/** The journal as the page has it: what is kept, and what can be done with it. All tabs show the same. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import {
  type AlarmAnswer,
  entrySchema,
  inOrder,
  isLowSpell,
  type JournalEntry,
  joinedGroups,
  type MoodFileError,
  type MoodWatch,
  newEntries,
  readEntries,
  readPeople,
  readTagGroups,
  recordsOf,
  watchMood,
  watchRises,
} from '../../src/mood';
import { itemsOf, type Profile } from '../personal/people';
import type { Version } from '../sync/merge';
import type { LastSync, Setup } from '../sync/setup';
import { type News, openChannel } from './channel';
import { createDrafts, type Drafts } from './drafts';
import { askToKeep, type Keeping } from './keeping';
import { type Own, type OwnChange, ownOf } from './own';
import type { Item } from './rows';
import { isSealedFile, readSealedFile, writeSealedFile } from './sealedFile';
import { type Change, JournalLocked, type Records, type Store } from './store';

export type JournalState =
  | 'loading'
  | 'locked'
  | 'ready'
  /** This browser keeps nothing; the reason is in `problem`. */
  | 'failed'
  /** A newer page has taken the database over. */
  | 'replaced';

/** What came of a file. */
export interface Imported {
  added: number;
  known: number;
  /** Why single entries were not taken, each with its place in the file. */
  refused: readonly MoodFileError[];
  /** Rows of which an entry could not hold all. */
  shortened: readonly number[];
}

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
  remove(entry: JournalEntry): Promise<void>;
  /**
   * Adds what is new in a file, entry by entry. Throws when it cannot be read at all, WrongPassphrase where it is sealed with
   * another passphrase, PassphraseNeeded where none was given, and
   * UnknownMoodsError where only the person can tell where moods lie; then nothing has changed.
   */
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

export interface ShownAlarm {
  day: number;
  /** Days with entries that were low (or high), up to now or to the end of it. */
  unusualDays: number;
  isOver: boolean;
}

/** An alarm is shown for so many days, or as long as its episode lasts. */
const shownDays = 7;
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

/** The groups of a journal's JSON, as they are kept. */
const groupsItem = (text: string): Item[] => [{ kind: 'own', name: 'groups', value: readTagGroups(text) }];

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
  function shownAlarm({ alarms, episodes, days }: MoodWatch): ShownAlarm | undefined {
    // Each alarm begins an episode.
    const [latest, episode] = [alarms.at(-1), episodes.at(-1)];
    if (!latest || !episode) return undefined;
    const { day } = latest;
    const present = today();
    const { from, to } = episode;
    const isOver = to !== undefined;
    const answer = answers.value.find((a) => a.day === day);
    const isQuiet = answer && answer.quietUntil !== 'wrong' && now().getTime() < answer.quietUntil;
    if (isQuiet || (isOver && present - day > shownDays)) return undefined;
    const unusualDays = days.filter((d) => d.day >= from && (!isOver || d.day <= to)).length;
    return { day, unusualDays, isOver };
  }
  const alarm = computed(() => shownAlarm(watch.value));
  const rise = computed(() => rises.value && shownAlarm(rises.value));
  const drafts = createDrafts((name, draft) => {
    const item = { kind: 'draft' as const, name };
    return store.write(draft ? { put: [{ ...item, value: draft }] } : { remove: [item] });
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
      if (tags) await store.changeOwn('tags', (now) => [...new Set([...now, ...(left().tags ?? [])])]);
      if (never) await store.changeOwn('never', (now) => left().never ?? now);
      if (helpLines !== undefined) await store.changeOwn('helpLines', (now) => left().helpLines ?? now);
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

  /** Writes, tells the other tabs, and shows what is there then. */
  async function writeEntries(put: readonly JournalEntry[], more: { remove?: Item['name'][]; draft?: string } = {}) {
    mustBeOpen();
    const { remove = [], draft } = more;
    await store.write({
      put: put.map((value) => ({ kind: 'entry', name: value.id, value })),
      remove: [
        ...remove.map((name) => ({ kind: 'entry' as const, name })),
        ...(draft === undefined ? [] : [{ kind: 'draft' as const, name: draft }]),
      ],
    });
    forgotten.value = false;
    const ids = [...put.map(({ id }) => id), ...remove];
    const news = ids.length > manyEntries ? ('all' as const) : ids;
    tell({ kind: 'entries', ids: news });
    if (draft !== undefined) tell({ kind: 'records' });
    await refresh(news);
    batch(() => {
      written.value++;
      changed.value++;
    });
  }

  async function changeOwn<K extends keyof Own>(name: K, change: OwnChange<K>) {
    mustBeOpen();
    const onItsWay = (now: Own): Own => ({ ...now, [name]: change(now[name]) });
    changesOnTheirWay.add(onItsWay);
    showOwn();
    try {
      await store.changeOwn(name, change);
      tell({ kind: 'records' });
      await refreshRecords();
    } finally {
      changesOnTheirWay.delete(onItsWay);
      showOwn();
    }
    changed.value++;
  }

  /** Tags and groups of another journal, beside one's own. */
  async function addTags({ tags, groups }: Own) {
    const mine = own.peek();
    const withTags: OwnChange<'tags'> = (now) => [...new Set([...now, ...tags])];
    const withGroups: OwnChange<'groups'> = (now) => joinedGroups(now, groups);
    if (withTags(mine.tags).length > mine.tags.length) await changeOwn('tags', withTags);
    if (JSON.stringify(withGroups(mine.groups)) !== JSON.stringify(mine.groups)) await changeOwn('groups', withGroups);
  }

  const writeRecords = (items: readonly Item[]) => changeRecords({ put: items });

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
      // Before the draft is taken: of a locked journal it stays.
      mustBeOpen();
      const checked = v.parse(entrySchema, entry);
      removedHere.delete(entry.id);
      const isFirst = entries.peek().length === 0;
      const taken = draft === undefined ? undefined : drafts.take(draft);
      try {
        await writeEntries([checked], draft === undefined ? {} : { draft });
      } catch (error) {
        // Whoever typed on meanwhile has more in the form.
        if (draft !== undefined && !drafts.get(draft)) drafts.set(draft, taken);
        throw error;
      }
      if (removed.value?.id === entry.id) removed.value = undefined;
      if (isFirst || keeping.peek() === 'unknown') void askToKeep(keeping);
    },
    async remove(entry) {
      removedHere.add(entry.id);
      try {
        await writeEntries([], { remove: [entry.id] });
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
      const sealed = isSealedFile(text);
      const found = sealed
        ? { ...(await readSealedFile(text, passphrase)), shortened: [] }
        : { ...readEntries(text, own.peek().moods), items: [...itemsOf(readPeople(text)), ...groupsItem(text)] };
      const added = newEntries(entries.peek(), found.entries);
      const known = new Set(itemsOf(people.peek()).map(({ kind, name }) => `${kind} ${name}`));
      const others = found.items.filter(
        ({ kind, name }) =>
          (kind === 'answer' && !answers.peek().some((a) => String(a.day) === name)) ||
          ((kind === 'profile' || kind === 'correction') && !known.has(`${kind} ${name}`)),
      );
      if (others.length > 0) await writeRecords(others);
      await addTags(ownOf(found.items.filter(({ kind }) => kind === 'own')));
      if (added.length > 0) await writeEntries(added);
      if (added.length > 0 && keeping.peek() === 'unknown') void askToKeep(keeping);
      return {
        added: added.length,
        known: found.entries.length - added.length,
        refused: found.refused,
        shortened: found.shortened,
      };
    },
    sealedFile: async () => writeSealedFile(await store.copy()),
    answer: (answer) => writeRecords([{ kind: 'answer', name: String(answer.day), value: answer }]),
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
