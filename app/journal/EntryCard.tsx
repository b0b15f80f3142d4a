/** One entry: the person's words first, then small what the camera saw. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { emotions, namedOf } from '../../src/emotion';
import type { JournalEntry } from '../../src/mood';
import { settings } from '../settings/settings';
import { inWords, words } from '../words';
import { attempt } from './attempt';
import { EntryForm } from './EntryForm';
import { EntryPoint } from './EntryPoint';
import { Icon, IconButton, tagIcon } from './icons';
import type { Journal } from './journal';

export interface EntryCardProps {
  entry: JournalEntry;
  journal: Journal;
  /** It was saved just now: it is shown, and the keyboard goes on from it. */
  isNew?: boolean;
}

export function EntryCard({ entry, journal, isNew = false }: EntryCardProps) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isNew) return;
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [isNew]);
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
    <article class="card entry" data-entry={entry.id} tabIndex={-1} ref={card}>
      <header>
        {felt && <EntryPoint place={{ valence: felt.valence, energy: felt.energy ?? 0 }} />}
        <h4 dir="auto">
          {felt
            ? felt.words.length > 0
              ? words.value.list(felt.words.map(text.word))
              : text.valenceIs(felt.valence)
            : text.lookOnly}
        </h4>
        <div class="entry-line">
          <time dateTime={time}>{clock}</time>
          {!journal.isReadOnly.value && (
            <>
              <IconButton
                name="change"
                label={text.change(clock)}
                press={() => {
                  changing.value = true;
                }}
              />
              <IconButton name="remove" label={text.remove(clock)} press={() => attempt(() => journal.remove(entry))} />
            </>
          )}
        </div>
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
              <Icon name={tagIcon(tag)} />
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
