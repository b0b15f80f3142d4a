/** Sets a passphrase, or takes it away. */
import { useSignal } from '@preact/signals';
import { words } from '../words';
import type { Journal } from './journal';
import { PassphraseField } from './PassphraseField';

/** Shorter ones are guessed soon (NIST SP 800-63B asks for 8). */
const shortest = 8;

export function Passphrase({ journal }: { journal: Journal }) {
  const passphrase = useSignal('');
  const problem = useSignal('');
  const text = words.value.journal.lock;
  const change = async (run: () => Promise<void>) => {
    problem.value = '';
    try {
      await run();
      passphrase.value = '';
    } catch (error) {
      problem.value = words.value.journal.notSaved(error instanceof Error ? error.message : String(error));
    }
  };
  if (journal.isProtected.value)
    return (
      <div class="controls">
        <button type="button" class="secondary" onClick={journal.lock}>
          {text.lockNow}
        </button>
        <button type="button" class="secondary" onClick={() => change(journal.unprotect)}>
          {text.remove}
        </button>
      </div>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase.value.length < shortest) problem.value = text.tooShort(shortest);
        else change(() => journal.protect(passphrase.value));
      }}
    >
      <div class="own-tag">
        <PassphraseField label={text.set} value={passphrase} kind="new" />
        <button type="submit" class="secondary">
          {text.setNow}
        </button>
      </div>
      <p role="alert" class="problem">
        {problem.value}
      </p>
    </form>
  );
}
