/** A month of days, each with how it was; a press shows its entries, or begins one where there is none. */
import { type Signal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type DayValue, dateOf, weekdayOf } from '../../src/mood';
import { everyDay } from '../settings/settings';
import { periodAt } from '../trends/periods';
import { valenceColor } from '../trends/plots';
import { words } from '../words';
import { IconButton } from './icons';

/** Monday first. */
const rowOf = (day: number) => (weekdayOf(day) + 6) % 7;
export interface MonthCalendarProps {
  days: readonly DayValue[];
  today: number;
  chosen: Signal<number | undefined>;
  /** A day without an entry was pressed. */
  begin?(day: number): void;
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function MonthCalendar({ days, today, chosen, begin }: MonthCalendarProps) {
  const text = words.value.journal.calendar;
  /** A day of the month that is shown. */
  const shown = useSignal(chosen.value ?? today);
  /** The day that the keyboard is on. */
  const reached = useSignal<number | undefined>(undefined);
  const hasMoved = useRef(false);
  const grid = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    if (chosen.value !== undefined) shown.value = chosen.value;
  }, [chosen.value, shown]);
  const before = useRef(today);
  useLayoutEffect(() => {
    // The page goes along with a new month, unless the person has turned to another.
    if (periodAt('month', shown.peek()).first === periodAt('month', before.current).first) shown.value = today;
    before.current = today;
  }, [today, shown]);
  const { first, last } = periodAt('month', shown.value);
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const known = new Map(days.map((day) => [day.day, day]));
  const at =
    [reached.value, chosen.value, today].find((day) => day !== undefined && day >= first && day <= last) ?? first;
  const turn = (away: number) => {
    shown.value = periodAt('month', shown.value, away).first;
  };
  const press = (day: number) => {
    if (!known.has(day) && begin) return begin(day);
    chosen.value = chosen.value === day ? undefined : day;
  };
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(today, at + step);
    hasMoved.current = next !== at;
    reached.value = next;
    shown.value = next;
  };
  // As soon as its month is there: the day before is gone then, and the next key would be nobody's.
  useLayoutEffect(() => {
    if (!hasMoved.current) return;
    hasMoved.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${reached.value}"]`)?.focus();
  });
  return (
    <section class="calendar" aria-label={text.title}>
      <header>
        <IconButton name="earlier" label={text.earlier} press={() => turn(-1)} />
        <h3 aria-live="polite">{text.month(first)}</h3>
        {last < today ? <IconButton name="later" label={text.later} press={() => turn(1)} /> : <span />}
      </header>
      <fieldset class="calendar-days" ref={grid} onKeyDown={move} aria-label={text.month(first)}>
        {everyDay.map((weekday) => (
          <span key={weekday} class="calendar-head" aria-hidden="true">
            {words.value.trends.weekdayShort(weekday)}
          </span>
        ))}
        {all.map((day) => {
          const value = known.get(day);
          return (
            <button
              key={day}
              type="button"
              class="calendar-day"
              data-day={day}
              style={day === first ? { gridColumnStart: rowOf(day) + 1 } : undefined}
              disabled={day > today || (!value && !begin)}
              tabIndex={day === at ? 0 : -1}
              aria-pressed={value ? day === chosen.value : undefined}
              aria-current={day === today ? 'date' : undefined}
              aria-label={text.day(day, value?.entries ?? 0, value && words.value.journal.valenceIs(value.mean))}
              onClick={() => press(day)}
            >
              {Number(dateOf(day).slice(8))}
              <span
                class={`calendar-mood ${value ? '' : 'empty-day'}`}
                style={value && { background: valenceColor(value.mean) }}
              />
            </button>
          );
        })}
      </fieldset>
      {begin && <p class="limits">{text.help}</p>}
    </section>
  );
}
