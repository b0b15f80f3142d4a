/** When it was: now, earlier today, yesterday, or on a day. */
import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dateOf, dayOf, momentOn } from '../../src/mood';
import { settings } from '../settings/settings';
import { present, today } from '../shell/today';
import { words } from '../words';
import { firstMinute, kindAfter, kinds, type MomentKind, minuteOf } from './moment';

export interface MomentChoiceProps {
  /** Empty for now. */
  minute: Signal<string>;
  kind: Signal<MomentKind>;
}

export function MomentChoice({ minute, kind }: MomentChoiceProps) {
  const text = words.value.journal;
  const begins = settings.dayBegins.value;
  const { value } = kind;
  const day = today.value;
  // What was of today when it was begun may be of yesterday by now.
  useEffect(() => {
    kind.value = kindAfter(kind.peek(), minute.peek(), day, settings.dayBegins.peek());
  }, [day, kind, minute]);
  return (
    <div class="moment">
      <fieldset class="chips" aria-label={text.when}>
        {kinds.map((name) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={name === value}
            onClick={() => {
              kind.value = name;
              minute.value = firstMinute(name, new Date(), begins);
            }}
          >
            {text.moments[name]}
          </button>
        ))}
      </fieldset>
      {(value === 'earlier' || value === 'yesterday') && (
        <input
          type="time"
          required
          aria-label={text.clock}
          value={minute.value.slice(11)}
          onInput={({ currentTarget: { value: clock } }) => {
            if (!clock) return;
            minute.value = momentOn(day - (value === 'yesterday' ? 1 : 0), clock, begins);
          }}
        />
      )}
      {value === 'day' && (
        <input
          type="datetime-local"
          required
          aria-label={text.dayAndClock}
          value={minute.value}
          max={minuteOf(new Date(present.value))}
          onInput={({ currentTarget: { value: chosen } }) => {
            if (chosen) minute.value = chosen;
          }}
        />
      )}
      {value === 'day' && dayOf({ time: minute.value }, begins) !== dayOf({ time: minute.value }, 0) && (
        <p class="limits">{text.countsFor(dateOf(dayOf({ time: minute.value }, begins)))}</p>
      )}
    </div>
  );
}
