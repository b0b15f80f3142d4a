/** What an entry consists of, to be filled in or changed: a place on the plane, words for it, tags, a note. */
import { batch, type Signal, useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { frequentFirst, type JournalEntry, longest, momentOn, wallClock } from '../../src/mood';
import { settings } from '../settings/settings';
import { limited, surplus, TooLong } from '../shell/TooLong';
import { present } from '../shell/today';
import { useEffectAtOnce } from '../shell/useEffectAtOnce';
import { language, words } from '../words';
import { meanings } from '../words/meanings';
import { Chips } from './Chips';
import { type Draft, newEntry } from './drafts';
import { type FeelingWord, type Place, wordsNear } from './feelingWords';
import { Icon, tagIcon, usualTags } from './icons';
import type { Journal } from './journal';
import { MomentChoice } from './MomentChoice';
import { kindOf, type MomentKind } from './moment';
import { NoteField } from './NoteField';
import { Plane } from './Plane';
import { savedEntry } from './savedEntry';
import { TagSheet } from './TagSheet';
import { halfCharacter, tagOf } from './tagName';
import { whyInWords } from './whyInWords';

/** Entries whose tags say which are offered first. */
const latestEntries = 200;
/** Words that are offered for a place. */
const offered = 8;
/** When an entry of a chosen day is said to be, until the person says otherwise. */
const usualClock = '20:00';

export interface EntryFormProps {
  journal: Journal;
  label: string;
  heading: string;
  /** The entry that is changed; without one a new one is made. */
  entry?: JournalEntry;
  /** A day that a new entry is wanted for, since 1970-01-01; taken and emptied here. */
  wanted?: Signal<number | undefined>;
  /** Below the note. */
  children?: ComponentChildren;
  /** It is kept. */
  done(entry: JournalEntry): void;
  cancel?(): void;
}

export function EntryForm({ journal, label, heading, entry, wanted, children, done, cancel }: EntryFormProps) {
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
  const kind = useSignal<MomentKind>(kindOf(draft.minute, new Date(), settings.dayBegins.peek()));
  /** Said anew in whatever language is shown. */
  const problem = useSignal<(() => string) | undefined>(undefined);
  const text = words.value.journal;
  const form = useRef<HTMLFormElement>(null);
  // Of the last months: what one did a year ago says little of today. Not while tags are chosen, so that none moves away.
  const offeredTags = useComputed(() => {
    const used = journal.entries.value.slice(-latestEntries).map((e) => e.tags);
    const { tags: own, groups } = journal.own.value;
    const grouped = groups.flatMap((group) => group.tags);
    return frequentFirst([...new Set([...usualTags, ...own, ...grouped, ...used.flat()])], used);
  });
  /** Those of each group in the groups' order, and those without one. */
  const tagsByGroup = useComputed(() => {
    const { groups } = journal.own.value;
    const all = [...new Set([...offeredTags.value, ...tags.value])];
    const grouped = new Set(groups.flatMap((group) => group.tags));
    return {
      groups: groups.map((group) => ({ name: group.name, tags: all.filter((tag) => group.tags.includes(tag)) })),
      others: all.filter((tag) => !grouped.has(tag)),
    };
  });
  const editsTags = useSignal(false);

  // A day of the calendar was pressed: what is written next is of that day, from the next press on.
  useEffectAtOnce(() => {
    if (wanted?.value === undefined) return;
    const day = wanted.value;
    wanted.value = undefined;
    minute.value = momentOn(day, usualClock, settings.dayBegins.peek());
    kind.value = 'day';
    form.current?.scrollIntoView({ block: 'start' });
    form.current?.querySelector('input')?.focus({ preventScroll: true });
  });

  const typedNow = (): Draft => ({
    id: id.current,
    ...(place.value && { place: place.value }),
    words: [...chosenWords.value],
    tags: [...tags.value],
    ownTag: ownTag.value,
    note: note.value,
    minute: minute.value,
  });

  // What is typed outlives another view, a lock and a crash.
  useEffectAtOnce(() => {
    const typed = typedNow();
    const isUntouched = JSON.stringify(typed) === JSON.stringify({ ...untouched.current, id: typed.id });
    journal.drafts.set(name, isUntouched ? undefined : typed);
  });

  const addTag = () => {
    const tag = tagOf(ownTag.value);
    if (surplus(tag, longest.tag) > 0) return;
    ownTag.value = '';
    if (!tag || tags.value.length >= longest.tags) return;
    if (!tags.value.includes(tag)) tags.value = [...tags.value, tag];
    if (!journal.own.peek().tags.includes(tag))
      journal
        .changeOwn('tags', (known) => [...new Set([...known, tag])])
        .catch(() => {
          // The entry has it all the same.
        });
  };

  /** It is being kept: Done is pressed once for one entry. */
  const isSaving = useRef(false);

  const save = async () => {
    if (!place.value || isSaving.current) return;
    if (!entry && minute.value > wallClock(new Date()).slice(0, 16)) {
      problem.value = () => words.value.journal.notYet;
      return;
    }
    addTag();
    const typed = typedNow();
    const isLeft = (part: keyof Draft) => JSON.stringify(typed[part]) === JSON.stringify(untouched.current[part]);
    const written: JournalEntry = {
      id: id.current,
      time: timeOf(entry, minute.value),
      // Energy that another journal did not ask for stays open unless the point was moved.
      felt: { ...(isLeft('place') && entry?.felt ? entry.felt : place.value), words: [...chosenWords.value] },
      tags: [...tags.value],
      note: note.value.trim().replaceAll(halfCharacter, ''),
    };
    // What was left as it was stays as it is now: another device may have changed it since the form was opened.
    const changedHere: Partial<JournalEntry> = entry
      ? {
          ...(!isLeft('minute') && { time: written.time }),
          ...(!(entry.felt && isLeft('place') && isLeft('words')) && { felt: written.felt }),
          ...(!isLeft('tags') && { tags: written.tags }),
          ...(!isLeft('note') && { note: written.note }),
        }
      : {};
    // What is changed from here on is of the next one.
    const emptied = [
      emptier<Place | undefined>(place, undefined),
      emptier(chosenWords, []),
      emptier(tags, []),
      emptier(note, ''),
      emptier(minute, ''),
      emptier<MomentKind>(kind, 'now'),
    ];
    isSaving.current = true;
    let saved = written;
    try {
      if (entry)
        saved = (await journal.change(entry.id, (now = entry) => ({ ...now, ...changedHere }), name)) ?? written;
      else await journal.put(written, name);
    } catch (error) {
      problem.value = () => words.value.journal.notSaved(whyInWords(error));
      savedEntry.value = undefined;
      return;
    } finally {
      isSaving.current = false;
    }
    if (!entry)
      batch(() => {
        id.current = crypto.randomUUID();
        problem.value = undefined;
        for (const empty of emptied) empty();
      });
    done(saved);
  };

  return (
    <>
      <form
        ref={form}
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
        {!entry && <MomentChoice minute={minute} kind={kind} />}
        {entry && (
          <label class="choice">
            {text.when}
            <input
              type="datetime-local"
              required
              value={minute.value}
              // An entry of another time zone may lie ahead.
              max={[wallClock(new Date(present.value)), entry.time].sort().at(-1)?.slice(0, 16)}
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
              meaning={meaningOf}
            />
            <Meaning word={chosenWords.value.at(-1) ?? wordsNear(place.value, 1)[0]} />
            {tagsByGroup.value.groups
              .filter((group) => group.tags.length > 0)
              .map((group) => (
                <Chips
                  key={group.name}
                  label={group.name}
                  options={group.tags}
                  chosen={tags}
                  name={text.tag}
                  icon={tagIcon}
                />
              ))}
            <Chips
              label={text.tagsLabel}
              options={tagsByGroup.value.others}
              chosen={tags}
              name={text.tag}
              icon={tagIcon}
            >
              <div class="own-tag">
                <input
                  type="text"
                  autocomplete="off"
                  aria-label={text.ownTag}
                  placeholder={text.ownTag}
                  ref={limited(tagOf(ownTag.value), longest.tag)}
                  value={ownTag.value}
                  onInput={(event) => {
                    ownTag.value = event.currentTarget.value;
                  }}
                />
                <button type="button" class="secondary" onClick={addTag}>
                  {text.addTag}
                </button>
              </div>
              <TooLong text={tagOf(ownTag.value)} most={longest.tag} />
              {!journal.isReadOnly.value && (
                <button
                  type="button"
                  class="chip"
                  onClick={() => {
                    addTag();
                    editsTags.value = true;
                  }}
                >
                  <Icon name="change" />
                  {text.tags.edit}
                </button>
              )}
            </Chips>
            <NoteField label={text.note} note={note} rows={1} />
            {children}
          </>
        )}
        <p role="alert" class="problem">
          {problem.value?.()}
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
      {editsTags.value && (
        <TagSheet
          journal={journal}
          tags={offeredTags.value}
          close={() => {
            editsTags.value = false;
          }}
        />
      )}
    </>
  );
}

const meaningOf = (word: string): string | undefined =>
  Object.hasOwn(meanings[language.value], word) ? meanings[language.value][word as FeelingWord] : undefined;

/** What the word means that was chosen last, or that lies nearest. */
function Meaning({ word }: { word: string | undefined }) {
  const meaning = word && meaningOf(word);
  if (!meaning) return null;
  return (
    <p class="limits meaning">
      <strong>{words.value.journal.word(word)}</strong>: {meaning}
    </p>
  );
}

/** Empties a field, unless it is changed in the meantime. */
function emptier<T>(field: Signal<T>, empty: T): () => void {
  const { value } = field;
  return () => {
    if (field.value === value) field.value = empty;
  };
}

/** Now, or the time that was chosen; an entry keeps its own unless it was set to another minute. */
function timeOf(entry: JournalEntry | undefined, minute: string): string {
  if (minute === '') return entry?.time ?? wallClock(new Date());
  return minute === entry?.time.slice(0, 16) ? entry.time : wallClock(new Date(minute));
}
