/** The journal: how are you, and how were you; today on top. */
import { useSignal } from '@preact/signals';
import { agreementOf, dateOf, dayOf, dayOn, type JournalEntry } from '../../src/mood';
import type { Live } from '../live/session';
import { words } from '../words';
import { AlarmCard, RiseCard } from './AlarmCard';
import { attempt } from './attempt';
import { BackupLine } from './BackupLine';
import type { Backup } from './backup';
import { CheckIn } from './CheckIn';
import { EntryCard } from './EntryCard';
import type { Journal } from './journal';
import { KeepingCard } from './KeepingCard';

/** Days with entries that are shown at first, and so many more each time. */
const daysAtOnce = 7;
/** Entries that have both before anything is said about how the camera agrees. */
const enoughPairs = 10;

export interface JournalViewProps {
  journal: Journal;
  backup: Backup;
  live: Live;
}

export function JournalView({ journal, backup, live }: JournalViewProps) {
  const text = words.value.journal;
  const removed = journal.removed.value;
  const { both, apart } = agreementOf(journal.entries.value);
  return (
    <main class="journal" data-journal="ready">
      <Notices journal={journal} />
      {!journal.isReadOnly.value && <CheckIn journal={journal} live={live} />}
      {journal.lowSpell.value && <LowSpell journal={journal} />}
      <AlarmCard journal={journal} />
      <RiseCard journal={journal} />
      <p role="status" class="undo">
        {removed && (
          <>
            {text.removed}{' '}
            <button type="button" class="link" onClick={() => attempt(() => journal.put(removed))}>
              {text.undo}
            </button>
          </>
        )}
        {journal.forgotten.value && text.keeping.forgotten}
      </p>
      {both >= enoughPairs && apart * 2 >= both && <p class="limits">{text.apart(apart, both)}</p>}
      <BackupLine journal={journal} backup={backup} />
      <Days entries={journal.entries.value} journal={journal} />
      <KeepingCard journal={journal} backup={backup} />
    </main>
  );
}

function Days({ entries, journal }: { entries: readonly JournalEntry[]; journal: Journal }) {
  const shown = useSignal(daysAtOnce);
  const text = words.value.journal;
  if (entries.length === 0) return <p class="empty">{text.empty}</p>;
  const today = dayOn(new Date());
  const days: { day: number; entries: JournalEntry[] }[] = [];
  let at = entries.length - 1;
  for (; at >= 0; at--) {
    const entry = entries[at] as JournalEntry;
    const day = dayOf(entry);
    if (days.at(-1)?.day === day) days.at(-1)?.entries.push(entry);
    else if (days.length < shown.value) days.push({ day, entries: [entry] });
    else break;
  }
  return (
    <>
      {days.map(({ day, entries: ofDay }) => (
        <section key={day} class="day">
          <h3>{text.day(day - today, dateOf(day))}</h3>
          {ofDay.filter(isSaid).map((entry) => (
            <EntryCard key={entry.id} entry={entry} journal={journal} />
          ))}
          <Looks entries={ofDay.filter((entry) => !isSaid(entry))} journal={journal} />
        </section>
      ))}
      {at >= 0 && (
        <button
          type="button"
          class="secondary"
          onClick={() => {
            shown.value += daysAtOnce;
          }}
        >
          {text.earlier}
        </button>
      )}
    </>
  );
}

/** Whether the person said something; the camera may look by itself, too. */
const isSaid = ({ felt, note }: JournalEntry) => felt !== undefined || note !== '';

/** What the camera saw by itself on a day, out of the way. */
function Looks({ entries, journal }: { entries: readonly JournalEntry[]; journal: Journal }) {
  if (entries.length === 0) return null;
  return (
    <details class="looks">
      <summary>{words.value.journal.looks(entries.length)}</summary>
      {entries.map((entry) => (
        <EntryCard key={entry.id} entry={entry} journal={journal} />
      ))}
    </details>
  );
}

/** What is amiss with the journal as a whole. */
function Notices({ journal: { unreadable, isReadOnly } }: { journal: Journal }) {
  const text = words.value.journal;
  return (
    <>
      {isReadOnly.value && (
        <p role="status" class="card problem">
          {text.newer}
        </p>
      )}
      {unreadable.value > 0 && (
        <p role="status" class="card problem">
          {text.unreadable(unreadable.value)}
        </p>
      )}
    </>
  );
}

/** Shown when the person's own words stayed very low for two weeks. */
function LowSpell({ journal }: { journal: Journal }) {
  const text = words.value.journal.lowSpell;
  return (
    <section class="card" aria-label={text.label}>
      <p>{text.sentence}</p>
      <label class="note">
        <span>{text.lines}</span>
        <textarea
          rows={3}
          autocomplete="off"
          value={journal.own.value.helpLines ?? text.usualLines}
          onChange={({ currentTarget: { value } }) => attempt(() => journal.setOwn('helpLines', value))}
        />
      </label>
    </section>
  );
}
