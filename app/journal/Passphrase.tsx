/** Sets a passphrase, changes it, or takes it away. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { TriedForm } from '../shell/TriedForm';
import { words } from '../words';
import { attempt } from './attempt';
import type { Journal } from './journal';
import { WrongPassphrase } from './lock';
import { PassphraseField, ShowPassphrase } from './PassphraseField';
import { saveJournal } from './saveJournal';
import { whyInWords } from './whyInWords';

/** Shorter ones are guessed soon (NIST SP 800-63B asks for 8). */
const shortest = 8;

export interface PassphraseProps {
  journal: Journal;
  /** Shows what came of it. */
  say(text: string): void;
  /** It was locked. */
  locked(): void;
  /** Another one opens it from now on. */
  changed(passphrase: string): Promise<void>;
}

export function Passphrase(props: PassphraseProps) {
  const { journal } = props;
  return journal.isProtected.value ? <Protected {...props} /> : <SetPassphrase journal={journal} />;
}

function SetPassphrase({ journal }: { journal: Journal }) {
  const text = words.value.journal.lock;
  return (
    <>
      <p class="limits">{text.text}</p>
      <p class="limits">{text.noPromise}</p>
      {journal.entries.value.length > 0 && (
        <p>
          {text.exportFirst}{' '}
          <button type="button" class="link" onClick={() => attempt(() => saveJournal(journal, 'json'))}>
            {text.exportNow}
          </button>
        </p>
      )}
      <NewPassphrase label={text.set} submit={text.setNow} take={journal.protect} />
    </>
  );
}

function Protected({ journal, say, locked, changed }: PassphraseProps) {
  const current = useSignal('');
  const text = words.value.journal.lock;
  return (
    <>
      <div class="controls">
        <button
          type="button"
          class="secondary"
          onClick={() => {
            journal.lock();
            locked();
          }}
        >
          {text.lockNow}
        </button>
        <button
          type="button"
          class="secondary"
          onClick={() => journal.unprotect().catch((error) => say(words.value.journal.notKept(whyInWords(error))))}
        >
          {text.remove}
        </button>
      </div>
      {journal.setup.value && <p class="limits">{words.value.journal.devices.needsPassphrase}</p>}
      <details class="change-passphrase">
        <summary>{text.change}</summary>
        <NewPassphrase
          label={text.next}
          submit={text.changeNow}
          take={async (next) => {
            await journal.changePassphrase(current.value, next);
            current.value = '';
            await changed(next);
            say(text.changed);
          }}
        >
          <PassphraseField label={text.current} value={current} kind="current" />
        </NewPassphrase>
      </details>
      <p class="limits">{text.text}</p>
      <p class="limits">{text.noPromise}</p>
    </>
  );
}

interface NewPassphraseProps {
  label: string;
  submit: string;
  take(passphrase: string): Promise<void>;
  children?: ComponentChildren;
}

/** It cannot be the new passphrase. */
class UnfitPassphrase extends Error {
  override name = 'UnfitPassphrase';
  constructor(readonly reason: 'tooShort' | 'differ') {
    super(`the new passphrase is unfit: ${reason}`);
  }
}

function whyNotChanged(error: unknown): string {
  const text = words.value.journal;
  if (error instanceof WrongPassphrase) return text.lock.isWrong;
  if (!(error instanceof UnfitPassphrase)) return text.notSaved(whyInWords(error));
  return error.reason === 'differ' ? text.lock.differ : text.lock.tooShort(shortest);
}

/** A passphrase that nobody can guess for the person if it was mistyped: it is asked for twice. */
export function NewPassphrase({ label, submit, take, children }: NewPassphraseProps) {
  const passphrase = useSignal('');
  const again = useSignal('');
  const isShown = useSignal(false);
  const text = words.value.journal.lock;
  const change = async () => {
    if (passphrase.value.length < shortest) throw new UnfitPassphrase('tooShort');
    if (passphrase.value !== again.value) throw new UnfitPassphrase('differ');
    await take(passphrase.value);
    passphrase.value = '';
    again.value = '';
  };
  return (
    <TriedForm submit={submit} ask={change} whyNot={whyNotChanged}>
      {children}
      <PassphraseField label={label} value={passphrase} kind="new" isShown={isShown} />
      <PassphraseField label={text.again} value={again} kind="new" isShown={isShown} />
      <ShowPassphrase isShown={isShown} />
    </TriedForm>
  );
}
