/** What an entry consists of, to be filled in or changed: a place on the plane, words for it, tags, a note. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { type JournalEntry, longest, wallClock } from '../../src/mood';
import { settings } from '../settings/settings';
import { words } from '../words';
import { Chips } from './Chips';
import { type Place, wordsNear } from './feelingWords';
import type { Journal } from './journal';
import { Plane } from './Plane';

/** Words that are offered for a place. */
const offered = 8;
const usualTags = ['sleep', 'people', 'work', 'movement', 'food'] as const;

export interface EntryFormProps {
  journal: Journal;
  label: string;
  heading: string;
  /** The entry that is changed; without one a new one is made. */
  entry?: JournalEntry;
  /** Below the note. */
  children?: ComponentChildren;
  /** It is kept. */
  done(entry: JournalEntry): void;
  cancel?(): void;
}

export function EntryForm({ journal, label, heading, entry, children, done, cancel }: EntryFormProps) {
  const before = entry?.felt && { valence: entry.felt.valence, energy: entry.felt.energy ?? 0 };
  const place = useSignal<Place | undefined>(before);
  const chosenWords = useSignal<readonly string[]>(entry?.felt?.words ?? []);
  const tags = useSignal<readonly string[]>(entry?.tags ?? []);
  const ownTag = useSignal('');
  const note = useSignal(entry?.note ?? '');
  const minute = useSignal(entry?.time.slice(0, 16) ?? '');
  const problem = useSignal('');
  const text = words.value.journal;

  const addTag = () => {
    const tag = ownTag.value
      .replaceAll(/[|\s]+/g, ' ')
      .trim()
      .slice(0, longest.tag)
      .trim();
    ownTag.value = '';
    if (!tag) return;
    if (!tags.value.includes(tag)) tags.value = [...tags.value, tag];
    if (!settings.ownTags.value.includes(tag)) settings.ownTags.value = [...settings.ownTags.value, tag];
  };

  const save = async () => {
    if (!place.value) return;
    addTag();
    const isSame = before && place.value.valence === before.valence && place.value.energy === before.energy;
    const saved: JournalEntry = {
      ...entry,
      id: entry?.id ?? crypto.randomUUID(),
      time: timeOf(entry, minute.value),
      // Energy that another journal did not ask for stays open unless the point was moved.
      felt: { ...(isSame && entry?.felt ? entry.felt : place.value), words: [...chosenWords.value] },
      tags: [...tags.value],
      note: note.value.trim().slice(0, longest.note),
    };
    try {
      await journal.put(saved);
    } catch (error) {
      problem.value = text.notSaved(error instanceof Error ? error.message : String(error));
      return;
    }
    problem.value = '';
    place.value = undefined;
    chosenWords.value = [];
    tags.value = [];
    note.value = '';
    done(saved);
  };

  return (
    <form
      class="card check-in"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>{heading}</h2>
      {entry && (
        <label class="choice">
          {text.when}
          <input
            type="datetime-local"
            required
            value={minute.value}
            max={wallClock(new Date()).slice(0, 16)}
            onInput={(event) => {
              minute.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      <Plane place={place} />
      {place.value && (
        <>
          <Chips
            label={text.wordsLabel}
            // What was chosen stays, wherever the point goes.
            options={[...new Set([...chosenWords.value, ...wordsNear(place.value, offered)])]}
            chosen={chosenWords}
            name={text.word}
          />
          <Chips
            label={text.tagsLabel}
            options={[...new Set([...usualTags, ...settings.ownTags.value, ...tags.value])]}
            chosen={tags}
            name={text.tag}
          />
          <div class="own-tag">
            <input
              type="text"
              aria-label={text.ownTag}
              placeholder={text.ownTag}
              maxLength={longest.tag}
              value={ownTag.value}
              onInput={(event) => {
                ownTag.value = event.currentTarget.value;
              }}
            />
            <button type="button" class="secondary" onClick={addTag}>
              {text.addTag}
            </button>
          </div>
          <label class="note">
            <span>{text.note}</span>
            <textarea
              rows={2}
              maxLength={longest.note}
              value={note.value}
              onInput={(event) => {
                note.value = event.currentTarget.value;
              }}
            />
          </label>
          {children}
        </>
      )}
      <p role="alert" class="problem">
        {problem.value}
      </p>
      <div class="form-end">
        <button type="submit" disabled={!place.value}>
          {text.done}
        </button>
        {cancel && (
          <button type="button" class="secondary" onClick={cancel}>
            {text.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

/** Now, or the time of the entry, which may have been set to another minute. */
function timeOf(entry: JournalEntry | undefined, minute: string): string {
  if (!entry) return wallClock(new Date());
  return minute === entry.time.slice(0, 16) || minute === '' ? entry.time : wallClock(new Date(minute));
}
