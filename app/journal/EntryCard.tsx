/** One entry: the person's words first, then small what the camera saw. */
import { useSignal } from '@preact/signals';
import { emotions, namedOf } from '../../src/emotion';
import type { JournalEntry } from '../../src/mood';
import { settings } from '../settings/settings';
import { inWords, words } from '../words';
import { attempt } from './attempt';
import { EntryForm } from './EntryForm';
import type { Journal } from './journal';

export function EntryCard({ entry, journal }: { entry: JournalEntry; journal: Journal }) {
  const text = words.value.journal;
  const { felt, tried, seen, tags, note, time } = entry;
  const clock = time.slice(11, 16);
  // One that was being changed when the view was left, or locked, is still being changed.
  const changing = useSignal(journal.drafts.get(entry.id) !== undefined);
  const close = () => {
    changing.value = false;
  };
  if (changing.value)
    return (
      <EntryForm
        journal={journal}
        label={text.change(clock)}
        heading={text.changing}
        entry={entry}
        done={close}
        cancel={close}
      />
    );
  return (
    <article class="card entry" data-entry={entry.id}>
      <header>
        {felt && (
          <span
            class="entry-point"
            aria-hidden="true"
            style={{ '--x': (felt.valence + 1) / 2, '--y': (1 - (felt.energy ?? 0)) / 2 }}
          />
        )}
        <h4 dir="auto">
          {felt
            ? felt.words.length > 0
              ? words.value.list(felt.words.map(text.word))
              : text.valenceIs(felt.valence)
            : text.lookOnly}
        </h4>
        <time dateTime={time}>{clock}</time>
        {!journal.isReadOnly.value && (
          <>
            <button
              type="button"
              class="icon small"
              aria-label={text.change(clock)}
              onClick={() => {
                changing.value = true;
              }}
            >
              ✎
            </button>
            <button
              type="button"
              class="icon small"
              aria-label={text.remove(clock)}
              onClick={() => attempt(() => journal.remove(entry))}
            >
              ✕
            </button>
          </>
        )}
      </header>
      {note && (
        <p class="entry-note" dir="auto">
          {note}
        </p>
      )}
      {tags.length > 0 && (
        <ul class="tags">
          {tags.map((tag) => (
            <li key={tag} dir="auto">
              {text.tag(tag)}
            </li>
          ))}
        </ul>
      )}
      {tried && <p class="limits">{text.after(words.value.care.activities[tried.activity].title)}</p>}
      {seen && (
        <p class="limits">
          {text.seen(
            inWords(
              namedOf(
                emotions.map((e) => seen.emotions[e]),
                settings.threshold.value,
              ),
            ),
            seen.unsure,
          )}
        </p>
      )}
    </article>
  );
}
