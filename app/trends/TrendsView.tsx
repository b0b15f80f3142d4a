/** Trends: one question a plot, its answer as a sentence above it, its numbers as a table below. */
import { type Signal, useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import {
  type DayValue,
  dateOf,
  dayOn,
  dayPartDifferences,
  dayParts,
  dayValues,
  type Estimate,
  habitOf,
  levels,
  tagDifferences,
  valencesOn,
  weekdayDifferences,
} from '../../src/mood';
import type { Journal } from '../journal/journal';
import { words } from '../words';
import { PlotFigure } from './PlotFigure';
import { savePicture } from './picture';
import { dayPlot, differencePlot, linePlot, type Named, valenceColor, wordPlot, yearPlot } from './plots';

const spans = { week: 7, month: 30, year: 365 } as const;
type Span = 'day' | keyof typeof spans;
/** Days with words before a line is drawn, and tags that are shown at most. */
const leastDays = 3;
const mostTags = 8;

export function TrendsView({ journal }: { journal: Journal }) {
  const days = useComputed(() => dayValues(journal.entries.value));
  const text = words.value.trends;
  if (days.value.length < leastDays)
    return (
      <main class="trends" data-trends="empty">
        <h2>{text.title}</h2>
        <p class="empty">{text.notEnough(days.value.length, leastDays)}</p>
      </main>
    );
  return (
    <main class="trends" data-trends="ready">
      <h2 class="unseen">{text.title}</h2>
      <Year all={days.value} />
      <Line all={days.value} journal={journal} />
      <HabitCard all={days.value} />
      <Differences
        name={text.weekdays}
        found={named(weekdayDifferences(days.value), (i) => text.weekday(i))}
        sentence={text.weekdaySentence}
      />
      <Differences
        name={text.dayParts}
        found={named(dayPartDifferences(journal.entries.value), (i) => text.dayPart(dayParts[i] as number))}
        sentence={text.dayPartSentence}
      />
      <Differences
        name={text.tags}
        found={tagDifferences(days.value)
          .slice(0, mostTags)
          .map((found) => ({ ...found, name: words.value.journal.tag(found.tag) }))}
        sentence={text.tagSentence}
      />
      <WordAndCamera journal={journal} />
    </main>
  );
}

const named = (found: readonly (Estimate | undefined)[], name: (i: number) => string): Named[] =>
  found.flatMap((estimate, i) => (estimate ? [{ name: name(i), ...estimate }] : []));

const today = () => dayOn(new Date());
const shown = (value: number) => value.toFixed(2).replace('-', '−');

function Card({ question, answer, children }: { question: string; answer: string; children?: ComponentChildren }) {
  const card = useRef<HTMLElement>(null);
  const save = () => {
    const plot = card.current?.querySelector<SVGSVGElement>('.plot svg');
    if (plot) savePicture(plot, answer);
  };
  return (
    <section class="card trend" aria-label={question} ref={card}>
      <p class="limits">{question}</p>
      <h3>{answer}</h3>
      {children}
      {children && (
        <button type="button" class="link save-picture" onClick={save}>
          {words.value.trends.savePicture}
        </button>
      )}
    </section>
  );
}

function Numbers({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <details>
      <summary>{words.value.trends.numbers}</summary>
      <table>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>{row.map((cell, i) => (i === 0 ? <th scope="row">{cell}</th> : <td>{cell}</td>))}</tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** The year in pixels: a grid of weeks. */
function Year({ all }: { all: readonly DayValue[] }) {
  const text = words.value.trends;
  const last = today();
  const days = all.filter(({ day }) => day > last - 365 && day <= last);
  const entries = days.reduce((sum, d) => sum + d.entries, 0);
  const months = new Map<string, { sum: number; days: number }>();
  for (const { day, mean } of days) {
    const month = dateOf(day).slice(0, 7);
    const { sum, days: count } = months.get(month) ?? { sum: 0, days: 0 };
    months.set(month, { sum: sum + mean, days: count + 1 });
  }
  return (
    <Card question={text.yearQuestion} answer={text.yearAnswer(days.length, entries)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="wide" aria-label={text.yearGrid} tabIndex={0}>
        <PlotFigure
          label={text.yearAnswer(days.length, entries)}
          height={128}
          width={760}
          options={(plot) => yearPlot(plot, days, last)}
        />
      </section>
      <ul class="key" aria-hidden="true">
        {[-1, -0.5, 0, 0.5, 1].map((value) => (
          <li key={value}>
            <span class="swatch" style={{ background: valenceColor(value) }} />
            {text.keyWords(value)}
          </li>
        ))}
      </ul>
      <Numbers
        head={[text.month, text.mean, text.days]}
        rows={[...months].map(([month, { sum, days: count }]) => [month, shown(sum / count), String(count)])}
      />
    </Card>
  );
}

/** How often someone checks in; a row that ended is not spoken of. */
function HabitCard({ all }: { all: readonly DayValue[] }) {
  const text = words.value.trends;
  const { lately, row, longest } = habitOf(all, today());
  return <Card question={text.habitQuestion} answer={text.habitAnswer(lately, row, longest)} />;
}

function Line({ all, journal }: { all: readonly DayValue[]; journal: Journal }) {
  const span = useSignal<Span>('month');
  const { value } = span;
  return value === 'day' ? <Day journal={journal} span={span} /> : <Days all={all} name={value} span={span} />;
}

function Spans({ span }: { span: Signal<Span> }) {
  const text = words.value.trends;
  return (
    <fieldset class="chips" aria-label={text.span}>
      {(['day', ...Object.keys(spans)] as Span[]).map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-pressed={name === span.value}
          onClick={() => {
            span.value = name;
          }}
        >
          {text.spans[name]}
        </button>
      ))}
    </fieldset>
  );
}

function Day({ journal, span }: { journal: Journal; span: Signal<Span> }) {
  const text = words.value.trends;
  const said = valencesOn(journal.entries.value, today());
  const clock = (hour: number) => `${Math.floor(hour)}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;
  return (
    <Card question={text.lineQuestion} answer={text.dayAnswer(said.length)}>
      <Spans span={span} />
      {said.length > 0 && (
        <>
          <PlotFigure label={text.dayAnswer(said.length)} height={200} options={(plot) => dayPlot(plot, said)} />
          <Numbers
            head={[text.time, words.value.journal.axes.valence]}
            rows={said.map(({ hour, valence }) => [clock(hour), shown(valence)])}
          />
        </>
      )}
    </Card>
  );
}

function Days({ all, name, span }: { all: readonly DayValue[]; name: keyof typeof spans; span: Signal<Span> }) {
  const text = words.value.trends;
  const last = today();
  const from = last - spans[name];
  const days = all.filter(({ day }) => day > from && day <= last);
  const around = levels(all, name === 'year' ? 29 : 7).filter(({ day }) => day > from && day <= last);
  const before = all.filter(({ day }) => day > from - spans[name] && day <= from);
  const average = (list: readonly { mean: number }[]) => list.reduce((sum, d) => sum + d.mean, 0) / list.length;
  const change = days.length >= leastDays && before.length >= leastDays ? average(days) - average(before) : undefined;
  return (
    <Card question={text.lineQuestion} answer={text.lineAnswer(text.spans[name], days.length, change)}>
      <Spans span={span} />
      <PlotFigure
        label={text.lineAnswer(text.spans[name], days.length, change)}
        height={200}
        options={(plot) => linePlot(plot, days, around, from + 1, last)}
      />
      <Numbers
        head={[text.day, text.mean, text.lowest, text.highest, text.entries]}
        rows={days.map((d) => [dateOf(d.day), shown(d.mean), shown(d.lowest), shown(d.highest), String(d.entries)])}
      />
    </Card>
  );
}

interface DifferencesProps {
  name: string;
  found: readonly Named[];
  sentence(name: string, value: string, margin: string): string;
}

/** Groups of days against all others; what is said is only what the interval allows. */
function Differences({ name, found, sentence }: DifferencesProps) {
  const text = words.value.trends;
  const sure = found
    .filter(({ value, margin }) => Math.abs(value) > margin)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
  const answer = sure
    ? sentence(sure.name, `${sure.value > 0 ? '+' : ''}${shown(sure.value)}`, shown(sure.margin))
    : found.length > 0
      ? text.noDifference
      : text.notEnoughYet;
  return (
    <Card question={name} answer={answer}>
      {found.length > 0 && (
        <>
          <PlotFigure label={answer} height={40 + 28 * found.length} options={(plot) => differencePlot(plot, found)} />
          <Numbers
            head={[name, text.difference, text.interval, text.days]}
            rows={found.map((f) => [
              f.name,
              shown(f.value),
              `${shown(f.value - f.margin)} … ${shown(f.value + f.margin)}`,
              String(f.days),
            ])}
          />
        </>
      )}
    </Card>
  );
}

function WordAndCamera({ journal }: { journal: Journal }) {
  const text = words.value.trends;
  const pairs = journal.entries.value.flatMap(({ felt, seen }) =>
    felt && seen ? [{ word: felt.valence, camera: seen.valence }] : [],
  );
  if (pairs.length === 0) return null;
  return (
    <Card question={text.cameraQuestion} answer={text.cameraAnswer(pairs.length)}>
      <PlotFigure label={text.cameraAnswer(pairs.length)} height={260} options={(plot) => wordPlot(plot, pairs)} />
    </Card>
  );
}
