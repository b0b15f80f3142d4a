/** Sets a passphrase, or takes it away. */
import { useSignal } from '@preact/signals';
import { words } from '../words';
import type { Journal } from './journal';

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
      class="own-tag"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase.value.length < shortest) problem.value = text.tooShort(shortest);
        else change(() => journal.protect(passphrase.value));
      }}
    >
      <label class="note passphrase">
        <span>{text.set}</span>
        <input
          type="password"
          autocomplete="new-password"
          value={passphrase.value}
          onInput={(event) => {
            passphrase.value = event.currentTarget.value;
          }}
        />
        <span role="alert" class="problem">
          {problem.value}
        </span>
      </label>
      <button type="submit" class="secondary">
        {text.setNow}
      </button>
    </form>
  );
}
