/** Whom one can call: links, and a list that can be edited. */
import { useSignal } from '@preact/signals';
import { words } from '../words';
import { attempt } from './attempt';
import { linkIn } from './helpLink';
import { IconButton } from './icons';
import type { Journal } from './journal';

export function HelpLines({ journal }: { journal: Journal }) {
  const isEdited = useSignal(false);
  const text = words.value.journal.lowSpell;
  const lines = journal.own.value.helpLines ?? text.usualLines;
  if (isEdited.value && !journal.isReadOnly.value)
    return (
      <div class="help-lines">
        <label class="note">
          <span>{text.linesEdited}</span>
          <textarea
            rows={4}
            autocomplete="off"
            value={lines}
            onChange={({ currentTarget: { value } }) => attempt(() => journal.changeOwn('helpLines', () => value))}
          />
        </label>
        <button
          type="button"
          class="secondary"
          onClick={() => {
            isEdited.value = false;
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
              isEdited.value = true;
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
