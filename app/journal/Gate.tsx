/** Stands before journal, trends and care: until the journal is read, and while it is locked. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { words } from '../words';
import { Forget } from './Forget';
import type { Journal } from './journal';
import { PassphraseField } from './PassphraseField';
import { WrongPassphrase } from './seal';

/** Without a press or a key for so long, an opened journal is locked again, in ms. */
const idle = 5 * 60_000;

export function Gate({ journal, children }: { journal: Journal; children: ComponentChildren }) {
  const text = words.value.journal;
  const { state, isProtected } = journal;
  useEffect(() => {
    if (state.peek() === 'loading') journal.load();
  }, [journal, state]);
  useEffect(() => {
    if (!isProtected.value || state.value !== 'ready') return;
    let timer = setTimeout(journal.lock, idle);
    const stay = () => {
      clearTimeout(timer);
      timer = setTimeout(journal.lock, idle);
    };
    addEventListener('pointerdown', stay);
    addEventListener('keydown', stay);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', stay);
      removeEventListener('keydown', stay);
    };
  }, [journal, isProtected.value, state.value]);
  if (state.value === 'ready') return children;
  return (
    <main class="journal" data-journal={state.value}>
      {state.value === 'failed' && <p role="alert">{text.failed(journal.problem.value)}</p>}
      {state.value === 'locked' && <Unlock journal={journal} />}
    </main>
  );
}

function Unlock({ journal }: { journal: Journal }) {
  const passphrase = useSignal('');
  const problem = useSignal('');
  const text = words.value.journal.lock;
  return (
    <form
      class="card check-in"
      onSubmit={async (event) => {
        event.preventDefault();
        try {
          await journal.unlock(passphrase.value);
        } catch (error) {
          problem.value = error instanceof WrongPassphrase ? text.isWrong : String(error);
        }
      }}
    >
      <h2>{text.isLocked}</h2>
      <PassphraseField label={text.passphrase} value={passphrase} kind="current" />
      <p role="alert" class="problem">
        {problem.value}
      </p>
      <button type="submit">{text.open}</button>
      <Forget journal={journal} />
    </form>
  );
}
