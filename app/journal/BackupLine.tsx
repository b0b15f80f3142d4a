/** Once a month, where nothing has left the browser: one quiet line. */
import { useComputed } from '@preact/signals';
import { present } from '../shell/today';
import { words } from '../words';
import { attempt } from './attempt';
import type { Backup } from './backup';
import type { Journal } from './journal';
import { saveJournal } from './saveJournal';

const month = 30 * 86_400_000;

export function BackupLine({ journal, backup }: { journal: Journal; backup: Backup }) {
  const text = words.value.journal.backup;
  const isMissed = useComputed(() => {
    const { exportedAt, remindedAt } = journal.own.value;
    const [first] = journal.entries.value;
    const since = Math.max(exportedAt, remindedAt, first ? new Date(first.time).getTime() : present.value);
    return present.value - since >= month;
  });
  const { value: folder } = backup.folder;
  if (folder !== undefined && backup.needsPermission.value)
    return (
      <p class="limits backup-line">
        {text.needsPermission(folder)}{' '}
        <button type="button" class="link" onClick={() => attempt(backup.allow)}>
          {text.allow}
        </button>
      </p>
    );
  if (folder !== undefined || !isMissed.value) return null;
  return (
    <p class="limits backup-line">
      {text.none}{' '}
      <button type="button" class="link" onClick={() => attempt(() => saveJournal(journal))}>
        {text.export}
      </button>{' '}
      <button
        type="button"
        class="link"
        onClick={() => {
          const now = Date.now();
          return attempt(() => journal.changeOwn('remindedAt', () => now));
        }}
      >
        {text.later}
      </button>
    </p>
  );
}
