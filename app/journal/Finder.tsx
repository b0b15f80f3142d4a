/** Finds entries again: by day, by what is written, by tag and by word. */
import type { Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { type DayValue, frequentFirst, type JournalEntry } from '../../src/mood';
import { words } from '../words';
import { Icon } from './icons';
import { MonthCalendar } from './MonthCalendar';

export interface Sought {
  text: Signal<string>;
  /** Empty for any. */
  tag: Signal<string>;
  word: Signal<string>;
  day: Signal<number | undefined>;
}

export interface FinderProps {
  sought: Sought;
  entries: readonly JournalEntry[];
  days: readonly DayValue[];
  today: number;
  begin?(day: number): void;
}

/** Where there is room the calendar is open. */
const isWide = matchMedia('(min-width: 68.75em)');

export function Finder({ sought, entries, days, today, begin }: FinderProps) {
  const text = words.value.journal;
  // Of ten years they take a while, and they stay the same while somebody types.
  const tags = useMemo(() => usedNames(entries.map((entry) => entry.tags)), [entries]);
  const feelings = useMemo(() => usedNames(entries.map(({ felt }) => felt?.words ?? [])), [entries]);
  return (
    <div class="finder">
      <search>
        <form
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          <label class="search">
            <Icon name="search" />
            <input
              type="search"
              autocomplete="off"
              aria-label={text.find.search}
              placeholder={text.find.search}
              value={sought.text.value}
              onInput={(event) => {
                sought.text.value = event.currentTarget.value;
              }}
            />
          </label>
          <div class="filters">
            <Filter label={text.find.tag} any={text.find.anyTag} value={sought.tag} options={tags} name={text.tag} />
            <Filter
              label={text.find.word}
              any={text.find.anyWord}
              value={sought.word}
              options={feelings}
              name={text.word}
            />
          </div>
        </form>
      </search>
      <details class="calendar-fold" open={isWide.matches}>
        <summary>{text.calendar.title}</summary>
        <MonthCalendar days={days} today={today} chosen={sought.day} {...(begin && { begin })} />
      </details>
    </div>
  );
}

/** The most frequent first. */
const usedNames = (used: readonly (readonly string[])[]) => frequentFirst([...new Set(used.flat())], used);

interface FilterProps {
  label: string;
  any: string;
  value: Signal<string>;
  options: readonly string[];
  name(option: string): string;
}

function Filter({ label, any, value, options, name }: FilterProps) {
  if (options.length === 0) return null;
  return (
    <select
      aria-label={label}
      value={value.value}
      onChange={(event) => {
        value.value = event.currentTarget.value;
      }}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {name(option)}
        </option>
      ))}
    </select>
  );
}
