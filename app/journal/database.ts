/** The journal's tables in this browser's own database. */
import Dexie, { type Table } from 'dexie';
import type { AlarmAnswer } from '../../src/mood';
import type { Lock, OldLock } from './lock';
import { clearRow, packed, type Row } from './rows';

export type LockRow = (Lock | OldLock) & { name: 'lock' };

export const isSameLock = (a: LockRow | undefined, b: LockRow | undefined) =>
  JSON.stringify(packed(a ?? null)) === JSON.stringify(packed(b ?? null));

/** Things of the browser that tell nothing of the person and have no form but its own. */
export interface Belonging {
  /** For backups, or for the files that one's devices share. */
  name: 'folder' | 'shared folder';
  handle: FileSystemDirectoryHandle;
}

export type Database = Dexie & {
  entries: Table<Row, string>;
  /** All that is not an entry. */
  records: Table<Row, string>;
  locks: Table<LockRow, string>;
  belongings: Table<Belonging, string>;
};

export const databaseName = 'feeling.journal';
const newest = 4;

/**
 * Each version that was ever published stays here, so that any of them can be carried on to the newest.
 *
 * replaced: a newer page carries the database on to a version of its own, and this one has let go of it
 */
export function createDatabase(replaced: () => void): Database {
  // An entry that was shown as kept is on the disk, not in a cache of the system.
  const database = new Dexie(databaseName, { chromeTransactionDurability: 'strict' }) as Database;
  database.version(1).stores({ entries: 'id, time', answers: 'day' });
  database.version(2).stores({ entries: 'id', answers: 'day', locks: 'name' });
  database
    .version(3)
    .stores({ entries: 'id', answers: null, records: 'id', locks: 'name', belongings: 'name' })
    .upgrade(async (transaction) => {
      const answers: AlarmAnswer[] = await transaction.table('answers').toArray();
      const records = answers.map((value) => clearRow({ kind: 'answer', name: String(value.day), value }));
      await transaction.table('records').bulkPut(records);
    });
  // Profiles and corrections are records, too; earlier pages would leave them out of what they export.
  database.version(newest).stores({});
  database.on('versionchange', ({ newVersion }) => {
    database.close();
    // Null where it is deleted, to begin anew.
    if (newVersion) replaced();
    return false;
  });
  return database;
}

/** Whether a newer page has written it, in a form of which this one may not know all. */
export const isNewer = (database: Database) => Math.floor(database.backendDB().version / 10) > newest;
