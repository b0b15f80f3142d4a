/** `feeling mood`: what is usual in a record of someone's mood, and when it turned down. */

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import * as v from 'valibot';
import { decodeText } from '../files';
import { readProblem } from '../files/node';
import {
  dateOf,
  daylioMoods,
  MoodFileError,
  type MoodPlaces,
  type MoodWatch,
  readRecords,
  realShare,
  summaryOf,
  UnknownMoodsError,
  watchMood,
  watchRises,
} from '../mood';
import type { MoodView } from '../report';
import { positiveNumber, wholeNumber } from './options';
import { print, table, tell } from './output';
import { targets, tellReplaced } from './targets';

interface MoodOptions {
  json?: boolean;
  report?: string;
  falseAlarms: string;
  upswings?: true;
  moods?: string;
  dayBegins: string;
}

export function addMood(program: Command) {
  program
    .command('mood')
    .description("find downswings, or upswings, in a record of someone's mood")
    .argument(
      '<file>',
      'a journal that the page exported, a CSV with time (ISO 8601) and valence (−1 to 1), or Daylio’s export',
    )
    .option('--false-alarms <n>', 'how many are bearable in 180 days', '1')
    .option('--day-begins <hour>', 'the hour at which your days begin, 0 to 12', '4')
    .option('--upswings', 'find upswings instead')
    .option(
      '--moods <file.json>',
      'where moods of Daylio lie that have names of your own; without it you are told what to put there',
    )
    .option('--json', 'one line of JSON')
    .option('--report <file.html>', 'a page with the days, what is usual, and the evidence')
    .action(mood);
}

async function mood(
  path: string,
  { json, report: page, falseAlarms, upswings, moods, dayBegins: begins }: MoodOptions,
) {
  const wanted = positiveNumber('--false-alarms', falseAlarms);
  const dayBegins = wholeNumber('--day-begins', begins, 0, 12);
  const { report } = await targets({ report: page }, [path, moods]);
  const places = moods === undefined ? undefined : await readPlaces(moods);
  const records = read(path, await textOf(path), places);
  await tellReplaced(report);
  const watch = (upswings ? watchRises : watchMood)(records, { falseAlarms: wanted, dayBegins });
  const direction = upswings ? 'up' : 'down';
  if (report) {
    const { moodReport } = await import('../report');
    await report.write(moodReport(viewOf(basename(path), records.length, watch, direction, realShare(wanted))), {
      secret: true,
    });
    tell(`wrote ${report.path}`);
  }
  if (json) return print(JSON.stringify(summaryOf(watch, records.length)));
  const learned =
    watch.learnedOn === undefined ? 'still learning what is usual' : `learned until ${dateOf(watch.learnedOn)}`;
  print(`${records.length} entries on ${watch.days.length} days, ${learned}`);
  if (watch.alarms.length === 0) return print(`no ${direction}swing`);
  const rows = swingsOf(watch).map(({ noticed, unusualDays, from, to, evidence }) => [
    noticed,
    String(unusualDays),
    from,
    to ?? 'goes on',
    evidence,
  ]);
  print(table(['noticed', upswings ? 'high days' : 'low days', 'from', 'to', 'evidence'], rows));
  if (!upswings) print(`of ten such alarms about ${Math.round(10 * realShare(wanted))} are real in simulated lives`);
}

const textOf = (path: string): Promise<string> =>
  readFile(path).then(decodeText, (error) => {
    throw new Error(readProblem(path, error));
  });

function read(path: string, text: string, places: MoodPlaces | undefined) {
  try {
    return readRecords(text, places);
  } catch (error) {
    if (error instanceof UnknownMoodsError) {
      const names = Object.keys(daylioMoods);
      // What is left to do is on stdout, so that it can be put into a file.
      print(JSON.stringify(Object.fromEntries(error.moods.map((mood) => [mood, '?']))));
      throw new Error(
        `${path}: ${error.message}; save the line of JSON as moods.json, put ${names.slice(0, -1).join(', ')} or ${names.at(-1)} (or a number from 1 to −1) for each ?, and add --moods moods.json`,
      );
    }
    if (error instanceof MoodFileError) throw new Error(`${path}: ${error.message}`);
    throw error;
  }
}

const place = v.union([
  v.pipe(
    v.picklist(Object.keys(daylioMoods) as (keyof typeof daylioMoods)[]),
    v.transform((name): number => daylioMoods[name]),
  ),
  v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
]);

/** Where moods lie, from a file: `{"super":"rad","naja":-0.2}`. */
async function readPlaces(file: string): Promise<MoodPlaces> {
  const text = await textOf(file);
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Error(`${file}: must be JSON, like {"super": "rad", "naja": -0.2}`);
  }
  const places = v.safeParse(v.record(v.string(), place), content);
  if (places.success) return places.output;
  const [issue] = places.issues;
  const mood = issue.path?.at(-1)?.key;
  throw new Error(
    mood === undefined
      ? `${file}: must be moods and where they lie, like {"super": "rad", "naja": -0.2}`
      : `${file}: "${String(mood)}" must be ${Object.keys(daylioMoods).join(', ')} or a number from −1 to 1 (got ${JSON.stringify(issue.path?.at(-1)?.value)})`,
  );
}

const viewOf = (
  source: string,
  entries: number,
  watch: MoodWatch,
  direction: MoodView['direction'],
  real: number,
): MoodView => ({
  direction,
  source,
  entries,
  learnedOn: watch.learnedOn === undefined ? undefined : dateOf(watch.learnedOn),
  days: watch.days.map(({ day, mean, expected, statistic, spread }) => ({
    date: dateOf(day),
    mean,
    usual: expected && [expected.mean - expected.spread, expected.mean + expected.spread],
    statistic,
    spread,
  })),
  real,
  swings: swingsOf(watch),
});

/** Each alarm begins an episode. */
const swingsOf = ({ alarms, episodes }: MoodWatch) =>
  alarms.map(({ day, unusualDays, statistic, threshold }, i) => {
    const { from = day, to } = episodes[i] ?? {};
    return {
      noticed: dateOf(day),
      unusualDays,
      from: dateOf(from),
      to: to === undefined ? undefined : dateOf(to),
      evidence: `${statistic.toFixed(1)} of ${threshold.toFixed(1)}`,
    };
  });
