/** The journal in this browser's own database, in clear or sealed by a passphrase. */
import Dexie, { type Table } from 'dexie';
import { type AlarmAnswer, inOrder, type JournalEntry, type JournalStore } from '../../src/mood';
import { type Lock, makeLock, openLock, type Sealed, seal, unseal } from './seal';

export interface LockableStore extends JournalStore {
  /** Whether a passphrase is needed, and was given. */
  protection(): Promise<'none' | 'locked' | 'open'>;
  /** Seals all that is there, and all that will be. */
  protect(passphrase: string): Promise<void>;
  /** Throws WrongPassphrase. */
  unlock(passphrase: string): Promise<void>;
  lock(): void;
  /** Puts everything back in clear. */
  unprotect(): Promise<void>;
}

/** A sealed entry's own id may tell its time, so that it is kept under another. */
type SealedRow = { id: string; sealed: Sealed };
type Row = JournalEntry | SealedRow;
/** An alarm's day tells little; under a passphrase its answer is kept under the day all the same. */
type Rows = Dexie & {
  entries: Table<Row, string>;
  answers: Table<AlarmAnswer, number>;
  locks: Table<Lock & { name: 'lock' }, string>;
};

/** Each version that was ever published stays here, so that any of them can be carried on to the newest. */
function open(): Rows {
  const database = new Dexie('feeling.journal') as Rows;
  database.version(1).stores({ entries: 'id, time', answers: 'day' });
  database.version(2).stores({ entries: 'id', answers: 'day', locks: 'name' });
  return database;
}

export function createDatabase(): LockableStore {
  const database = open();
  const { entries, answers, locks } = database;
  let key: CryptoKey | undefined;
  let lock: Lock | undefined;

  async function rowId(id: string): Promise<string> {
    if (!lock) return id;
    const bytes = new Uint8Array([...lock.salt, ...new TextEncoder().encode(id)]);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  const rowOf = async (entry: JournalEntry): Promise<Row> =>
    key ? { id: await rowId(entry.id), sealed: await seal(key, entry) } : entry;

  async function entryOf(row: Row): Promise<JournalEntry> {
    if (!('sealed' in row)) return row;
    if (!key) throw new Error('the journal is locked');
    return (await unseal(key, row.sealed)) as JournalEntry;
  }

  const all = async () => inOrder(await Promise.all((await entries.toArray()).map(entryOf)));

  /** Writes everything anew with another key, or none: at once, so that never half of it is sealed. */
  async function rewrite(next: { lock: Lock; key: CryptoKey } | undefined) {
    const present = await all();
    lock = next?.lock;
    key = next?.key;
    const rows = await Promise.all(present.map(rowOf));
    await database.transaction('rw', entries, locks, async () => {
      await entries.clear();
      await entries.bulkPut(rows);
      if (next) await locks.put({ name: 'lock', ...next.lock });
      else await locks.clear();
    });
  }

  return {
    entries: all,
    put: async (added) => {
      const rows = await Promise.all(added.map(rowOf));
      await database.transaction('rw', entries, async () => {
        await entries.bulkPut(rows);
      });
    },
    remove: async (id) => entries.delete(await rowId(id)),
    answers: () => answers.toArray(),
    answer: async (answer) => {
      await answers.put(answer);
    },
    forget: async () => {
      key = undefined;
      lock = undefined;
      await database.delete();
      await database.open();
    },
    protection: async () => {
      lock = await locks.get('lock');
      if (!lock) return 'none';
      return key ? 'open' : 'locked';
    },
    protect: async (passphrase) => rewrite(await makeLock(passphrase)),
    unlock: async (passphrase) => {
      lock = await locks.get('lock');
      if (lock) key = await openLock(passphrase, lock);
    },
    lock: () => {
      key = undefined;
    },
    unprotect: () => rewrite(undefined),
  };
}
