/** A passphrase as it is typed, and shown where that is wanted. */
import { type Signal, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { words } from '../words';

export interface PassphraseFieldProps {
  label: string;
  value: Signal<string>;
  /** Whether the browser offers what it knows, or a new one. */
  kind: 'current' | 'new';
  /** Fields that are shown together; without it the field has a box of its own. */
  isShown?: Signal<boolean>;
}

export function PassphraseField({ label, value, kind, isShown }: PassphraseFieldProps) {
  const own = useSignal(false);
  const id = useId();
  const attributes = {
    id,
    autocomplete: `${kind}-password` as const,
    spellcheck: false,
    value: value.value,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => {
      value.value = event.currentTarget.value;
    },
  };
  return (
    <div class="passphrase">
      <label class="note" for={id}>
        <span>{label}</span>
        {(isShown ?? own).value ? <input type="text" {...attributes} /> : <input type="password" {...attributes} />}
      </label>
      {!isShown && <ShowPassphrase isShown={own} />}
    </div>
  );
}

/** Not kept: the next time it is hidden again. */
export function ShowPassphrase({ isShown }: { isShown: Signal<boolean> }) {
  return (
    <button
      type="button"
      class="link"
      aria-pressed={isShown.value}
      onClick={() => {
        isShown.value = !isShown.value;
      }}
    >
      {isShown.value ? words.value.journal.lock.hide : words.value.journal.lock.show}
    </button>
  );
}
