/** The journal in this browser's own database. */
import Dexie, { type Table } from 'dexie';
import type { AlarmAnswer, JournalEntry, JournalStore } from '../../src/mood';

/** Each version that was ever published stays here, so that any of them can be carried on to the newest. */
function open() {
  const database = new Dexie('feeling.journal') as Dexie & {
    entries: Table<JournalEntry, string>;
    answers: Table<AlarmAnswer, number>;
  };
  database.version(1).stores({ entries: 'id, time', answers: 'day' });
  return database;
}

export function createDatabase(): JournalStore {
  const database = open();
  const { entries, answers } = database;
  return {
    entries: () => entries.orderBy('time').toArray(),
    put: (added) =>
      database.transaction('rw', entries, async () => {
        await entries.bulkPut([...added]);
      }),
    remove: (id) => entries.delete(id),
    answers: () => answers.toArray(),
    answer: async (answer) => {
      await answers.put(answer);
    },
    forget: async () => {
      await database.delete();
      await database.open();
    },
  };
}
