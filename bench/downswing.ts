/**
 * How soon downswings of simulated people are noticed, and how often there is an alarm without one, beside control charts
 * as textbooks have them.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import { type Life, mainLife as main, otherLives, usualPeople, year } from '../simulate/lives';
import { simulate } from '../simulate/people';
import { packageRoot } from '../src/model/node';
import { type MoodDay, watchDays } from '../src/mood';
import { draw, seriesColors } from '../src/report';
import { mean, variance } from '../src/statistics';
import { sideBySide } from '../tools/sideBySide';
import { calibrate, realAlarms } from './calibrate';
import { alarmsOf, charts } from './charts';
import { benchRecord, benchRecords } from './records';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Days on which a method gives an alarm. */
type Method = (days: readonly MoodDay[]) => number[];
/** Other people than those that the thresholds were calibrated with. */
const firstSeed = 1;
const sizes = [0.5, 1, 1.5, 2];
/** Downswings begin after this day, on any weekday. */
const earliest = 90;
/** One or two people who are noticed late move the mean of few: so many tell how soon an average fall is noticed. */
const fewestForMean = 1000;
/** A fall that is not noticed within so many days counts as never. */
const patience = 60;

const ours =
  (falseAlarms: number): Method =>
  (days) =>
    watchDays(days, { falseAlarms }).alarms.map(({ day }) => day);

/** Alarms in 180 days, from the fifth week on, when every method has begun. */
const falseAlarms = (method: Method, people: readonly MoodDay[][]) =>
  (people.reduce((sum, days) => sum + method(days).filter((day) => day >= 28).length, 0) /
    people.length /
    (year - 28)) *
  180;

/** Days from the fall to the alarm, counting the first day of the fall as 1. */
function delays(method: Method, life: Life, size: number, over: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const day = earliest + (i % 14);
    const days = simulate({ ...life, seed: firstSeed + 100_000 + i, days: day + patience, fall: { day, size, over } });
    const alarms = method(days);
    // Whoever was in an alarm already tells nothing of this fall.
    if (alarms.some((alarm) => alarm < day && alarm >= day - 30)) return undefined;
    const found = alarms.find((alarm) => alarm >= day);
    return found === undefined ? Number.POSITIVE_INFINITY : found - day + 1;
  }).filter((delay) => delay !== undefined);
}

/** The threshold at which a textbook's chart has as many false alarms as wanted. */
function equallyStrict(step: (typeof charts)[string], people: readonly MoodDay[][], wanted: number): Method {
  let [low, high] = [0, 60];
  for (let i = 0; i < 18; i++) {
    const middle = (low + high) / 2;
    if (falseAlarms((days) => alarmsOf(step, days, middle), people) > wanted) low = middle;
    else high = middle;
  }
  return (days) => alarmsOf(step, days, high);
}

const days = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : `>${patience}`).padStart(4);
const middleAndMost = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
  return `${days(at(0.5))} ${days(at(0.9))}`;
};

export interface DownswingOptions {
  people: string;
  wanted: string;
  calibrate?: boolean;
  records?: string;
  record?: string;
  expect?: string;
}

export async function benchDownswing(options: DownswingOptions) {
  const [count, wanted] = [Number(options.people), Number(options.wanted)];
  if (options.calibrate) return calibrate(count);
  if (options.records) return benchRecords(options.records, wanted);
  if (options.record) return benchRecord(options.record, options.expect ?? '', wanted);
  await benchSimulated(count, wanted);
}

async function benchSimulated(count: number, wanted: number) {
  const usual = usualPeople(main, count, firstSeed);
  const own = ours(wanted);
  const rate = falseAlarms(own, usual);
  print(
    `${count} person-years, ${main.entriesADay} entries a day of which ${main.missing * 100} % are missing, autocorrelation ${main.autocorrelation}, ` +
      'a weekly rhythm, odd days, slow drift; falls in standard deviations of single entries; days to the alarm, median and 90th percentile, mean of sudden falls of 1',
  );
  print(
    `${'false alarms'.padStart(31)}   ${sizes.map((s) => `sudden ${s}`.padStart(10)).join(' ')}   ${sizes.map((s) => `2 weeks ${s}`.padStart(11)).join(' ')}`,
  );
  const methods: [string, Method][] = [
    ['feeling', own],
    ...Object.entries(charts).map(([name, step]): [string, Method] => [name, equallyStrict(step, usual, rate)]),
  ];
  for (const [name, method] of methods) {
    const falls = (over: number, width: number) =>
      sizes.map((size) => middleAndMost(delays(method, main, size, over, count)).padStart(width)).join(' ');
    print(
      `${name.padEnd(15)} ${falseAlarms(method, usual).toFixed(2).padStart(6)} in 180 d   ${falls(0, 10)}   ${falls(14, 11)}   mean ${meanDelay(method, main, count).toFixed(1)}`,
    );
  }
  printManyDelays(own, Math.max(fewestForMean, count));
  print('');
  print(
    'feeling in other lives, false alarms, and days to notice a sudden fall of 1, of people who write as before and of people who then write half as often:',
  );
  for (const [name, life] of Object.entries(otherLives)) {
    const rate = falseAlarms(own, usualPeople(life, count, firstSeed));
    const [same, less] = [life, writingLess(life)].map((one) => middleAndMost(delays(own, one, 1, 0, count)));
    print(`${name}: ${rate.toFixed(2)} in 180 d, ${same} days, ${less} days`);
  }
  print(
    `of ten alarms ${(10 * realAlarms(own, Math.ceil(count / 2), firstSeed)).toFixed(1)} are real where people of all lives have two falls a year`,
  );
  await writeFile(join(packageRoot(), 'docs', 'downswing.svg'), sideBySide([tradeOff(usual.slice(0, 300))]));
}

const writingLess = (life: Life): Life => ({ ...life, missingInFall: 1 - (1 - life.missing) / 2 });

/** Days to notice a sudden fall of 1, those that are not noticed as long as it is waited for. */
const limitedDelays = (method: Method, life: Life, count: number) =>
  delays(method, life, 1, 0, count).map((delay) => Math.min(delay, patience));

function printManyDelays(method: Method, count: number) {
  const found = limitedDelays(method, main, count);
  const error = Math.sqrt(variance(found) / found.length);
  print(
    `feeling, a sudden fall of 1, ${found.length} people: mean ${mean(found).toFixed(2)} ± ${error.toFixed(2)} (standard error), median and 90th percentile ${middleAndMost(found)}`,
  );
}

const meanDelay = (method: Method, life: Life, count: number) => mean(limitedDelays(method, life, count));

/** Mean days to notice a sudden fall of 1, against false alarms, for each method. */
function tradeOff(usual: readonly MoodDay[][]): string {
  const strictness = [0.25, 0.5, 1, 2, 4];
  const points = strictness.flatMap((wanted) => {
    const own = ours(wanted);
    const rate = falseAlarms(own, usual);
    const methods: [string, Method][] = [
      ['feeling', own],
      ...Object.entries(charts).map(([name, step]): [string, Method] => [name, equallyStrict(step, usual, rate)]),
    ];
    return methods.map(([name, method]) => {
      return { name, rate, delay: meanDelay(method, main, usual.length) };
    });
  });
  const names = ['feeling', ...Object.keys(charts)];
  const last = points.filter(({ rate }) => rate === Math.max(...points.map((p) => p.rate)));
  return draw('Mean days until a sudden fall is noticed, against false alarms in 180 days, for five methods', {
    width: 720,
    height: 340,
    marginRight: 110,
    marginLeft: 48,
    marginBottom: 40,
    x: { label: 'false alarms in 180 days', type: 'log', ticks: strictness, tickFormat: (v: number) => String(v) },
    y: { label: 'mean days until a fall of 1 SD is noticed', grid: true, zero: true },
    color: { domain: names, range: seriesColors.slice(0, names.length) },
    marks: [
      Plot.line(points, { x: 'rate', y: 'delay', stroke: 'name', strokeWidth: 2 }),
      Plot.dot(points, { x: 'rate', y: 'delay', fill: 'name', r: 3 }),
      Plot.text(last, { x: 'rate', y: 'delay', text: 'name', textAnchor: 'start', dx: 8, fill: 'name' }),
    ],
  });
}
