/** One's own tags put in order: groups, and which tag is in which. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { longest, movedTag, type TagGroup } from '../../src/mood';
import { words } from '../words';
import { attempt, notKept } from './attempt';
import { Icon, IconButton, tagIcon } from './icons';
import type { Journal } from './journal';
import { tagOf } from './tagName';

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
  /** As the groups were before one was removed, and which that was. */
  const before = useSignal<{ name: string; groups: readonly TagGroup[] } | undefined>(undefined);
  const { groups } = journal.own.value;
  const text = words.value.journal;
  const keep = (changed: readonly TagGroup[]) => attempt(() => journal.setOwn('groups', [...changed]));
  const change = (changed: readonly TagGroup[]) => {
    before.value = undefined;
    return keep(changed);
  };
  const add = () => {
    const name = tagOf(newName.value);
    newName.value = '';
    if (name && !groups.some((group) => group.name === name)) void change([...groups, { name, tags: [] }]);
  };
  const rename = (old: string, given: string) => {
    const name = tagOf(given);
    if (!name || groups.some((group) => group.name === name)) return;
    void change(groups.map((group) => (group.name === old ? { ...group, name } : group)));
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
        {groups.map(({ name }) => (
          <div key={name} class="own-tag">
            <input
              type="text"
              autocomplete="off"
              aria-label={text.tags.name(name)}
              maxLength={longest.tag}
              value={name}
              onChange={({ currentTarget }) => {
                rename(name, currentTarget.value);
                // A name that is taken or empty changes nothing.
                currentTarget.value = name;
              }}
            />
            <IconButton
              name="remove"
              label={text.tags.remove(name)}
              press={() => {
                void keep(groups.filter((group) => group.name !== name));
                before.value = { name, groups };
              }}
            />
          </div>
        ))}
        <p role="status" class="undo">
          {before.value && (
            <>
              {text.tags.removed(before.value.name)}{' '}
              <button type="button" class="link" onClick={() => change(before.peek()?.groups ?? groups)}>
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
            maxLength={longest.tag}
            value={newName.value}
            onInput={(event) => {
              newName.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="secondary">
            {text.addTag}
          </button>
        </form>
        <p role="alert" class="problem">
          {notKept.value && text.notKept(notKept.value)}
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
                  onChange={({ currentTarget: { value } }) => change(movedTag(groups, tag, value || undefined))}
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
