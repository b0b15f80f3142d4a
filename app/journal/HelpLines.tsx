/** Whom one can call: links, and a list that can be edited. */
import { useSignal } from '@preact/signals';
import { useEffectAtOnce } from '../shell/useEffectAtOnce';
import { words } from '../words';
import { attempt } from './attempt';
import { linkIn } from './helpLink';
import { IconButton } from './icons';
import type { Journal } from './journal';

/** The name under which the list lies while it is edited. */
const linesDraft = '@lines';

export function HelpLines({ journal }: { journal: Journal }) {
  /** As it is typed: whatever else the journal is told meanwhile does not take that back. Undefined while it is not edited. */
  const edited = useSignal(journal.drafts.get(linesDraft)?.note);
  // What is typed outlives another view and a lock.
  useEffectAtOnce(() => {
    const { value: note } = edited;
    if (journal.isReadOnly.peek()) return;
    const draft =
      note === undefined ? undefined : { id: linesDraft, words: [], tags: [], ownTag: '', note, minute: '' };
    journal.drafts.set(linesDraft, draft);
  });
  const text = words.value.journal.lowSpell;
  const lines = journal.own.value.helpLines ?? text.usualLines;
  if (edited.value !== undefined && !journal.isReadOnly.value)
    return (
      <div class="help-lines">
        <label class="note">
          <span>{text.linesEdited}</span>
          <textarea
            rows={4}
            autocomplete="off"
            value={edited.value}
            onInput={({ currentTarget: { value } }) => {
              edited.value = value;
            }}
            onChange={({ currentTarget: { value } }) => attempt(() => journal.changeOwn('helpLines', () => value))}
          />
        </label>
        <button
          type="button"
          class="secondary"
          onClick={() => {
            edited.value = undefined;
          }}
        >
          {words.value.journal.done}
        </button>
      </div>
    );
  return (
    <div class="help-lines">
      <header>
        <h3>{text.lines}</h3>
        {!journal.isReadOnly.value && (
          <IconButton
            name="change"
            label={text.editLines}
            press={() => {
              edited.value = lines;
            }}
          />
        )}
      </header>
      <ul>
        {lines
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => {
            const link = linkIn(line);
            if (!link) return <li key={line}>{line}</li>;
            return (
              <li key={line}>
                {link.before}
                <a href={link.href} target={link.href.startsWith('https:') ? '_blank' : undefined} rel="noreferrer">
                  {link.shown}
                </a>
                {link.after}
              </li>
            );
          })}
      </ul>
    </div>
  );
}
