/** That the days turned down: one sentence, the picture of why, and what the person says to it. */
import { realShare } from '../../src/mood';
import { PlotFigure } from '../trends/PlotFigure';
import { alarmPlot } from '../trends/plots';
import { words } from '../words';
import type { Journal } from './journal';

/** Days that the picture shows. */
const shownDays = 42;
/** False alarms in 180 days, as the journal watches. */
const bearable = 1;
const quietFor = 3 * 86_400_000;

export function AlarmCard({ journal }: { journal: Journal }) {
  const alarm = journal.alarm.value;
  if (!alarm) return null;
  const text = words.value.journal.alarm;
  const days = journal.watch.value.days.slice(-shownDays);
  return (
    <section class="card alarm" aria-label={text.label}>
      <h2>{text.sentence(alarm.lowDays, alarm.isOver)}</h2>
      <PlotFigure label={text.picture(days.length)} height={160} options={(plot) => alarmPlot(plot, days, alarm.day)} />
      <p class="limits">{text.explanation(Math.round(10 * realShare(bearable)))}</p>
      <p>
        {text.help} <a href="#care">{text.care}</a>
      </p>
      <div class="controls">
        <button
          type="button"
          class="secondary"
          onClick={() => journal.answer({ day: alarm.day, quietUntil: Date.now() + quietFor })}
        >
          {text.later}
        </button>
        <button type="button" class="secondary" onClick={() => journal.answer({ day: alarm.day, quietUntil: 'wrong' })}>
          {text.wrong}
        </button>
      </div>
    </section>
  );
}
