/** Removes all entries and settings, once that was written out. */
import { useSignal } from '@preact/signals';
import { forgetSettings } from '../settings/settings';
import { words } from '../words';
import type { Journal } from './journal';

export function Forget({ journal, done = () => {} }: { journal: Journal; done?(): void }) {
  const asked = useSignal(false);
  const typed = useSignal('');
  const problem = useSignal('');
  const text = words.value.journal.keeping;
  const ask = (value: boolean) => () => {
    asked.value = value;
    typed.value = '';
    problem.value = '';
  };
  if (!asked.value)
    return (
      <button type="button" class="secondary delete" onClick={ask(true)}>
        {text.forget}
      </button>
    );
  const isSure = typed.value.trim().toLowerCase() === text.forgetWord;
  // No form: at the locked journal this stands within one.
  return (
    <div class="forget">
      <p>{text.forgetSure}</p>
      <label class="note">
        <span>{text.forgetType(text.forgetWord)}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          autocapitalize="none"
          value={typed.value}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      </label>
      <p role="alert" class="problem">
        {problem.value}
      </p>
      <div class="controls">
        <button
          type="button"
          class="delete"
          disabled={!isSure}
          onClick={async () => {
            try {
              await journal.forget();
            } catch (error) {
              problem.value = text.notForgotten(error instanceof Error ? error.message : String(error));
              return;
            }
            forgetSettings();
            asked.value = false;
            done();
          }}
        >
          {text.forgetYes}
        </button>
        <button type="button" class="secondary" onClick={ask(false)}>
          {text.forgetNo}
        </button>
      </div>
    </div>
  );
}
