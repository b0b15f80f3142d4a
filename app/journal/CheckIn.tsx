/** The check-in: how someone feels, and if wanted a look of the camera. */
import { useSignal } from '@preact/signals';
import type { Live } from '../live/session';
import { settings } from '../settings/settings';
import { Check } from '../shell/Check';
import { words } from '../words';
import { attempt } from './attempt';
import { EntryForm } from './EntryForm';
import type { Journal } from './journal';
import { LookCard } from './LookCard';

export function CheckIn({ journal, live }: { journal: Journal; live: Live }) {
  /** The entry that the camera is looking for. */
  const looking = useSignal<string | undefined>(undefined);
  const text = words.value.journal;
  if (looking.value)
    return (
      <LookCard
        live={live}
        close={async (seen) => {
          const entry = journal.entries.value.find(({ id }) => id === looking.value);
          looking.value = undefined;
          if (entry && seen) await attempt(() => journal.put({ ...entry, seen }));
        }}
      />
    );
  return (
    <EntryForm
      journal={journal}
      label={text.checkIn}
      heading={text.question}
      done={({ id }) => {
        if (settings.look.value) looking.value = id;
      }}
    >
      <Check label={text.look} value={settings.look} />
      <p class="limits">{text.lookText}</p>
    </EntryForm>
  );
}
