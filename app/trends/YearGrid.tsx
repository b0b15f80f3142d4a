/** The year in pixels: a column a week, Monday first; days without an entry are outlined. A press shows the day's entries. */
import { type DayValue, dateOf, weekdayOf } from '../../src/mood';
import { showDay } from '../journal/search';
import { words } from '../words';
import { valenceColor } from './plots';

/** Units of the drawing: a day's square with the room around it, and what is left of and above them. */
const [step, side, left, top] = [14, 12, 30, 20];
const weeks = 53;
const right = left + weeks * step;
/** Units that the longest name of a month takes. */
const nameRoom = 32;

export interface YearGridProps {
  label: string;
  days: readonly DayValue[];
  /** The last day shown. */
  last: number;
}

export function YearGrid({ label, days, last }: YearGridProps) {
  const { trends, journal } = words.value;
  const known = new Map(days.map((day) => [day.day, day]));
  const row = (day: number) => (weekdayOf(day) + 6) % 7;
  const lastMonday = last - row(last);
  const shown = Array.from({ length: 365 }, (_, i) => last - 364 + i);
  const x = (day: number) => left + (weeks - 1 - Math.round((lastMonday - (day - row(day))) / 7)) * step;
  return (
    <div class="plot year-grid">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: with the keyboard the journal's calendar leads to each day */}
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${right} ${top + 7 * step}`}
        width={right}
        height={top + 7 * step}
        onClick={({ target }) => {
          const day = target instanceof SVGElement ? target.dataset['day'] : undefined;
          if (day !== undefined) showDay(Number(day));
        }}
      >
        {[0, 2, 4, 6].map((at) => (
          <text key={at} x={left - 6} y={top + at * step + side - 2} text-anchor="end">
            {trends.weekdayShort((at + 1) % 7)}
          </text>
        ))}
        {shown
          .filter((day) => dateOf(day).endsWith('-01'))
          .map((day) => {
            // One that begins in the last weeks ends where the grid does.
            const place = x(day) + nameRoom > right ? { x: right - 2, 'text-anchor': 'end' as const } : { x: x(day) };
            return (
              <text key={day} {...place} y={12}>
                {trends.monthName(new Date(dateOf(day)))}
              </text>
            );
          })}
        {shown.map((day) => {
          const value = known.get(day);
          return (
            <rect
              key={day}
              data-day={day}
              class={value ? 'day-square' : 'day-square empty-day'}
              x={x(day) + (value ? 0 : 0.5)}
              y={top + row(day) * step + (value ? 0 : 0.5)}
              width={value ? side : side - 1}
              height={value ? side : side - 1}
              rx={2}
              style={value && { fill: valenceColor(value.mean) }}
            >
              <title>{journal.calendar.day(day, value?.entries ?? 0, value && journal.valenceIs(value.mean))}</title>
            </rect>
          );
        })}
      </svg>
    </div>
  );
}
