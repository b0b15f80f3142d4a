/** What is kept of a journal, in clear or under a passphrase: the one place that reads and writes the database. */
import Dexie from 'dexie';
import * as v from 'valibot';
import { type AlarmAnswer, alarmAnswerSchema, entrySchema, inOrder, type JournalEntry } from '../../src/mood';
import { type Profile, peopleOf } from '../personal/people';
import { type Database, databaseName, isNewer, type LockRow } from './database';
import { type Draft, draftSchema } from './drafts';
import {
  changeLock,
  DamagedLock,
  fits,
  isOldLock,
  type Keys,
  type Lock,
  makeLock,
  openLock,
  openOldLock,
  WrongPassphrase,
} from './lock';
import { type Own, ownOf } from './own';
import { inTurn } from './queue';
import {
  type Codec,
  clearCodec,
  fingerprint,
  type Item,
  isSealed,
  type Kind,
  oldCodec,
  packed,
  type Row,
  sealedCodec,
  unreadableItem,
} from './rows';

/** The journal is locked; nothing was written. */
export class JournalLocked extends Error {
  override name = 'JournalLocked';
  constructor() {
    super('the journal is locked');
  }
}

/** A newer page wrote the database; this one may only read it. */
export class JournalIsNewer extends Error {
  override name = 'JournalIsNewer';
  constructor() {
    super('a newer version of this page has written the journal');
  }
}

export interface Look {
  protection: 'none' | 'locked' | 'open';
  isReadOnly: boolean;
}

/** All that is not an entry. */
export interface Records {
  answers: AlarmAnswer[];
  own: Own;
  drafts: Map<string, Draft>;
  /** Whose faces are known, and what they taught. */
  people: Profile[];
}

export interface Content {
  /** Earliest first. */
  entries: JournalEntry[];
  records: Records;
  /** How many rows cannot be read; they are kept. */
  unreadable: number;
}

/** What one write does: all of it, or nothing and an error. */
export interface Change {
  put?: readonly Item[];
  remove?: readonly Pick<Item, 'kind' | 'name'>[];
}

export interface Store {
  /** How the journal stands now, in whatever tab that was decided. */
  look(): Promise<Look>;
  /** Throws JournalLocked. */
  read(): Promise<Content>;
  readEntries(ids: readonly string[]): Promise<Map<string, JournalEntry>>;
  readRecords(): Promise<Records>;
  /** Throws JournalLocked, or JournalIsNewer; then nothing was written. */
  write(change: Change): Promise<void>;
  /** Seals all that is there, and all that will be. */
  protect(passphrase: string): Promise<Keys>;
  /** Throws WrongPassphrase. */
  changePassphrase(current: string, next: string): Promise<void>;
  /** Puts everything back in clear. */
  unprotect(): Promise<void>;
  /** Throws WrongPassphrase or DamagedLock. */
  unlock(passphrase: string): Promise<Keys | undefined>;
  /** Takes over keys that another tab has opened. */
  adopt(keys: Keys): void;
  /** Forgets the keys, once everything is written that was to be written with them. */
  lock(): Promise<void>;
  /** Everything as it lies there, locked or not, in a form that JSON can hold. */
  copy(): Promise<SealedCopy>;
  folder(): Promise<FileSystemDirectoryHandle | undefined>;
  keepFolder(handle: FileSystemDirectoryHandle | undefined): Promise<void>;
  /** Nothing of it is left. */
  forget(): Promise<void>;
}

export interface SealedCopy {
  lock: unknown;
  entries: unknown[];
  records: unknown[];
}

/** A write whose ground changed under it is made anew so many times. */
const attempts = 20;

type Held = { keys: Keys } | { old: CryptoKey } | undefined;

export function createStore(database: Database): Store {
  const { entries, records, locks, belongings } = database;
  const tables = [entries, records] as const;
  let held: Held;

  const currentLock = () => locks.get('lock');

  /** How rows are read and written under a lock, or without one. Throws JournalLocked. */
  function codecFor(lock: LockRow | undefined): Codec {
    if (!lock) return clearCodec;
    if (isOldLock(lock)) {
      if (held && 'old' in held) return oldCodec(held.old);
    } else if (held && 'keys' in held && fits(held.keys, lock)) return sealedCodec(held.keys);
    throw new JournalLocked();
  }

  async function refuseIfNewer() {
    await database.open();
    if (isNewer(database)) throw new JournalIsNewer();
  }

  const rowsOf = (codec: Codec, items: readonly Item[], isEntry: boolean) =>
    Promise.all(items.filter(({ kind }) => (kind === 'entry') === isEntry).map((item) => codec.encode(item)));

  const write = ({ put = [], remove = [] }: Change) =>
    inTurn(async () => {
      await refuseIfNewer();
      for (let i = 0; i < attempts; i++) {
        const lock = await currentLock();
        // An earlier version's lock is replaced before anything is written under it.
        if (lock && isOldLock(lock)) throw new JournalLocked();
        const codec = codecFor(lock);
        const [newEntries, newRecords] = [await rowsOf(codec, put, true), await rowsOf(codec, put, false)];
        const gone = await Promise.all(
          remove.map(async (item) => ({ ...item, id: await codec.rowId(item.kind, item.name) })),
        );
        const isWritten = await database.transaction('rw', entries, records, locks, async () => {
          if (!isSame(await currentLock(), lock)) return false;
          await entries.bulkPut(newEntries);
          await records.bulkPut(newRecords);
          for (const { kind, id } of gone) await (kind === 'entry' ? entries : records).delete(id);
          return true;
        });
        if (isWritten) return;
      }
      throw new JournalLocked();
    });

  /**
   * Writes everything anew under another lock, or none: at once, so that never half of it is sealed, and only if nothing
   * changed while it was read and sealed. Rows that cannot be read are carried along.
   */
  async function rewrite(next: { lock: Lock; keys: Keys } | undefined, expected: (lock: LockRow | undefined) => void) {
    await refuseIfNewer();
    const codec = next ? sealedCodec(next.keys) : clearCodec;
    for (let i = 0; i < attempts; i++) {
      const lock = await currentLock();
      expected(lock);
      const before = codecFor(lock);
      const all = await Promise.all(tables.map((table) => table.toArray()));
      const anew = await Promise.all(all.map((rows) => Promise.all(rows.map((row) => carried(row, before, codec)))));
      const isWritten = await database.transaction('rw', entries, records, locks, async () => {
        if (!isSame(await currentLock(), lock)) return false;
        for (const [at, table] of tables.entries()) {
          const now = await table.toArray();
          if (!isSameRows(now, all[at] as Row[])) return false;
          await table.clear();
          await table.bulkPut(anew[at] as Row[]);
        }
        if (next) await locks.put({ name: 'lock', ...next.lock });
        else await locks.clear();
        return true;
      });
      if (!isWritten) continue;
      held = next && { keys: next.keys };
      return;
    }
    throw new Error('the journal kept changing in another tab');
  }

  async function carried(row: Row, before: Codec, after: Codec): Promise<Row> {
    const item = await before.decode(row);
    if (item) return after.encode(item);
    // Sealed by something unknown: nobody can read it as it is.
    return isSealed(row) ? row : after.encode(unreadableItem(row));
  }

  async function readAll(codec: Codec): Promise<Content> {
    const [entryRows, recordRows] = await Promise.all([entries.toArray(), records.toArray()]);
    const found = (await Promise.all(entryRows.map((row) => codec.decode(row)))).map(entryOf);
    const good = found.filter((entry) => entry !== undefined);
    const others = await Promise.all(recordRows.map((row) => codec.decode(row)));
    return {
      entries: inOrder(good),
      records: recordsFrom(others),
      unreadable: found.length - good.length + others.filter((item) => !item || item.kind === 'unknown').length,
    };
  }

  /** Whether the key of an earlier version is right although its proof is damaged: then it opens a row. */
  async function opensAny(key: CryptoKey) {
    const codec = oldCodec(key);
    for (const row of await entries.toArray()) if (isSealed(row) && (await codec.decode(row))) return true;
    return false;
  }

  async function unlockOld(passphrase: string, lock: LockRow & { proof: unknown }): Promise<Keys | undefined> {
    const { key, isProven } = await openOldLock(passphrase, lock as Parameters<typeof openOldLock>[1]);
    if (!isProven && !(await opensAny(key))) throw new WrongPassphrase();
    held = { old: key };
    const next = await makeLock(passphrase);
    try {
      await inTurn(() => rewrite(next, (current) => expectSame(current, lock)));
    } catch (error) {
      // A full disk, or a newer page's database: it can be read all the same.
      if (error instanceof LockChanged) throw error;
      return undefined;
    }
    return next.keys;
  }

  return {
    async look() {
      await database.open();
      const lock = await currentLock();
      const isReadOnly = isNewer(database);
      if (!lock) return { protection: 'none', isReadOnly };
      try {
        codecFor(lock);
        return { protection: 'open', isReadOnly };
      } catch {
        return { protection: 'locked', isReadOnly };
      }
    },
    read: async () => readAll(codecFor(await currentLock())),
    async readEntries(ids) {
      const codec = codecFor(await currentLock());
      const rowIds = await Promise.all(ids.map((id) => codec.rowId('entry', id)));
      const rows = await entries.bulkGet(rowIds);
      const found = await Promise.all(rows.map(async (row) => row && entryOf(await codec.decode(row))));
      return new Map(found.filter((entry) => entry !== undefined).map((entry) => [entry.id, entry]));
    },
    async readRecords() {
      const codec = codecFor(await currentLock());
      return recordsFrom(await Promise.all((await records.toArray()).map((row) => codec.decode(row))));
    },
    write,
    async protect(passphrase) {
      const next = await makeLock(passphrase);
      await inTurn(() =>
        rewrite(next, (lock) => {
          if (lock) throw new LockChanged();
        }),
      );
      return next.keys;
    },
    async changePassphrase(current, next) {
      const lock = await currentLock();
      if (!lock || isOldLock(lock)) throw new JournalLocked();
      const changed = await changeLock(current, next, lock);
      await inTurn(async () => {
        await refuseIfNewer();
        await database.transaction('rw', locks, async () => {
          expectSame(await currentLock(), lock);
          await locks.put({ name: 'lock', ...changed });
        });
      });
    },
    unprotect: () => inTurn(() => rewrite(undefined, () => {})),
    async unlock(passphrase) {
      await database.open();
      const lock = await currentLock();
      if (!lock) return undefined;
      if (passphrase === '') throw new WrongPassphrase();
      if (isOldLock(lock)) return unlockOld(passphrase, lock);
      const { keys, repaired } = await openLock(passphrase, lock);
      const now = await currentLock();
      if (!now || isOldLock(now) || !fits(keys, now)) throw new LockChanged();
      held = { keys };
      if (repaired && !isNewer(database))
        await inTurn(() =>
          database.transaction('rw', locks, async () => {
            if (isSame(await currentLock(), lock)) await locks.put({ name: 'lock', ...repaired });
          }),
        ).catch(() => {
          // The other copy opens it the next time, too.
        });
      return keys;
    },
    adopt(keys) {
      held = { keys };
    },
    lock: () =>
      inTurn(async () => {
        held = undefined;
      }),
    async copy() {
      await database.open();
      return database.transaction('r', entries, records, locks, async () => ({
        lock: packed(await currentLock()),
        entries: (await entries.toArray()).map(packed),
        records: (await records.toArray()).map(packed),
      }));
    },
    folder: async () => (await belongings.get('folder'))?.handle,
    keepFolder: (handle) =>
      inTurn(async () => {
        if (handle) await belongings.put({ name: 'folder', handle });
        else await belongings.delete('folder');
      }),
    async forget() {
      await inTurn(async () => {
        try {
          await database.open();
          await database.transaction('rw', database.tables, () =>
            Promise.all(database.tables.map((table) => table.clear())),
          );
        } catch {
          // It cannot even be opened, or written.
          database.close();
          await Dexie.delete(databaseName);
          await database.open();
        }
        held = undefined;
      });
    },
  };
}

/** The passphrase was set, changed or taken away in another tab. */
export class LockChanged extends Error {
  override name = 'LockChanged';
  constructor() {
    super('the passphrase was changed in another tab');
  }
}

const isSame = (a: LockRow | undefined, b: LockRow | undefined) =>
  JSON.stringify(packed(a ?? null)) === JSON.stringify(packed(b ?? null));

function expectSame(now: LockRow | undefined, before: LockRow) {
  if (!isSame(now, before)) throw new LockChanged();
}

const isSameRows = (a: readonly Row[], b: readonly Row[]) =>
  a.length === b.length && a.every((row, i) => fingerprint(row) === fingerprint(b[i] as Row));

function entryOf(item: Item | undefined): JournalEntry | undefined {
  if (item?.kind !== 'entry') return undefined;
  const read = v.safeParse(entrySchema, item.value);
  return read.success ? read.output : undefined;
}

/** What of a copy is about this; entries and records alike. */
export const ofKind = (items: readonly (Item | undefined)[], kind: Kind) =>
  items.filter((item) => item?.kind === kind) as Item[];

export function recordsFrom(items: readonly (Item | undefined)[]): Records {
  const parsed = <T>(kind: Kind, schema: v.GenericSchema<unknown, T>) =>
    ofKind(items, kind).flatMap(({ name, value }): [string, T][] => {
      const read = v.safeParse(schema, value);
      return read.success ? [[name, read.output]] : [];
    });
  return {
    answers: parsed('answer', alarmAnswerSchema).map(([, answer]) => answer),
    own: ownOf(ofKind(items, 'own')),
    drafts: new Map(parsed('draft', draftSchema)),
    people: peopleOf([...ofKind(items, 'profile'), ...ofKind(items, 'correction')]),
  };
}

export { DamagedLock, WrongPassphrase };
