/** What the trends' plots are made of. */
import type { PlotOptions } from '@observablehq/plot';
import { type DayValue, dateOf, type Estimate, type Level, type WatchedDay } from '../../src/mood';
import { words } from '../words';

export type Plots = typeof import('@observablehq/plot');
export type Named = Estimate & { name: string };

const dateFor = (day: number) => new Date(dateOf(day));

/** Blue for unpleasant over grey to orange for pleasant, which any colour vision tells apart. */
export function valenceColor(value: number): string {
  const share = Math.round(Math.abs(value) * 100);
  return `color-mix(in oklab, ${value < 0 ? '#0072b2' : '#e69f00'} ${share}%, var(--middle))`;
}

const level = {
  domain: [-1, 1],
  ticks: [-1, 0, 1],
  label: null,
  tickFormat: (value: number) => words.value.journal.level(value),
};

/** A column a week, a row a weekday, Monday first. */
export function yearPlot(plot: Plots, days: readonly DayValue[], last: number): PlotOptions {
  // 1970-01-05 was a Monday, day 4.
  const week = (day: number) => Math.floor((day - 4) / 7);
  const firsts = Array.from({ length: 365 }, (_, i) => last - 364 + i).filter((day) => dateOf(day).endsWith('-01'));
  const marks = [
    plot.cell(days, {
      x: (d: DayValue) => week(d.day),
      y: (d: DayValue) => (d.day - 4) % 7,
      fill: (d: DayValue) => valenceColor(d.mean),
      inset: 1,
      rx: 2,
    }),
    plot.text(firsts, {
      x: week,
      frameAnchor: 'top' as const,
      dy: -14,
      text: (day: number) => words.value.trends.monthName(dateFor(day)),
      fill: 'var(--quiet)',
    }),
  ];
  const weeks = Array.from({ length: 53 }, (_, i) => week(last) - 52 + i);
  return {
    marginTop: 20,
    marginLeft: 28,
    marginBottom: 4,
    x: { domain: weeks, axis: null, padding: 0 },
    y: {
      domain: [0, 1, 2, 3, 4, 5, 6],
      label: null,
      tickSize: 0,
      padding: 0,
      tickFormat: (row: number) => (row % 2 === 0 ? words.value.trends.weekdayShort((row + 1) % 7) : ''),
    },
    color: { type: 'identity' as const },
    marks,
  };
}

export function linePlot(
  plot: Plots,
  days: readonly DayValue[],
  around: readonly Level[],
  first: number,
  last: number,
): PlotOptions {
  return {
    marginLeft: 80,
    y: level,
    x: { type: 'utc', label: null, domain: [dateFor(first), dateFor(last)] },
    marks: [
      plot.ruleY([0], { stroke: 'var(--line)' }),
      plot.areaY(around, {
        x: (d: Level) => dateFor(d.day),
        y1: (d: Level) => d.mean - d.spread,
        y2: (d: Level) => d.mean + d.spread,
        fill: 'var(--accent)',
        fillOpacity: 0.15,
        clip: true,
      }),
      plot.lineY(around, { x: (d: Level) => dateFor(d.day), y: 'mean', stroke: 'var(--accent)', strokeWidth: 2 }),
      plot.ruleX(days, {
        x: (d: DayValue) => dateFor(d.day),
        y1: 'lowest',
        y2: 'highest',
        stroke: 'var(--quiet)',
        strokeOpacity: 0.4,
      }),
      plot.dot(days, { x: (d: DayValue) => dateFor(d.day), y: 'mean', r: 2.5, fill: 'var(--quiet)' }),
    ],
  };
}

/** hour: of the wall clock */
export function dayPlot(plot: Plots, said: readonly { hour: number; valence: number }[]): PlotOptions {
  return {
    marginLeft: 80,
    y: level,
    x: { domain: [0, 24], ticks: [0, 6, 12, 18, 24], label: null, tickFormat: (hour: number) => `${hour}:00` },
    marks: [
      plot.ruleY([0], { stroke: 'var(--line)' }),
      plot.lineY(said, { x: 'hour', y: 'valence', stroke: 'var(--accent)', strokeWidth: 2 }),
      plot.dot(said, { x: 'hour', y: 'valence', r: 4, fill: 'var(--accent)' }),
    ],
  };
}

export function differencePlot(plot: Plots, found: readonly Named[]): PlotOptions {
  const reach = Math.max(0.2, ...found.map(({ value, margin }) => Math.abs(value) + margin));
  return {
    marginLeft: 104,
    x: { domain: [-reach, reach], label: null, ticks: 5 },
    y: { domain: found.map(({ name }) => name), label: null, tickSize: 0 },
    marks: [
      plot.ruleX([0], { stroke: 'var(--line)' }),
      plot.ruleY(found, {
        y: 'name',
        x1: (d: Named) => d.value - d.margin,
        x2: (d: Named) => d.value + d.margin,
        stroke: 'var(--accent)',
        strokeWidth: 2,
      }),
      plot.dot(found, { y: 'name', x: 'value', r: 5, fill: 'var(--accent)' }),
    ],
  };
}

export function wordPlot(plot: Plots, pairs: readonly { word: number; camera: number }[]): PlotOptions {
  const { yourWord, theCamera } = words.value.trends;
  return {
    marginLeft: 80,
    marginBottom: 40,
    x: { ...level, label: yourWord },
    y: { ...level, label: theCamera },
    marks: [
      plot.link([0], { x1: -1, y1: -1, x2: 1, y2: 1, stroke: 'var(--line)' }),
      plot.dot(pairs, { x: 'word', y: 'camera', r: 4, fill: 'var(--accent)', fillOpacity: 0.6 }),
    ],
  };
}

/** Each day's mean over the band that is usual, and the two references that the band follows. */
export function alarmPlot(plot: Plots, days: readonly WatchedDay[], noticed: number): PlotOptions {
  const shown = days.map(({ day, mean, expected }) => ({
    date: dateFor(day),
    mean,
    low: expected && expected.mean - expected.spread,
    high: expected && expected.mean + expected.spread,
    sixWeeks: expected?.sixWeeks,
    twoWeeks: expected?.twoWeeks,
    isNoticed: day === noticed,
  }));
  return {
    y: level,
    x: { label: null, type: 'utc' },
    marginLeft: 80,
    marks: [
      plot.areaY(shown, { x: 'date', y1: 'low', y2: 'high', fill: 'var(--accent)', fillOpacity: 0.15 }),
      plot.lineY(shown, { x: 'date', y: 'sixWeeks', stroke: 'var(--accent)', strokeOpacity: 0.6 }),
      plot.lineY(shown, { x: 'date', y: 'twoWeeks', stroke: 'var(--accent)', strokeDasharray: '4 3' }),
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
