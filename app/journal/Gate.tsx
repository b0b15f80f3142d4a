/** Stands before journal, trends and care: until the journal is read, and while it is locked. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { useTried } from '../shell/useTried';
import { words } from '../words';
import { notKept } from './attempt';
import { Forget } from './Forget';
import type { Journal } from './journal';
import { DamagedLock, WrongPassphrase } from './lock';
import { PassphraseField } from './PassphraseField';
import { saveJournal } from './saveJournal';
import { whyInWords } from './whyInWords';

export function Gate({ journal, children }: { journal: Journal; children: ComponentChildren }) {
  const { state } = journal;
  useEffect(() => {
    if (state.peek() === 'loading') journal.load();
  }, [journal, state]);
  // It stands there until another press works, the view is left, or the journal is locked.
  useLayoutEffect(
    () => () => {
      notKept.value = undefined;
    },
    [state.value],
  );
  if (state.value === 'ready')
    return (
      <>
        <p role="alert" class="problem">
          {notKept.value && words.value.journal.notKept(whyInWords(notKept.value.error))}
        </p>
        {children}
      </>
    );
  return (
    <main class="journal" data-journal={state.value}>
      {state.value === 'failed' && <Failed journal={journal} />}
      {state.value === 'replaced' && <Replaced />}
      {state.value === 'locked' && <Unlock journal={journal} />}
    </main>
  );
}

function Replaced() {
  const text = words.value.journal;
  return (
    <>
      <p role="alert">{text.replaced}</p>
      <button type="button" onClick={() => location.reload()}>
        {text.reload}
      </button>
    </>
  );
}

function Failed({ journal }: { journal: Journal }) {
  const text = words.value.journal;
  return (
    <>
      <p role="alert">{text.failed(whyInWords(journal.problem.value))}</p>
      <div class="controls">
        <button type="button" onClick={journal.load}>
          {words.value.tryAgain}
        </button>
        <SealedExport journal={journal} label={text.keeping.asItIs} />
        <Forget journal={journal} />
      </div>
    </>
  );
}

function whyNotOpened(error: unknown): string {
  const text = words.value.journal.lock;
  if (error instanceof WrongPassphrase) return text.isWrong;
  return error instanceof DamagedLock ? text.damaged : whyInWords(error);
}

function Unlock({ journal }: { journal: Journal }) {
  const passphrase = useSignal('');
  const opening = useTried(whyNotOpened);
  const text = words.value.journal.lock;
  return (
    <form
      class="card check-in"
      onSubmit={(event) => {
        event.preventDefault();
        void opening.run(() => journal.unlock(passphrase.value));
      }}
    >
      <h2>{text.isLocked}</h2>
      <PassphraseField label={text.passphrase} value={passphrase} kind="current" />
      <p role="alert" class="problem">
        {opening.problem}
      </p>
      <button type="submit" aria-busy={opening.isBusy.value}>
        {text.open}
      </button>
      <div class="controls">
        <SealedExport journal={journal} label={words.value.journal.keeping.sealed} />
        <Forget journal={journal} />
      </div>
    </form>
  );
}

/** All that is there, as it lies there; it needs no passphrase, and whoever has the file needs it. */
function SealedExport({ journal, label }: { journal: Journal; label: string }) {
  const saving = useTried(whyInWords);
  return (
    <>
      <button type="button" class="secondary" onClick={() => saving.run(() => saveJournal(journal, 'sealed'))}>
        {label}
      </button>
      <p role="alert" class="problem">
        {saving.problem}
      </p>
    </>
  );
}
