/** What an entry consists of, to be filled in or changed: a place on the plane, words for it, tags, a note. */
import { batch, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { type JournalEntry, longest, wallClock } from '../../src/mood';
import { words } from '../words';
import { Chips } from './Chips';
import { type Draft, newEntry } from './drafts';
import { type Place, wordsNear } from './feelingWords';
import type { Journal } from './journal';
import { Plane } from './Plane';

/** Words that are offered for a place. */
const offered = 8;
const usualTags = ['sleep', 'people', 'work', 'movement', 'food'] as const;

/** What is left of a character that was cut in two; no file can hold it. */
const halfCharacter = /\p{Surrogate}/gu;

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
  const name = entry?.id ?? newEntry;
  const untouched = useRef<Draft>({
    id: entry?.id ?? crypto.randomUUID(),
    ...(before && { place: before }),
    words: entry?.felt?.words ?? [],
    tags: entry?.tags ?? [],
    ownTag: '',
    note: entry?.note ?? '',
    minute: entry?.time.slice(0, 16) ?? '',
  });
  const draft = useRef(journal.drafts.get(name) ?? untouched.current).current;
  const id = useRef(draft.id);
  const place = useSignal<Place | undefined>(draft.place);
  const chosenWords = useSignal<readonly string[]>(draft.words);
  const tags = useSignal<readonly string[]>(draft.tags);
  const ownTag = useSignal(draft.ownTag);
  const note = useSignal(draft.note);
  const minute = useSignal(draft.minute);
  const problem = useSignal('');
  const text = words.value.journal;
  const { tags: ownTags } = journal.own.value;

  // What is typed outlives another view, a lock and a crash.
  useSignalEffect(() => {
    const typed: Draft = {
      id: id.current,
      ...(place.value && { place: place.value }),
      words: [...chosenWords.value],
      tags: [...tags.value],
      ownTag: ownTag.value,
      note: note.value,
      minute: minute.value,
    };
    const isUntouched = JSON.stringify(typed) === JSON.stringify({ ...untouched.current, id: typed.id });
    journal.drafts.set(name, isUntouched ? undefined : typed);
  });

  const addTag = () => {
    const tag = ownTag.value
      .replaceAll(/[|\s]+/g, ' ')
      .trim()
      .slice(0, longest.tag)
      .replaceAll(halfCharacter, '')
      .trim();
    ownTag.value = '';
    if (!tag || tags.value.length >= longest.tags) return;
    if (!tags.value.includes(tag)) tags.value = [...tags.value, tag];
    const known = journal.own.peek().tags;
    if (!known.includes(tag))
      journal.setOwn('tags', [...known, tag]).catch(() => {
        // The entry has it all the same.
      });
  };

  const save = async () => {
    if (!place.value) return;
    addTag();
    const isSame = before && place.value.valence === before.valence && place.value.energy === before.energy;
    const saved: JournalEntry = {
      ...entry,
      id: id.current,
      time: timeOf(entry, minute.value),
      // Energy that another journal did not ask for stays open unless the point was moved.
      felt: { ...(isSame && entry?.felt ? entry.felt : place.value), words: [...chosenWords.value] },
      tags: [...tags.value],
      note: note.value.trim().slice(0, longest.note).replaceAll(halfCharacter, ''),
    };
    try {
      await journal.put(saved, name);
    } catch (error) {
      problem.value = text.notSaved(error instanceof Error ? error.message : String(error));
      return;
    }
    if (!entry)
      batch(() => {
        id.current = crypto.randomUUID();
        problem.value = '';
        place.value = undefined;
        chosenWords.value = [];
        tags.value = [];
        note.value = '';
      });
    done(saved);
  };

  return (
    <form
      class="card check-in"
      aria-label={label}
      // Browsers keep what is typed into forms in files of their own, to bring it back after a crash.
      autocomplete="off"
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
            // An entry of another time zone may lie ahead.
            max={[wallClock(new Date()), entry.time].sort().at(-1)?.slice(0, 16)}
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
            options={[...new Set([...usualTags, ...ownTags, ...tags.value])]}
            chosen={tags}
            name={text.tag}
          />
          <div class="own-tag">
            <input
              type="text"
              autocomplete="off"
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
              autocomplete="off"
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
          <button
            type="button"
            class="secondary"
            onClick={() => {
              journal.drafts.set(name, undefined);
              cancel();
            }}
          >
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
