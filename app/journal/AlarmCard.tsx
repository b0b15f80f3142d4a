/** That the days turned down: one sentence, the picture of why, and what the person says to it. */
import { dateOf, type WatchedDay } from '../../src/mood';
import { PlotFigure } from '../trends/PlotFigure';
import { words } from '../words';
import type { Journal } from './journal';

/** Days that the picture shows. */
const shownDays = 42;
const quietFor = 3 * 86_400_000;

export function AlarmCard({ journal }: { journal: Journal }) {
  const at = journal.alarm.value;
  const alarm = at === undefined ? undefined : journal.watch.value.alarms[at];
  if (!alarm) return null;
  const text = words.value.journal.alarm;
  const { episodes, days: all } = journal.watch.value;
  const { from, to } = episodes.at(-1) ?? { from: alarm.day, to: undefined };
  const low = all.filter(({ day }) => day >= from && (to === undefined || day <= to)).length;
  const days = all.slice(-shownDays);
  return (
    <section class="card alarm" aria-label={text.label}>
      <h2>{text.sentence(low, to !== undefined)}</h2>
      <PlotFigure label={text.picture(days.length)} height={160} options={(plot) => why(plot, days, alarm.day)} />
      <p class="limits">{text.explanation}</p>
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

/** Each day's mean over the band that is usual. */
function why(plot: typeof import('@observablehq/plot'), days: readonly WatchedDay[], noticed: number) {
  const shown = days.map(({ day, mean, expected }) => ({
    date: new Date(dateOf(day)),
    mean,
    low: expected && expected.mean - expected.spread,
    high: expected && expected.mean + expected.spread,
    isNoticed: day === noticed,
  }));
  return {
    y: { domain: [-1, 1], ticks: [-1, 0, 1], label: null, tickFormat: (v: number) => words.value.journal.level(v) },
    x: { label: null, type: 'utc' as const },
    marginLeft: 80,
    marks: [
      plot.areaY(shown, { x: 'date', y1: 'low', y2: 'high', fill: 'var(--accent)', fillOpacity: 0.15 }),
      plot.lineY(shown, { x: 'date', y: 'mean', stroke: 'var(--quiet)' }),
      plot.dot(shown, {
        x: 'date',
        y: 'mean',
        r: 3.5,
        fill: (d) => (d.isNoticed ? 'var(--warm)' : 'var(--accent)'),
      }),
    ],
  };
}
