/** The note of an entry, while it is written. */
import type { Signal } from '@preact/signals';
import { longest } from '../../src/mood';
import { limited, TooLong } from '../shell/TooLong';

export interface NoteFieldProps {
  label: string;
  note: Signal<string>;
  rows: number;
}

export function NoteField({ label, note, rows }: NoteFieldProps) {
  return (
    <>
      <label class="note">
        <span>{label}</span>
        <textarea
          rows={rows}
          autocomplete="off"
          ref={limited(note.value, longest.note)}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
      <TooLong text={note.value} most={longest.note} />
    </>
  );
}
