/** Hands the journal over as a file. */
import { writeCsv, writeJson } from '../../src/mood';
import { download, stamped } from '../shell/download';
import type { Journal } from './journal';

export type FileForm = 'sealed' | 'json' | 'csv';

/** Sealed where the journal is, unless another form is asked for. */
export async function saveJournal(journal: Journal, form: FileForm = journal.isProtected.peek() ? 'sealed' : 'json') {
  // What is written from now on is not in this file.
  const now = new Date();
  const name = `${stamped(now)}-journal${form === 'sealed' ? '.sealed' : ''}.${form === 'csv' ? 'csv' : 'json'}`;
  // Entries can be read only while the journal is open; a sealed copy can always be had.
  if (form !== 'sealed' && journal.state.peek() !== 'ready') return;
  const content =
    form === 'sealed'
      ? await journal.sealedFile()
      : writers[form](journal.entries.peek(), journal.people.peek(), journal.own.peek().groups);
  download(name, new Blob([content], { type: form === 'csv' ? 'text/csv' : 'application/json' }));
  if (journal.state.peek() !== 'ready') return;
  await journal
    .changeOwn('exportedAt', () => now.getTime())
    .catch(() => {
      // The file is there; only the line about backups comes too early.
    });
}

const writers = { json: writeJson, csv: writeCsv };
