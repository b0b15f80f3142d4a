/** `feeling mood`: what is usual in a record of someone's mood, and when it turned down. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { dateOf, MoodFileError, type MoodWatch, readRecords, summaryOf, watchMood } from '../mood';
import type { MoodView } from '../report';
import { print, table, tell, UsageError, writeWhole } from './output';

interface MoodOptions {
  json?: boolean;
  report?: string;
  falseAlarms: string;
}

export function addMood(program: Command) {
  program
    .command('mood')
    .description("find downswings in a record of someone's mood")
    .argument(
      '<file>',
      'a journal that the page exported, a CSV with time (ISO 8601) and valence (−1 to 1), or Daylio’s export',
    )
    .option('--false-alarms <n>', 'how many are bearable in 180 days', '1')
    .option('--json', 'one line of JSON')
    .option('--report <file.html>', 'a page with the days, what is usual, and the evidence')
    .action(mood);
}

async function mood(path: string, { json, report, falseAlarms }: MoodOptions) {
  const wanted = Number(falseAlarms);
  if (!(wanted > 0)) throw new UsageError(`--false-alarms "${falseAlarms}" where a number above 0 is needed`);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'ENOENT' ? `${path}: there is no such file` : `${path}: cannot be read (${error.code})`,
    );
  });
  const records = read(path, text);
  const watch = watchMood(records, { falseAlarms: wanted });
  if (report !== undefined) {
    const { moodReport } = await import('../report');
    await writeWhole(report, moodReport(viewOf(basename(path), records.length, watch)));
    tell(`wrote ${report}`);
  }
  if (json) return print(JSON.stringify(summaryOf(watch, records.length)));
  const learned =
    watch.learnedOn === undefined ? 'still learning what is usual' : `learned until ${dateOf(watch.learnedOn)}`;
  print(`${records.length} entries on ${watch.days.length} days, ${learned}`);
  if (watch.alarms.length === 0) return print('no downswing');
  const rows = downswingsOf(watch).map(({ noticed, lowDays, from, to, evidence }) => [
    noticed,
    String(lowDays),
    from,
    to ?? 'goes on',
    evidence,
  ]);
  print(table(['noticed', 'low days', 'from', 'to', 'evidence'], rows));
}

function read(path: string, text: string) {
  try {
    return readRecords(text);
  } catch (error) {
    if (error instanceof MoodFileError) throw new Error(`${path}: ${error.message}`);
    throw error;
  }
}

const viewOf = (source: string, entries: number, watch: MoodWatch): MoodView => ({
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
  downswings: downswingsOf(watch),
});

/** Each alarm begins an episode. */
const downswingsOf = ({ alarms, episodes }: MoodWatch) =>
  alarms.map(({ day, lowDays, statistic, threshold }, i) => {
    const { from = day, to } = episodes[i] ?? {};
    return {
      noticed: dateOf(day),
      lowDays,
      from: dateOf(from),
      to: to === undefined ? undefined : dateOf(to),
      evidence: `${statistic.toFixed(1)} of ${threshold.toFixed(1)}`,
    };
  });
