/** The check-in: how someone feels, and if wanted a look of the camera. */
import { type Signal, useSignal } from '@preact/signals';
import type { JournalEntry } from '../../src/mood';
import type { Live } from '../live/session';
import { settings } from '../settings/settings';
import { Check } from '../shell/Check';
import { words } from '../words';
import { attempt } from './attempt';
import { EntryForm } from './EntryForm';
import type { Journal } from './journal';
import { LookCard } from './LookCard';

export interface CheckInProps {
  journal: Journal;
  live: Live;
  /** A day that an entry is wanted for. */
  wanted: Signal<number | undefined>;
  /** It is kept, and the camera is done with it. */
  saved(entry: JournalEntry): void;
}

export function CheckIn({ journal, live, wanted, saved }: CheckInProps) {
  /** The entry that the camera is looking for. */
  const looking = useSignal<JournalEntry | undefined>(undefined);
  const text = words.value.journal;
  const { value: kept } = looking;
  if (kept)
    return (
      <LookCard
        live={live}
        close={async (seen) => {
          looking.value = undefined;
          if (seen) await attempt(() => journal.change(kept.id, (now) => now && { ...now, seen }));
          saved(kept);
        }}
      />
    );
  return (
    <EntryForm
      journal={journal}
      label={text.checkIn}
      heading={text.question}
      wanted={wanted}
      done={(entry) => {
        if (settings.look.value) looking.value = entry;
        else saved(entry);
      }}
    >
      <Check label={text.look} value={settings.look} />
      {settings.look.value && <p class="limits">{text.lookText}</p>}
    </EntryForm>
  );
}
