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

/** Names are written out so far, so that a phone has room for what they name. */
const longestName = 18;
const shortened = (name: string) => (name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name);
/** Room beside an axis for what is written along it, in pixels. */
const roomFor = (names: readonly string[]) => 16 + 8 * Math.max(8, ...names.map((name) => shortened(name).length));
const levelRoom = () => roomFor([-1, 0, 1].map(words.value.journal.level));

const level = {
  domain: [-1, 1],
  ticks: [-1, 0, 1],
  label: null,
  tickFormat: (value: number) => words.value.journal.level(value),
};

/** Pixels of the longest date along an axis ("10. Sept.") and the space to the next. */
const dateRoom = 58;
/** Pixels that a plot leaves free on its right. */
const rightRoom = 20;
/** Dates along an axis; more would say no more. */
const mostDates = 6;
/** Of more days than these, months are written. */
const longest = 92;

/** Days along the axis below a plot of levels, as the language writes them. */
function dayAxis(first: number, last: number, width: number) {
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const isLong = all.length > longest;
  const begun = isLong ? all.filter((day) => dateOf(day).endsWith('-01')) : all;
  const dates = Math.min(mostDates, Math.max(1, Math.floor((width - levelRoom() - rightRoom) / dateRoom)));
  const step = Math.ceil(begun.length / dates);
  return {
    type: 'utc' as const,
    label: null,
    domain: [dateFor(first), dateFor(last)],
    ticks: begun.filter((_, i) => i % step === 0).map(dateFor),
    tickFormat: (date: Date) => words.value.trends[isLong ? 'monthName' : 'shortDate'](date),
  };
}

const energyLevel = {
  domain: [-1, 1],
  ticks: [-1, 0, 1],
  label: null,
  tickFormat: (value: number) => words.value.trends.energyLevel(value),
};

export function linePlot(
  plot: Plots,
  days: readonly DayValue[],
  around: readonly Level[],
  first: number,
  last: number,
  width: number,
): PlotOptions {
  return {
    marginLeft: levelRoom(),
    y: level,
    x: dayAxis(first, last, width),
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

/** Each day's energy, of those on which it was told. */
export function energyPlot(
  plot: Plots,
  days: readonly DayValue[],
  first: number,
  last: number,
  width: number,
): PlotOptions {
  const told = days.filter(({ energy }) => energy !== undefined);
  return {
    marginLeft: roomFor([-1, 0, 1].map(words.value.trends.energyLevel)),
    y: energyLevel,
    x: dayAxis(first, last, width),
    marks: [
      plot.ruleY([0], { stroke: 'var(--line)' }),
      plot.lineY(told, { x: (d: DayValue) => dateFor(d.day), y: 'energy', stroke: 'var(--warm)', strokeOpacity: 0.5 }),
      plot.dot(told, { x: (d: DayValue) => dateFor(d.day), y: 'energy', r: 2.5, fill: 'var(--warm)' }),
    ],
  };
}

/** How often each came up. */
export function countPlot(plot: Plots, counts: readonly { name: string; times: number }[]): PlotOptions {
  const most = Math.max(1, ...counts.map(({ times }) => times));
  return {
    marginLeft: roomFor(counts.map(({ name }) => name)),
    marginRight: 40,
    x: { domain: [0, most], axis: null },
    y: { domain: counts.map(({ name }) => name), label: null, tickSize: 0, tickFormat: shortened },
    marks: [
      plot.barX(counts, {
        x: 'times',
        y: 'name',
        fill: 'var(--accent)',
        fillOpacity: 0.7,
        insetTop: 3,
        insetBottom: 3,
      }),
      plot.text(counts, { x: 'times', y: 'name', text: 'times', textAnchor: 'start', dx: 6, fill: 'currentColor' }),
    ],
  };
}

/** hour: of the wall clock */
export function dayPlot(plot: Plots, said: readonly { hour: number; valence: number }[], begins: number): PlotOptions {
  return {
    marginLeft: levelRoom(),
    y: level,
    // A day goes on after midnight until the next begins.
    x: {
      domain: [begins, begins + 24],
      ticks: [0, 6, 12, 18, 24].map((hours) => Math.ceil(begins / 6) * 6 + hours).filter((hour) => hour <= begins + 24),
      label: null,
      tickFormat: (hour: number) => `${hour % 24}:00`,
    },
    marks: [
      plot.ruleY([0], { stroke: 'var(--line)' }),
      plot.lineY(said, { x: 'hour', y: 'valence', stroke: 'var(--accent)', strokeWidth: 2 }),
      plot.dot(said, { x: 'hour', y: 'valence', r: 4, fill: 'var(--accent)' }),
    ],
  };
}

/** Pixels that three differences need along an axis. */
const differencesRoom = 110;

export function differencePlot(plot: Plots, found: readonly Named[], width: number): PlotOptions {
  const reach = Math.max(0.2, ...found.map(({ value, margin }) => Math.abs(value) + margin));
  const far = Math.floor(reach * 10) / 10;
  const marginLeft = roomFor(found.map(({ name }) => name));
  return {
    marginLeft,
    x: {
      domain: [-reach, reach],
      label: null,
      ticks: width - marginLeft - rightRoom < differencesRoom ? [-far, far] : [-far, 0, far],
      tickFormat: (value: number) => words.value.number(value, 1),
    },
    y: { domain: found.map(({ name }) => name), label: null, tickSize: 0, tickFormat: shortened },
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
    marginLeft: levelRoom(),
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
export function alarmPlot(plot: Plots, days: readonly WatchedDay[], noticed: number, width: number): PlotOptions {
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
    x: dayAxis(days[0]?.day ?? noticed, days.at(-1)?.day ?? noticed, width),
    marginLeft: levelRoom(),
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
