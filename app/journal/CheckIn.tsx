/** The check-in: a place on the plane, words for it, tags, a note, and if wanted a look of the camera. */
import { useSignal } from '@preact/signals';
import { longest, wallClock } from '../../src/mood';
import type { Live } from '../live/session';
import { settings } from '../settings/settings';
import { words } from '../words';
import { Chips } from './Chips';
import { type Place, wordsNear } from './feelingWords';
import type { Journal } from './journal';
import { LookCard } from './LookCard';
import { Plane } from './Plane';

/** Words that are offered for a place. */
const offered = 8;
const usualTags = ['sleep', 'people', 'work', 'movement', 'food'] as const;

export function CheckIn({ journal, live }: { journal: Journal; live: Live }) {
  const place = useSignal<Place | undefined>(undefined);
  const chosenWords = useSignal<readonly string[]>([]);
  const tags = useSignal<readonly string[]>([]);
  const ownTag = useSignal('');
  const note = useSignal('');
  const problem = useSignal('');
  /** The entry that the camera is looking for. */
  const looking = useSignal<string | undefined>(undefined);
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
    const entry = {
      id: crypto.randomUUID(),
      time: wallClock(new Date()),
      felt: { ...place.value, words: [...chosenWords.value] },
      tags: [...tags.value],
      note: note.value.trim().slice(0, longest.note),
    };
    try {
      await journal.put(entry);
    } catch (error) {
      problem.value = text.notSaved(error instanceof Error ? error.message : String(error));
      return;
    }
    problem.value = '';
    place.value = undefined;
    chosenWords.value = [];
    tags.value = [];
    note.value = '';
    if (settings.look.value) looking.value = entry.id;
  };

  if (looking.value)
    return (
      <LookCard
        live={live}
        close={async (seen) => {
          const entry = journal.entries.value.find(({ id }) => id === looking.value);
          looking.value = undefined;
          if (entry && seen) await journal.put({ ...entry, seen });
        }}
      />
    );
  return (
    <form
      class="card check-in"
      aria-label={text.checkIn}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>{text.question}</h2>
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
            options={[...usualTags, ...settings.ownTags.value]}
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
          <label class="check">
            <input
              type="checkbox"
              checked={settings.look.value}
              onChange={(event) => {
                settings.look.value = event.currentTarget.checked;
              }}
            />
            {text.look}
          </label>
          <p class="limits">{text.lookText}</p>
        </>
      )}
      <p role="alert" class="problem">
        {problem.value}
      </p>
      <button type="submit" disabled={!place.value}>
        {text.done}
      </button>
    </form>
  );
}
