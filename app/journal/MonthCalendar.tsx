/** A month of days, each with how it was; a press shows its entries, or begins one where there is none. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type DayValue, dateOf, weekdayOf } from '../../src/mood';
import { valenceColor } from '../trends/plots';
import { words } from '../words';
import { IconButton } from './icons';

/** Monday first. */
const rowOf = (day: number) => (weekdayOf(day) + 6) % 7;
const dayAt = (date: string) => Math.floor(Date.parse(date) / 86_400_000);
const monthOf = (day: number) => dateOf(day).slice(0, 7);

/** The first day of the month that is so many away. */
function firstOf(month: string, away: number): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return Math.floor(Date.UTC(year, number - 1 + away, 1) / 86_400_000);
}

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
  const month = useSignal(monthOf(chosen.value ?? today));
  /** The day that the keyboard is on. */
  const reached = useSignal<number | undefined>(undefined);
  const grid = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (chosen.value !== undefined) month.value = monthOf(chosen.value);
  }, [chosen.value, month]);
  const first = dayAt(`${month.value}-01`);
  const end = firstOf(month.value, 1);
  const all = Array.from({ length: end - first }, (_, i) => first + i);
  const known = new Map(days.map((day) => [day.day, day]));
  const at =
    [reached.value, chosen.value, today].find((day) => day !== undefined && day >= first && day < end) ?? first;
  const turn = (away: number) => {
    month.value = monthOf(firstOf(month.value, away));
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
    reached.value = next;
    month.value = monthOf(next);
    // Once the month is shown that it is in.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus());
  };
  return (
    <section class="calendar" aria-label={text.title}>
      <header>
        <IconButton name="earlier" label={text.earlier} press={() => turn(-1)} />
        <h3 aria-live="polite">{text.month(first)}</h3>
        {end <= today ? <IconButton name="later" label={text.later} press={() => turn(1)} /> : <span />}
      </header>
      <fieldset class="calendar-days" ref={grid} onKeyDown={move} aria-label={text.month(first)}>
        {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
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
