/** The journal: how are you, and how were you; today on top. */
import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { agreementOf, dateOf, dayOf, dayValues, entriesMatching, type JournalEntry } from '../../src/mood';
import type { Live } from '../live/session';
import { settings } from '../settings/settings';
import { openSettings } from '../settings/sheet';
import { today } from '../shell/today';
import { SyncLine } from '../sync/SyncLine';
import type { Sync } from '../sync/sync';
import { words } from '../words';
import { AlarmCard, RiseCard } from './AlarmCard';
import { attempt } from './attempt';
import { BackupLine } from './BackupLine';
import type { Backup } from './backup';
import { CheckIn } from './CheckIn';
import { EntryCard } from './EntryCard';
import { EntryForm } from './EntryForm';
import { Finder, type Sought } from './Finder';
import { HelpLines } from './HelpLines';
import { Icon } from './icons';
import type { Journal } from './journal';
import { LookBack } from './LookBack';
import { savedEntry } from './savedEntry';
import { chosenDay } from './search';

/** Days with entries that are shown at first, and so many more each time. */
const daysAtOnce = 7;
/** Entries that have both before anything is said about how the camera agrees. */
const enoughPairs = 10;

export interface JournalViewProps {
  journal: Journal;
  backup: Backup;
  sync: Sync;
  live: Live;
}

export function JournalView({ journal, backup, sync, live }: JournalViewProps) {
  const text = words.value.journal;
  const removed = journal.removed.value;
  const { both, apart } = agreementOf(journal.entries.value);
  const sought: Sought = { text: useSignal(''), tag: useSignal(''), word: useSignal(''), day: chosenDay };
  /** A day that an entry is to be written for. */
  const wanted = useSignal<number | undefined>(undefined);
  const begins = settings.dayBegins.value;
  const days = useComputed(() => dayValues(journal.entries.value, settings.dayBegins.value));
  // At once: the view that comes next may choose a day.
  useLayoutEffect(
    () => () => {
      chosenDay.value = undefined;
      savedEntry.value = undefined;
    },
    [],
  );
  const mayWrite = !journal.isReadOnly.value;
  const show = (entry: JournalEntry) => {
    const day = dayOf(entry, begins);
    for (const part of [sought.text, sought.tag, sought.word]) part.value = '';
    sought.day.value = day === today.value ? undefined : day;
    savedEntry.value = entry.id;
  };
  return (
    <main class="journal" data-journal="ready">
      <div class="journal-top">
        <Notices journal={journal} />
        {mayWrite && <RemovedElsewhere journal={journal} />}
        {mayWrite && <CheckIn journal={journal} live={live} wanted={wanted} saved={show} />}
        {journal.lowSpell.value && <LowSpell journal={journal} />}
        <AlarmCard journal={journal} />
        <RiseCard journal={journal} />
        <LookBack journal={journal} today={today.value} />
        {both >= enoughPairs && apart * 2 >= both && <p class="limits">{text.apart(apart, both)}</p>}
        <BackupLine journal={journal} backup={backup} />
        <SyncLine journal={journal} sync={sync} />
      </div>
      {journal.entries.value.length > 0 && (
        <Finder
          sought={sought}
          entries={journal.entries.value}
          days={days.value}
          today={today.value}
          {...(mayWrite && {
            begin: (day: number) => {
              wanted.value = day;
            },
          })}
        />
      )}
      <div class="journal-days">
        <p role="status" class="undo">
          {removed ? (
            <>
              {text.removed}{' '}
              <button type="button" class="link" onClick={() => attempt(() => journal.put(removed))}>
                {text.undo}
              </button>
            </>
          ) : (
            savedEntry.value && text.saved
          )}
          {journal.forgotten.value && text.keeping.forgotten}
        </p>
        <Found journal={journal} sought={sought} today={today.value} saved={savedEntry.value} />
        <div class="controls journal-end">
          <button type="button" class="secondary" onClick={() => openSettings('data')}>
            {text.keeping.title}
          </button>
          {journal.isProtected.value && (
            <button type="button" class="secondary" onClick={journal.lock}>
              <Icon name="lock" /> {text.lock.lockHere}
            </button>
          )}
        </div>
      </div>
    </main>
  );
}

interface FoundProps {
  journal: Journal;
  sought: Sought;
  today: number;
  saved: string | undefined;
}

/** All entries, or those that were looked for. */
function Found({ journal, sought, today, saved }: FoundProps) {
  const text = words.value.journal;
  const begins = settings.dayBegins.value;
  const { entries } = journal;
  const [written, tag, word, day] = [sought.text.value, sought.tag.value, sought.word.value, sought.day.value];
  const isSought = written.trim() !== '' || tag !== '' || word !== '' || day !== undefined;
  const found = useComputed(() => {
    const matching = entriesMatching(entries.value, {
      text: sought.text.value,
      ...(sought.tag.value && { tag: sought.tag.value }),
      ...(sought.word.value && { word: sought.word.value }),
      called: (name) => `${words.value.journal.word(name)} ${words.value.journal.tag(name)}`,
    });
    const only = sought.day.value;
    return only === undefined ? matching : matching.filter((e) => dayOf(e, settings.dayBegins.value) === only);
  });
  if (entries.value.length === 0) return <p class="empty">{text.empty}</p>;
  return (
    <>
      {isSought && (
        <p role="status" class="found">
          {text.find.found(found.value.length, day === undefined ? undefined : text.day(day - today, dateOf(day)))}{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              for (const part of [sought.text, sought.tag, sought.word]) part.value = '';
              sought.day.value = undefined;
            }}
          >
            {text.find.all}
          </button>
        </p>
      )}
      <Days entries={found.value} journal={journal} today={today} begins={begins} saved={saved} />
    </>
  );
}

interface DaysProps {
  entries: readonly JournalEntry[];
  journal: Journal;
  today: number;
  begins: number;
  saved: string | undefined;
}

function Days({ entries, journal, today, begins, saved }: DaysProps) {
  const shown = useSignal(daysAtOnce);
  const text = words.value.journal;
  const days: { day: number; entries: JournalEntry[] }[] = [];
  let at = entries.length - 1;
  for (; at >= 0; at--) {
    const entry = entries[at] as JournalEntry;
    const day = dayOf(entry, begins);
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
            <EntryCard key={entry.id} entry={entry} journal={journal} isNew={entry.id === saved} />
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

/** Forms of entries that were removed in another window or on another device while they were being changed. */
function RemovedElsewhere({ journal }: { journal: Journal }) {
  const text = words.value.journal;
  return (
    <>
      {journal.removedElsewhere.value.map((entry) => {
        const letGo = () => journal.letGo(entry);
        const label = text.change(entry.time.slice(11, 16));
        const form = { journal, label, heading: text.removedElsewhere, entry, done: letGo, cancel: letGo };
        return <EntryForm key={entry.id} {...form} />;
      })}
    </>
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
      <HelpLines journal={journal} />
    </section>
  );
}
