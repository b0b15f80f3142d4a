/** Once a week, on a day of the person's choice: what the last seven days were like. */
import { weekdayOf, weekOf } from '../../src/mood';
import { settings } from '../settings/settings';
import { words } from '../words';
import { attempt } from './attempt';
import type { Journal } from './journal';
import { showDay } from './search';

/** Days for which it is offered, from the chosen one on. */
const offeredFor = 3;
/** Words and tags that are named. */
const named = 3;

export function LookBack({ journal, today }: { journal: Journal; today: number }) {
  const wanted = settings.lookBack.value;
  if (wanted === null) return null;
  const ago = (weekdayOf(today) - wanted + 7) % 7;
  const begun = today - ago;
  if (ago >= offeredFor || journal.own.value.lookedBack >= begun) return null;
  const week = weekOf(journal.entries.value, begun - 1, settings.dayBegins.value);
  if (!week) return null;
  const text = words.value.journal;
  const { lookBack } = text;
  return (
    <section class="card look-back" aria-label={lookBack.title}>
      <h2>{lookBack.title}</h2>
      <p>
        {lookBack.sentence(
          text.valenceIs(week.mean),
          week.days.length,
          week.before === undefined ? undefined : week.mean - week.before,
        )}
      </p>
      {week.words.length > 0 && <p>{lookBack.words(week.words.slice(0, named).map(text.word))}</p>}
      {week.tags.length > 0 && <p>{lookBack.tags(week.tags.slice(0, named).map(text.tag))}</p>}
      <div class="controls">
        <button type="button" class="secondary" onClick={() => showDay(week.best.day)}>
          {lookBack.best(words.value.trends.weekday(weekdayOf(week.best.day)))}
        </button>
        <button
          type="button"
          class="secondary"
          onClick={() => attempt(() => journal.changeOwn('lookedBack', () => begun))}
        >
          {lookBack.done}
        </button>
      </div>
    </section>
  );
}
