/** A passphrase as it is typed. */
import type { Signal } from '@preact/signals';

export interface PassphraseFieldProps {
  label: string;
  value: Signal<string>;
  /** Whether the browser offers what it knows, or a new one. */
  kind: 'current' | 'new';
}

export function PassphraseField({ label, value, kind }: PassphraseFieldProps) {
  return (
    <label class="note passphrase">
      <span>{label}</span>
      <input
        type="password"
        autocomplete={`${kind}-password`}
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}
