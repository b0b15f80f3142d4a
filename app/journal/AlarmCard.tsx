/** That the days turned down, or up: one sentence, the picture of why, and what the person says to it. */
import type { ComponentChildren } from 'preact';
import { type AlarmAnswer, type MoodWatch, realShare } from '../../src/mood';
import { PlotFigure } from '../trends/PlotFigure';
import { alarmPlot } from '../trends/plots';
import { words } from '../words';
import { attempt } from './attempt';
import type { Journal } from './journal';
import type { ShownAlarm } from './shownAlarm';

/** Days that the picture shows. */
const shownDays = 42;
/** False alarms in 180 days, as the journal watches. */
const bearable = 1;
const quietFor = 3 * 86_400_000;

export function AlarmCard({ journal }: { journal: Journal }) {
  const alarm = journal.alarm.value;
  if (!alarm) return null;
  const text = words.value.journal.alarm;
  return (
    <SwingCard
      journal={journal}
      alarm={alarm}
      watch={journal.watch.value}
      text={text}
      explanation={text.explanation(Math.round(10 * realShare(bearable)))}
    >
      {text.help} <a href="#care">{text.care}</a>
    </SwingCard>
  );
}

export function RiseCard({ journal }: { journal: Journal }) {
  const alarm = journal.rise.value;
  const watch = journal.rises.value;
  if (!alarm || !watch) return null;
  const text = words.value.journal.rise;
  return (
    <SwingCard journal={journal} alarm={alarm} watch={watch} text={text} explanation={text.explanation}>
      {text.help}
    </SwingCard>
  );
}

interface SwingCardProps {
  journal: Journal;
  alarm: ShownAlarm;
  watch: MoodWatch;
  text: { label: string; sentence(days: number, isOver: boolean): string };
  explanation: string;
  children: ComponentChildren;
}

function SwingCard({ journal, alarm, watch, text, explanation, children }: SwingCardProps) {
  const common = words.value.journal.alarm;
  const days = watch.days.slice(-shownDays);
  const answer = (quietUntil: AlarmAnswer['quietUntil']) =>
    attempt(() => journal.answer({ day: alarm.day, quietUntil }));
  return (
    <section class="card alarm" aria-label={text.label}>
      <h2>{text.sentence(alarm.unusualDays, alarm.isOver)}</h2>
      <PlotFigure
        label={common.picture(days.length)}
        height={160}
        options={(plot, width) => alarmPlot(plot, days, alarm.day, width)}
      />
      <p class="limits">{explanation}</p>
      <p>{children}</p>
      <div class="controls">
        <button type="button" class="secondary" onClick={() => answer(Date.now() + quietFor)}>
          {common.later}
        </button>
        <button type="button" class="secondary" onClick={() => answer('wrong')}>
          {common.wrong}
        </button>
      </div>
    </section>
  );
}
