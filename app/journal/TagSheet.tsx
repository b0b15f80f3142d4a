/** One's own tags put in order: groups, and which tag is in which. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { joinedGroups, longest, movedTag, renamedGroup, restoredGroup, type TagGroup } from '../../src/mood';
import { limited, surplus, TooLong } from '../shell/TooLong';
import { words } from '../words';
import { attempt, notKept } from './attempt';
import { Icon, IconButton, tagIcon } from './icons';
import type { Journal } from './journal';
import type { OwnChange } from './own';
import { tagOf } from './tagName';
import { whyInWords } from './whyInWords';

export interface TagSheetProps {
  journal: Journal;
  /** All that there are, in the order in which they are offered. */
  tags: readonly string[];
  close(): void;
}

export function TagSheet({ journal, tags, close }: TagSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const newName = useSignal('');
  /** The group that was removed last, and where it was. */
  const removed = useSignal<{ group: TagGroup; at: number } | undefined>(undefined);
  const { groups } = journal.own.value;
  const text = words.value.journal;
  const keep = (change: OwnChange<'groups'>) => attempt(() => journal.changeOwn('groups', change));
  const change = (next: OwnChange<'groups'>) => {
    removed.value = undefined;
    return keep(next);
  };
  const add = () => {
    const name = tagOf(newName.value);
    newName.value = '';
    if (name) void change((now) => joinedGroups(now, [{ name, tags: [] }]));
  };
  const rename = (old: string, given: string) => {
    const name = tagOf(given);
    if (name && name !== old) void change((now) => renamedGroup(now, old, name));
  };
  const bringBack = () => {
    const last = removed.peek();
    if (last) void change((now) => restoredGroup(now, last.group, last.at));
  };
  return (
    <dialog ref={dialog} class="sheet tag-sheet" aria-label={text.tags.title} onClose={close}>
      <header>
        <h2>{text.tags.title}</h2>
        <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
          {words.value.settings.close}
        </button>
      </header>
      <p class="limits">{text.tags.text}</p>
      <section aria-label={text.tags.groups}>
        <h3>{text.tags.groups}</h3>
        {groups.map(({ name, tags: tagsInside }, at) => (
          <GroupName key={name} name={name} rename={(given) => rename(name, given)}>
            <IconButton
              name="remove"
              label={text.tags.remove(name)}
              press={() => {
                void keep((now) => now.filter((group) => group.name !== name));
                removed.value = { group: { name, tags: tagsInside }, at };
              }}
            />
          </GroupName>
        ))}
        <p role="status" class="undo">
          {removed.value && (
            <>
              {text.tags.removed(removed.value.group.name)}{' '}
              <button type="button" class="link" onClick={bringBack}>
                {text.undo}
              </button>
            </>
          )}
        </p>
        <form
          class="own-tag"
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            type="text"
            autocomplete="off"
            aria-label={text.tags.newGroup}
            placeholder={text.tags.newGroup}
            ref={limited(tagOf(newName.value), longest.tag)}
            value={newName.value}
            onInput={(event) => {
              newName.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="secondary">
            {text.addTag}
          </button>
        </form>
        <TooLong text={tagOf(newName.value)} most={longest.tag} />
        <p role="alert" class="problem">
          {notKept.value && text.notKept(whyInWords(notKept.value.error))}
        </p>
      </section>
      {groups.length > 0 && (
        <ul class="placed-tags">
          {tags.map((tag) => (
            <li key={tag}>
              <label>
                <span dir="auto">
                  <Icon name={tagIcon(tag)} />
                  {text.tag(tag)}
                </span>
                <select
                  value={groups.find((group) => group.tags.includes(tag))?.name ?? ''}
                  onChange={({ currentTarget: { value } }) => change((now) => movedTag(now, tag, value || undefined))}
                >
                  <option value="">{text.tags.none}</option>
                  {groups.map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ul>
      )}
    </dialog>
  );
}

interface GroupNameProps {
  name: string;
  rename(given: string): void;
  /** Beside the field. */
  children: ComponentChildren;
}

function GroupName({ name, rename, children }: GroupNameProps) {
  const typed = useSignal(name);
  return (
    <>
      <div class="own-tag">
        <input
          type="text"
          autocomplete="off"
          aria-label={words.value.journal.tags.name(name)}
          // As it is typed: whatever else the journal is told meanwhile does not take that back.
          defaultValue={name}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
          }}
          onChange={({ currentTarget }) => {
            if (surplus(tagOf(currentTarget.value), longest.tag) > 0) return;
            rename(currentTarget.value);
            // A name that is taken or empty changes nothing.
            currentTarget.value = name;
          }}
        />
        {children}
      </div>
      <TooLong text={tagOf(typed.value)} most={longest.tag} />
    </>
  );
}
