/** What happens with the journal's data: out as a file and into a folder, in from a file, sealed, or gone. */
import { type Signal, useSignal } from '@preact/signals';
import { NoJournalError, UnknownMoodsError } from '../../src/mood';
import { Tick } from '../shell/Check';
import { FileButton } from '../shell/FileButton';
import { DevicesPart } from '../sync/DevicesPart';
import type { Sync } from '../sync/sync';
import { type Words, words } from '../words';
import { attempt, notKept } from './attempt';
import type { Backup } from './backup';
import { Forget } from './Forget';
import type { Journal } from './journal';
import { WrongPassphrase } from './lock';
import { MoodPlacesForm } from './MoodPlaces';
import { Passphrase } from './Passphrase';
import { PassphraseField } from './PassphraseField';
import { type FileForm, saveJournal } from './saveJournal';
import { PassphraseNeeded } from './sealedFile';
import { whyInWords } from './whyInWords';

/** Of entries that were not taken, so many are named. */
const named = 5;

type ImportWords = Words['journal']['keeping'];

interface ChosenFile {
  name: string;
  content: string;
}

export interface KeepingCardProps {
  journal: Journal;
  backup: Backup;
  sync: Sync;
  /** Leads back to the page. */
  close(): void;
}

export function KeepingCard({ journal, backup, sync, close }: KeepingCardProps) {
  const text = words.value.journal.keeping;
  const { keeping } = journal;
  const place = journal.setup.value?.place;
  return (
    <>
      {notKept.value && (
        <p role="alert" class="problem">
          {words.value.journal.notKept(whyInWords(notKept.value.error))}
        </p>
      )}
      <p>
        {place ? text.whereShared(journal.entries.value.length) : text.where(journal.entries.value.length)}{' '}
        {keeping.value !== 'unknown' && text.keeping[keeping.value]}
      </p>
      <BackupPart journal={journal} backup={backup} />
      <ImportPart journal={journal} />
      <DevicesPart journal={journal} sync={sync} />
      <LockPart journal={journal} sync={sync} close={close} />
      <Tick
        label={words.value.journal.rise.watch}
        isTicked={journal.own.value.watchesRises}
        tick={(isTicked) => attempt(() => journal.changeOwn('watchesRises', () => isTicked))}
      />
      <section class="danger" aria-label={text.parts.remove}>
        <h4>{text.parts.remove}</h4>
        <Forget journal={journal} sync={sync} done={close} />
      </section>
    </>
  );
}

function BackupPart({ journal, backup }: { journal: Journal; backup: Backup }) {
  const text = words.value.journal.keeping;
  const { exportedAt } = journal.own.value;
  const save = (form: FileForm) => (
    <button type="button" class="secondary" onClick={() => attempt(() => saveJournal(journal, form))}>
      {text[form]}
    </button>
  );
  return (
    <section aria-label={text.parts.backup}>
      <h4>{text.parts.backup}</h4>
      <div class="controls">
        {journal.isProtected.value && save('sealed')}
        {save('json')}
        {save('csv')}
      </div>
      <p class="limits">{exportedAt > 0 ? text.lastOn(new Date(exportedAt)) : text.never}</p>
      {journal.isProtected.value && <p class="limits">{text.sealedText}</p>}
      <BackupFolder backup={backup} />
    </section>
  );
}

function ImportPart({ journal }: { journal: Journal }) {
  /** Said anew in whatever language is shown. */
  const said = useSignal<(text: ImportWords) => string>(() => '');
  /** Imports that are over, whatever came of them. */
  const imports = useSignal(0);
  /** A sealed file whose passphrase is asked for. */
  const sealed = useSignal<ChosenFile | undefined>(undefined);
  /** A file of Daylio with moods whose place nobody has told yet. */
  const unplaced = useSignal<{ file: ChosenFile; moods: readonly string[] } | undefined>(undefined);
  const text = words.value.journal.keeping;

  async function take(file: ChosenFile, passphrase?: string) {
    said.value = (now) => now.importing;
    try {
      const { added, known, refused, shortened } = await journal.importText(file.content, passphrase);
      sealed.value = undefined;
      unplaced.value = undefined;
      const [first] = refused;
      if (added + known === 0 && first !== undefined) said.value = (now) => now.refused(file.name, whyInWords(first));
      else
        said.value = (now) =>
          [
            now.imported(added, known),
            ...now.notTaken(refused.length, refused.slice(0, named).map(whyInWords)),
            ...now.shortened(shortened.length, shortened.slice(0, named)),
          ].join(' ');
    } catch (error) {
      if (error instanceof PassphraseNeeded) {
        sealed.value = file;
        said.value = () => '';
      } else if (error instanceof UnknownMoodsError) {
        unplaced.value = { file, moods: error.moods };
        said.value = (now) => now.placesNeeded;
      } else if (error instanceof WrongPassphrase) said.value = (now) => now.wrongForFile;
      else if (error instanceof NoJournalError)
        said.value = (now) => now.refused(file.name, now.noJournal(error.found, error.columns));
      else said.value = (now) => now.refused(file.name, whyInWords(error));
    }
    imports.value++;
  }
  return (
    <section aria-label={text.parts.import}>
      <h4>{text.parts.import}</h4>
      <div class="controls">
        <FileButton
          label={text.import}
          accept=".json,.csv"
          class="secondary"
          take={async ([file]) => {
            if (file) await take({ name: file.name, content: await file.text() });
          }}
        />
      </div>
      <p role="status" class="imported" data-imports={imports.value}>
        {said.value(text)}
      </p>
      {sealed.value && <FilePassphrase file={sealed as Signal<ChosenFile>} take={take} />}
      {unplaced.value && (
        <MoodPlacesForm
          key={unplaced.value.file.name}
          moods={unplaced.value.moods}
          take={async (answers) => {
            const file = unplaced.value?.file;
            await attempt(() => journal.changeOwn('moods', (known) => ({ ...known, ...answers })));
            if (file) await take(file);
          }}
        />
      )}
      <p class="limits">{text.importText}</p>
    </section>
  );
}

function LockPart({ journal, sync, close }: { journal: Journal; sync: Sync; close(): void }) {
  const said = useSignal('');
  const text = words.value.journal.keeping;
  return (
    <section aria-label={text.parts.lock}>
      <h4>{text.parts.lock}</h4>
      <Passphrase
        journal={journal}
        say={(what) => {
          said.value = what;
        }}
        locked={close}
        changed={sync.relock}
      />
      <p role="status" class="imported">
        {said.value}
      </p>
    </section>
  );
}

interface FilePassphraseProps {
  file: Signal<ChosenFile>;
  take(file: ChosenFile, passphrase: string): Promise<void>;
}

function FilePassphrase({ file, take }: FilePassphraseProps) {
  const passphrase = useSignal('');
  const text = words.value.journal.keeping;
  return (
    <form
      class="new-passphrase"
      onSubmit={(event) => {
        event.preventDefault();
        void take(file.value, passphrase.value);
      }}
    >
      <PassphraseField label={text.filePassphrase(file.value.name)} value={passphrase} kind="current" />
      <button type="submit" class="secondary">
        {text.openFile}
      </button>
    </form>
  );
}

function BackupFolder({ backup }: { backup: Backup }) {
  const text = words.value.journal.backup;
  if (!backup.isOffered) return null;
  const { value: folder } = backup.folder;
  if (folder === undefined)
    return (
      <div>
        <button type="button" class="secondary" onClick={() => attempt(backup.choose)}>
          {text.choose}
        </button>
        <p class="limits">{text.text}</p>
      </div>
    );
  return (
    <div>
      <p>{text.into(folder)}</p>
      {backup.problem.value && (
        <p role="alert" class="problem">
          {text.failed(whyInWords(backup.problem.value.error))}
        </p>
      )}
      <button type="button" class="secondary" onClick={() => attempt(backup.stop)}>
        {text.stop}
      </button>
    </div>
  );
}
