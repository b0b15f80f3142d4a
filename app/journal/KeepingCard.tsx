/** What happens with the journal's data: out as a file, in from one, or gone. */
import { useSignal } from '@preact/signals';
import { writeCsv, writeJson } from '../../src/mood';
import { download, stamped } from '../shell/download';
import { FileButton } from '../shell/FileButton';
import { words } from '../words';
import { Forget } from './Forget';
import type { Journal } from './journal';
import { Passphrase } from './Passphrase';

export function KeepingCard({ journal }: { journal: Journal }) {
  const said = useSignal('');
  const text = words.value.journal.keeping;
  const save = (extension: string, type: string, content: string) =>
    download(`${stamped(new Date())}-journal.${extension}`, new Blob([content], { type }));
  const take = async ([file]: FileList) => {
    if (!file) return;
    said.value = text.importing;
    try {
      const { added, known } = await journal.importText(await file.text());
      said.value = text.imported(added, known);
    } catch (error) {
      said.value = text.refused(file.name, error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <details class="card keeping">
      <summary>{text.title}</summary>
      <p>{text.where(journal.entries.value.length)}</p>
      <div class="controls">
        <button
          type="button"
          class="secondary"
          onClick={() => save('json', 'application/json', writeJson(journal.entries.value))}
        >
          {text.json}
        </button>
        <button
          type="button"
          class="secondary"
          onClick={() => save('csv', 'text/csv', writeCsv(journal.entries.value))}
        >
          {text.csv}
        </button>
        <FileButton label={text.import} accept=".json,.csv" class="secondary" take={take} />
        <Forget
          journal={journal}
          done={() => {
            said.value = text.forgotten;
          }}
        />
      </div>
      <p class="limits">{text.importText}</p>
      <Passphrase journal={journal} />
      <p class="limits">{words.value.journal.lock.text}</p>
      <p role="status">{said.value}</p>
    </details>
  );
}
