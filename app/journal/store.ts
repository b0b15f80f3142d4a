/** What is kept of a journal, in clear or under a passphrase: the one place that reads and writes the database. */
import Dexie from 'dexie';
import { inOrder, type JournalEntry } from '../../src/mood';
import { type Content, entryOf, type Records, recordsFrom } from './contents';
import { type Belonging, type Database, databaseName, isNewer, isSameLock, type LockRow } from './database';
import {
  changeLock,
  fits,
  isOldLock,
  type Keys,
  type Lock,
  makeLock,
  openLock,
  openOldLock,
  WrongPassphrase,
} from './lock';
import { inTurn } from './queue';
import { JournalLocked, LockChanged } from './refusals';
import {
  type Codec,
  clearCodec,
  fingerprint,
  isSealed,
  oldCodec,
  packed,
  type Row,
  sealedCodec,
  unreadableItem,
} from './rows';
import { attempts, type CodecFor, createWrites, refuseIfNewer, type Writes } from './writes';

export interface Look {
  protection: 'none' | 'locked' | 'open';
  isReadOnly: boolean;
}

export interface Store extends Writes {
  /** How the journal stands now, in whatever tab that was decided. */
  look(): Promise<Look>;
  /** Throws JournalLocked. */
  read(): Promise<Content>;
  readEntries(ids: readonly string[]): Promise<Map<string, JournalEntry>>;
  readRecords(): Promise<Records>;
  /** Seals all that is there, and all that will be. */
  protect(passphrase: string): Promise<Keys>;
  /** Throws WrongPassphrase. */
  changePassphrase(current: string, next: string): Promise<void>;
  /** Puts everything back in clear. */
  unprotect(): Promise<void>;
  /** Whether this is the passphrase of the journal. */
  isPassphrase(passphrase: string): Promise<boolean>;
  /** Throws WrongPassphrase or DamagedLock. */
  unlock(passphrase: string): Promise<Keys | undefined>;
  /** Takes over keys that another tab has opened. */
  adopt(keys: Keys): void;
  /** Forgets the keys, once everything is written that was to be written with them. */
  lock(): Promise<void>;
  /** Everything as it lies there, locked or not, in a form that JSON can hold. */
  copy(): Promise<SealedCopy>;
  folder(name: Belonging['name']): Promise<FileSystemDirectoryHandle | undefined>;
  keepFolder(name: Belonging['name'], handle: FileSystemDirectoryHandle | undefined): Promise<void>;
  /** Nothing of it is left. */
  forget(): Promise<void>;
}

export interface SealedCopy {
  lock: unknown;
  entries: unknown[];
  records: unknown[];
}

type Held = { keys: Keys } | { old: CryptoKey } | undefined;

export function createStore(database: Database): Store {
  const { entries, records, locks, belongings } = database;
  const tables = [entries, records] as const;
  let held: Held;

  const currentLock = () => locks.get('lock');

  const codecFor: CodecFor = (lock) => {
    if (!lock) return clearCodec;
    if (isOldLock(lock)) {
      if (held && 'old' in held) return oldCodec(held.old);
    } else if (held && 'keys' in held && fits(held.keys, lock)) return sealedCodec(held.keys);
    throw new JournalLocked();
  };

  /**
   * Writes everything anew under another lock, or none: at once, so that never half of it is sealed, and only if nothing
   * changed while it was read and sealed. Rows that cannot be read are carried along.
   */
  async function rewrite(next: { lock: Lock; keys: Keys } | undefined, expected: (lock: LockRow | undefined) => void) {
    await refuseIfNewer(database);
    const codec = next ? sealedCodec(next.keys) : clearCodec;
    for (let i = 0; i < attempts; i++) {
      const lock = await currentLock();
      expected(lock);
      const before = codecFor(lock);
      const all = await Promise.all(tables.map((table) => table.toArray()));
      const anew = await Promise.all(
        all.map(async (rows) => {
          const found = await Promise.all(rows.map((row) => carried(row, before, codec)));
          return found.filter((row) => row !== undefined);
        }),
      );
      const isWritten = await database.transaction('rw', entries, records, locks, async () => {
        if (!isSameLock(await currentLock(), lock)) return false;
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
    // It kept changing in another tab.
    throw new LockChanged();
  }

  async function carried(row: Row, before: Codec, after: Codec): Promise<Row | undefined> {
    const item = await before.decode(row);
    // The keys of shared files, and the password of where they lie, are never in clear: without a passphrase nothing is shared.
    if (item?.kind === 'sync' && after === clearCodec) return undefined;
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
    ...createWrites(database, codecFor),
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
        await refuseIfNewer(database);
        await database.transaction('rw', locks, async () => {
          expectSame(await currentLock(), lock);
          await locks.put({ name: 'lock', ...changed });
        });
      });
    },
    async isPassphrase(passphrase) {
      const lock = await currentLock();
      if (!lock || isOldLock(lock)) return false;
      return openLock(passphrase, lock).then(
        () => true,
        (error: unknown) => {
          if (error instanceof WrongPassphrase) return false;
          throw error;
        },
      );
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
            if (isSameLock(await currentLock(), lock)) await locks.put({ name: 'lock', ...repaired });
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
    folder: async (name) => (await belongings.get(name))?.handle,
    keepFolder: (name, handle) =>
      inTurn(async () => {
        if (handle) await belongings.put({ name, handle });
        else await belongings.delete(name);
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

function expectSame(now: LockRow | undefined, before: LockRow) {
  if (!isSameLock(now, before)) throw new LockChanged();
}

const isSameRows = (a: readonly Row[], b: readonly Row[]) =>
  a.length === b.length && a.every((row, i) => fingerprint(row) === fingerprint(b[i] as Row));
