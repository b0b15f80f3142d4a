/** Removes all entries, settings and what was trained, once that was written out. */
import { useSignal } from '@preact/signals';
import { forgetSettings } from '../settings/settings';
import { Tick } from '../shell/Check';
import { useTried } from '../shell/useTried';
import type { Sync } from '../sync/sync';
import { forgetTraining } from '../train/store';
import { words } from '../words';
import type { Journal } from './journal';
import { whyInWords } from './whyInWords';

export interface ForgetProps {
  journal: Journal;
  /** Where the journal may be shared with other devices. */
  sync?: Sync;
  done?(): void;
}

export function Forget({ journal, sync, done = () => {} }: ForgetProps) {
  const asked = useSignal(false);
  const typed = useSignal('');
  const removing = useTried((error) => words.value.journal.keeping.notForgotten(whyInWords(error)));
  const removesFile = useSignal(true);
  const text = words.value.journal.keeping;
  const ask = (value: boolean) => () => {
    asked.value = value;
    typed.value = '';
    removing.clear();
  };
  if (!asked.value)
    return (
      <button type="button" class="secondary delete" onClick={ask(true)}>
        {text.forget}
      </button>
    );
  const isSharing = sync !== undefined && journal.setup.value !== undefined;
  const isSure = typed.value.trim().toLowerCase() === text.forgetWord;
  // No form: at the locked journal this stands within one.
  return (
    <div class="forget">
      <p>{text.forgetSure}</p>
      {isSharing && (
        <>
          <p>{words.value.journal.devices.forget}</p>
          <Tick
            label={words.value.journal.devices.removeFile}
            isTicked={removesFile.value}
            tick={(isTicked) => {
              removesFile.value = isTicked;
            }}
          />
        </>
      )}
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
        {removing.problem}
      </p>
      <div class="controls">
        <button
          type="button"
          class="delete"
          disabled={!isSure}
          aria-busy={removing.isBusy.value}
          onClick={() =>
            removing.run(async () => {
              if (isSharing && removesFile.value) await sync?.stop({ removeFile: true });
              // Before the journal, whose end takes this form away: a failure could not be told any more.
              await forgetTraining();
              await journal.forget();
              forgetSettings();
              asked.value = false;
              done();
            })
          }
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
