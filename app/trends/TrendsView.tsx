/** Trends: one question a plot, its answer as a sentence above it, its numbers as a table below. */
import { type Signal, useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import {
  type DayValue,
  dateOf,
  dayPartDifferences,
  dayParts,
  dayValues,
  type Estimate,
  habitOf,
  levels,
  monthValues,
  tagDifferences,
  valencesOn,
  weekdayDifferences,
  wordCounts,
} from '../../src/mood';
import { IconButton } from '../journal/icons';
import type { Journal } from '../journal/journal';
import { settings } from '../settings/settings';
import { today } from '../shell/today';
import { words } from '../words';
import { PlotFigure } from './PlotFigure';
import { periodAt, type Span, spans } from './periods';
import { savePicture } from './picture';
import { countPlot, dayPlot, differencePlot, energyPlot, linePlot, type Named, valenceColor, wordPlot } from './plots';
import { YearGrid } from './YearGrid';

/** Days with words before a line is drawn, and tags and words that are shown at most. */
const leastDays = 3;
const mostTags = 8;
const mostWords = 10;
/** Days that a month needs before it is called the best. */
const leastOfMonth = 5;
/** More than this from the middle is pleasant, or unpleasant. */
const inBetween = 0.15;

export function TrendsView({ journal }: { journal: Journal }) {
  const days = useComputed(() => dayValues(journal.entries.value, settings.dayBegins.value));
  const text = words.value.trends;
  if (days.value.length < leastDays)
    return (
      <main class="trends" data-trends="empty">
        <h2>{text.title}</h2>
        <p class="empty">{text.notEnough(days.value.length, leastDays)}</p>
      </main>
    );
  const begins = settings.dayBegins.value;
  return (
    <main class="trends" data-trends="ready">
      <h2 class="unseen">{text.title}</h2>
      <Year all={days.value} />
      <Line all={days.value} journal={journal} />
      <Energy journal={journal} all={days.value} />
      <WordsCard journal={journal} />
      <Differences
        name={text.weekdays}
        found={named(weekdayDifferences(days.value), (i) => text.weekday(i))}
        sentence={text.weekdaySentence}
      />
      <Differences
        name={text.dayParts}
        found={named(dayPartDifferences(journal.entries.value, begins), (i) => text.dayPart(dayParts[i] as number))}
        sentence={text.dayPartSentence}
      />
      <Differences
        name={text.tags}
        found={tagDifferences(days.value)
          .slice(0, mostTags)
          .map((found) => ({ ...found, name: words.value.journal.tag(found.tag) }))}
        sentence={text.tagSentence}
      />
      <HabitCard all={days.value} />
      <WordAndCamera journal={journal} />
    </main>
  );
}

/** Where most of the values lie: below the middle (−1), in between (0), above it (1); undefined where none has half of them. */
export function mostly(values: readonly number[]): -1 | 0 | 1 | undefined {
  const share = (is: (value: number) => boolean) => values.filter(is).length / values.length;
  if (share((value) => value > inBetween) > 0.5) return 1;
  if (share((value) => value < -inBetween) > 0.5) return -1;
  return share((value) => Math.abs(value) <= inBetween) > 0.5 ? 0 : undefined;
}

const named = (found: readonly (Estimate | undefined)[], name: (i: number) => string): Named[] =>
  found.flatMap((estimate, i) => (estimate ? [{ name: name(i), ...estimate }] : []));

const shown = (value: number) => words.value.number(value, 2);

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
  const last = today.value;
  const days = all.filter(({ day }) => day > last - 365 && day <= last);
  const entries = days.reduce((sum, d) => sum + d.entries, 0);
  const months = monthValues(days);
  const known = months.filter((month) => month.days >= leastOfMonth);
  const best = known.length > 1 ? known.reduce((a, b) => (b.mean > a.mean ? b : a)) : undefined;
  const nameOf = (month: string) => text.longMonth(new Date(`${month}-01`));
  const answer = text.yearSays(mostly(days.map(({ mean }) => mean)), best && nameOf(best.month));
  return (
    <Card question={text.yearQuestion} answer={answer}>
      <p class="limits">{text.yearAnswer(days.length, entries)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="wide" aria-label={text.yearGrid} tabIndex={0}>
        <YearGrid label={answer} days={days} last={last} />
      </section>
      <ul class="key" aria-hidden="true">
        <li class="scale">
          {text.keyEnds[0]}
          {[-1, -0.5, 0, 0.5, 1].map((value) => (
            <span key={value} class="swatch" style={{ background: valenceColor(value) }} />
          ))}
          {text.keyEnds[1]}
        </li>
        <li>
          <span class="swatch empty-day" />
          {text.noEntry}
        </li>
      </ul>
      <Numbers
        head={[text.month, text.mean, text.days]}
        rows={months.map((month) => [nameOf(month.month), shown(month.mean), String(month.days)])}
      />
    </Card>
  );
}

/** Which words come up most. */
function WordsCard({ journal }: { journal: Journal }) {
  const text = words.value.trends;
  const counts = useComputed(() => wordCounts(journal.entries.value)).value.map(({ word, times }) => ({
    name: words.value.journal.word(word),
    times,
  }));
  const most = counts.slice(0, mostWords);
  const answer = most.length > 0 ? text.wordsAnswer(most) : text.notEnoughYet;
  return (
    <Card question={text.wordsQuestion} answer={answer}>
      {most.length > 0 && (
        <>
          <PlotFigure label={answer} height={28 + 26 * most.length} options={(plot) => countPlot(plot, most)} />
          <Numbers head={[text.word, text.entries]} rows={counts.map(({ name, times }) => [name, String(times)])} />
        </>
      )}
    </Card>
  );
}

/** Days of energy that are plotted. */
const energyDays = 90;

function Energy({ journal, all }: { journal: Journal; all: readonly DayValue[] }) {
  const text = words.value.trends;
  const last = today.value;
  const days = all.filter(({ day, energy }) => energy !== undefined && day > last - energyDays && day <= last);
  const parts = useComputed(() => dayPartDifferences(journal.entries.value, settings.dayBegins.value, 'energy'));
  if (days.length < leastDays) return <Card question={text.energyQuestion} answer={text.notEnoughYet} />;
  const sure = named(parts.value, (i) => text.dayPart(dayParts[i] as number))
    .filter(({ value, margin }) => value > margin)
    .sort((a, b) => b.value - a.value)[0];
  const answer = text.energyAnswer(mostly(days.map(({ energy = 0 }) => energy)), sure?.name);
  const first = Math.min(last - leastDays, (days[0] as DayValue).day);
  return (
    <Card question={text.energyQuestion} answer={answer}>
      <p class="limits">{text.energyDays(days.length)}</p>
      <PlotFigure label={answer} height={180} options={(plot, width) => energyPlot(plot, days, first, last, width)} />
      <Numbers
        head={[text.day, text.energy]}
        rows={days.map((d) => [text.longDate(new Date(dateOf(d.day))), shown(d.energy ?? 0)])}
      />
    </Card>
  );
}

/** How often someone checks in; a row that ended is not spoken of. */
function HabitCard({ all }: { all: readonly DayValue[] }) {
  const text = words.value.trends;
  const { lately, row, longest } = habitOf(all, today.value);
  return <Card question={text.habitQuestion} answer={text.habitAnswer(lately, row, longest)} />;
}

type Shown = 'day' | Span;

function Line({ all, journal }: { all: readonly DayValue[]; journal: Journal }) {
  const span = useSignal<Shown>('month');
  const { value } = span;
  return value === 'day' ? (
    <Day journal={journal} span={span} />
  ) : (
    <Days key={value} all={all} name={value} span={span} />
  );
}

function Spans({ span }: { span: Signal<Shown> }) {
  const text = words.value.trends;
  return (
    <fieldset class="chips" aria-label={text.span}>
      {(['day', ...spans] as const).map((name) => (
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

function Day({ journal, span }: { journal: Journal; span: Signal<Shown> }) {
  const text = words.value.trends;
  const begins = settings.dayBegins.value;
  const said = valencesOn(journal.entries.value, today.value, begins);
  const clock = (hour: number) => `${Math.floor(hour) % 24}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;
  return (
    <Card question={text.lineQuestion} answer={text.dayAnswer(said.length)}>
      <Spans span={span} />
      {said.length > 0 && (
        <>
          <PlotFigure
            label={text.dayAnswer(said.length)}
            height={200}
            options={(plot) => dayPlot(plot, said, begins)}
          />
          <Numbers
            head={[text.time, words.value.journal.axes.valence]}
            rows={said.map(({ hour, valence }) => [clock(hour), shown(valence)])}
          />
        </>
      )}
    </Card>
  );
}

function Days({ all, name, span }: { all: readonly DayValue[]; name: Span; span: Signal<Shown> }) {
  const text = words.value.trends;
  /** Periods back from now. */
  const away = useSignal(0);
  const present = today.value;
  const { first, last } = periodAt(name, present, away.value);
  const earlier = periodAt(name, present, away.value - 1);
  const inside = <T extends { day: number }>(list: readonly T[], from: number, to: number) =>
    list.filter(({ day }) => day >= from && day <= to);
  const days = inside(all, first, last);
  const around = inside(levels(all, name === 'year' ? 29 : 7), first, last);
  const before = inside(all, earlier.first, earlier.last);
  const average = (list: readonly { mean: number }[]) => list.reduce((sum, d) => sum + d.mean, 0) / list.length;
  const change = days.length >= leastDays && before.length >= leastDays ? average(days) - average(before) : undefined;
  const answer = text.lineAnswer(name, days.length, change);
  return (
    <Card question={text.lineQuestion} answer={answer}>
      <Spans span={span} />
      <header class="period">
        <IconButton name="earlier" label={text.periodBefore} press={() => away.value--} />
        <span aria-live="polite">{text.period(name, new Date(dateOf(first)), new Date(dateOf(last)))}</span>
        {away.value < 0 ? <IconButton name="later" label={text.periodAfter} press={() => away.value++} /> : <span />}
      </header>
      <PlotFigure
        label={answer}
        height={200}
        options={(plot, width) => linePlot(plot, days, around, first, last, width)}
      />
      <Numbers
        head={[text.day, text.mean, text.lowest, text.highest, text.entries]}
        rows={days.map((d) => [
          text.longDate(new Date(dateOf(d.day))),
          shown(d.mean),
          shown(d.lowest),
          shown(d.highest),
          String(d.entries),
        ])}
      />
    </Card>
  );
}

interface DifferencesProps {
  name: string;
  found: readonly Named[];
  /** isMore: more pleasant than the others */
  sentence(name: string, isMore: boolean, value: string, margin: string, days: number): string;
}

/** Groups of days against all others; what is said is only what the interval allows. */
function Differences({ name, found, sentence }: DifferencesProps) {
  const text = words.value.trends;
  const sure = found
    .filter(({ value, margin }) => Math.abs(value) > margin)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
  const answer = sure
    ? sentence(sure.name, sure.value > 0, shown(Math.abs(sure.value)), shown(sure.margin), sure.days)
    : found.length > 0
      ? text.noDifference
      : text.notEnoughYet;
  return (
    <Card question={name} answer={answer}>
      {found.length > 0 && (
        <>
          <PlotFigure
            label={answer}
            height={40 + 28 * found.length}
            options={(plot, width) => differencePlot(plot, found, width)}
          />
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
