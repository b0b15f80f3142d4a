/** What the journal's database holds after several changes at once, or one that fails in the middle. */
import 'fake-indexeddb/auto';
import '../../tools/barePage';
import { afterEach, expect, it, vi } from 'vitest';
import { type JournalEntry, writeJson } from '../../src/mood';
import { createDatabase, type Database } from './database';
import { createJournal } from './journal';
import { createStore } from './store';

const parts = { now: () => new Date(2026, 2, 1), dayBegins: () => 0, today: () => 20_513 };
const open: Database[] = [];

/** A journal as a tab of its own has it. */
async function openTab() {
  const database = createDatabase(() => {});
  open.push(database);
  const journal = createJournal(createStore(database), parts);
  await journal.load();
  return { journal, database };
}

afterEach(async () => {
  await open[0]?.delete();
  for (const database of open.splice(0)) database.close();
});

const entry: JournalEntry = { id: 'a', time: '2026-03-01T12:00:00+00:00', tags: [], note: '' };

it('an entry that two tabs change at once has both changes', async () => {
  const [here, there] = [await openTab(), await openTab()];
  await here.journal.put(entry);
  await Promise.all([
    here.journal.change('a', (now) => now && { ...now, note: 'with rain' }),
    there.journal.change('a', (now) => now && { ...now, tags: ['walk'] }),
  ]);
  await here.journal.load();
  expect(here.journal.entries.value).toEqual([{ ...entry, note: 'with rain', tags: ['walk'] }]);
});

it('an entry that was removed elsewhere does not come back by what was to be added to it', async () => {
  const { journal } = await openTab();
  await journal.put(entry);
  await journal.remove(entry);
  expect(await journal.change('a', (now) => now && { ...now, note: 'with rain' })).toBeUndefined();
  expect(journal.entries.value).toEqual([]);
});

it('a file is added as a whole, or nothing of it where there is no room', async () => {
  const { journal, database } = await openTab();
  const groups = [{ name: 'Outdoors', tags: ['garden'] }];
  const file = writeJson([{ ...entry, tags: ['garden'] }], [], groups);
  const put = database.entries.bulkPut.bind(database.entries);
  const noRoom = vi.spyOn(database.entries, 'bulkPut').mockImplementation((rows) => {
    if (rows.length > 0) throw new Error('no room');
    return put(rows);
  });
  await expect(journal.importText(file)).rejects.toThrow('no room');
  noRoom.mockRestore();
  const again = await openTab();
  expect(again.journal.own.value.groups).toEqual([]);
  expect(await again.journal.importText(file)).toMatchObject({ added: 1, known: 0, refused: [] });
  expect(again.journal.own.value.groups).toEqual(groups);
  expect(again.journal.entries.value.map(({ id }) => id)).toEqual(['a']);
});
