/** What was tried in the last 30 days, and what it did. */
import { activities, dayOf, liftOf, triesOf } from '../../src/mood';
import type { Journal } from '../journal/journal';
import { settings } from '../settings/settings';
import { today } from '../shell/today';
import { words } from '../words';

const shownDays = 30;

export function MonthReview({ journal }: { journal: Journal }) {
  const begins = settings.dayBegins.value;
  const tries = triesOf(journal.entries.value.filter((entry) => dayOf(entry, begins) > today.value - shownDays));
  if (tries.length === 0) return null;
  const text = words.value.care;
  return (
    <section class="card month-review">
      <h2>{text.month(shownDays)}</h2>
      <ul>
        {activities.map((activity) => {
          const times = tries.filter((t) => t.activity === activity).length;
          return times > 0 && <li key={activity}>{text.monthLine(activity, times, liftOf(tries, activity))}</li>;
        })}
      </ul>
      <p class="limits">{text.monthText}</p>
    </section>
  );
}
