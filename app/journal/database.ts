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

/** What entries are sealed with; the key is known once the lock was opened. */
interface Sealing {
  lock: Lock;
  key: CryptoKey | undefined;
}

function keyOf(sealing: Sealing | undefined): CryptoKey {
  if (!sealing?.key) throw new Error('the journal is locked');
  return sealing.key;
}

async function rowId(id: string, sealing: Sealing | undefined): Promise<string> {
  if (!sealing) return id;
  const bytes = new Uint8Array([...sealing.lock.salt, ...new TextEncoder().encode(id)]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const rowOf = async (entry: JournalEntry, sealing: Sealing | undefined): Promise<Row> =>
  sealing ? { id: await rowId(entry.id, sealing), sealed: await seal(keyOf(sealing), entry) } : entry;

export function createDatabase(): LockableStore {
  const database = open();
  const { entries, answers, locks } = database;
  let sealing: Sealing | undefined;

  const entryOf = async (row: Row): Promise<JournalEntry> =>
    'sealed' in row ? ((await unseal(keyOf(sealing), row.sealed)) as JournalEntry) : row;

  const all = async () => inOrder(await Promise.all((await entries.toArray()).map(entryOf)));

  /** Writes everything anew with another key, or none: at once, so that never half of it is sealed. */
  async function rewrite(next: Sealing | undefined) {
    const rows = await Promise.all((await all()).map((entry) => rowOf(entry, next)));
    await database.transaction('rw', entries, locks, async () => {
      await entries.clear();
      await entries.bulkPut(rows);
      if (next) await locks.put({ name: 'lock', ...next.lock });
      else await locks.clear();
    });
    sealing = next;
  }

  return {
    entries: all,
    put: async (added) => {
      const rows = await Promise.all(added.map((entry) => rowOf(entry, sealing)));
      await database.transaction('rw', entries, async () => {
        await entries.bulkPut(rows);
      });
    },
    remove: async (id) => entries.delete(await rowId(id, sealing)),
    answers: () => answers.toArray(),
    answer: async (answer) => {
      await answers.put(answer);
    },
    forget: async () => {
      sealing = undefined;
      await database.delete();
      await database.open();
    },
    protection: async () => {
      const lock = await locks.get('lock');
      sealing = lock && { lock, key: sealing?.key };
      if (!sealing) return 'none';
      return sealing.key ? 'open' : 'locked';
    },
    protect: async (passphrase) => rewrite(await makeLock(passphrase)),
    unlock: async (passphrase) => {
      if (sealing) sealing.key = await openLock(passphrase, sealing.lock);
    },
    lock: () => {
      if (sealing) sealing.key = undefined;
    },
    unprotect: () => rewrite(undefined),
  };
}
