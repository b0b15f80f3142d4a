/** Removes all entries and settings, once that was said twice. */
import { useSignal } from '@preact/signals';
import { forgetSettings } from '../settings/settings';
import { words } from '../words';
import type { Journal } from './journal';

export function Forget({ journal }: { journal: Journal }) {
  const asked = useSignal(false);
  const problem = useSignal('');
  const text = words.value.journal.keeping;
  const ask = (value: boolean) => () => {
    asked.value = value;
    problem.value = '';
  };
  if (!asked.value)
    return (
      <button type="button" class="secondary" onClick={ask(true)}>
        {text.forget}
      </button>
    );
  return (
    <>
      <p class="problem">{text.forgetSure}</p>
      <p role="alert" class="problem">
        {problem.value}
      </p>
      <button
        type="button"
        onClick={async () => {
          try {
            await journal.forget();
          } catch (error) {
            problem.value = text.notForgotten(error instanceof Error ? error.message : String(error));
            return;
          }
          forgetSettings();
          asked.value = false;
        }}
      >
        {text.forgetYes}
      </button>
      <button type="button" class="secondary" onClick={ask(false)}>
        {text.forgetNo}
      </button>
    </>
  );
}
