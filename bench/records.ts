/**
 * How the watch of days does on real people's records, of whom nobody knows when they turned down: how often there is an
 * alarm, how often on the same days in another order, and how soon a fall that was put in is noticed.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { seededRandom } from '../src/graph';
import { dateOf, dayOf, daysOf, type MoodDay, type MoodRecord, readRecords, watchDays, watchMood } from '../src/mood';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Days that a person needs before anything of them counts, so that what is usual is known. */
const leastDays = 35;
const orders = 3;
/** Falls begin once so many days are known, again after so many more, and count as missed after so many days. */
const [fallsFrom, fallsApart, patience] = [30, 15, 21];

interface Person {
  group: string;
  records: readonly MoodRecord[];
  days: MoodDay[];
}

/** folder: CSV files of one person each, in folders of any depth that name the group */
export async function benchRecords(folder: string, falseAlarms: number) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.csv')).sort();
  const people = await Promise.all(
    files.map(async (file): Promise<Person> => {
      const records = readRecords(await readFile(join(folder, file), 'utf8'));
      return { group: relative(folder, join(folder, file, '..')) || '.', records, days: daysOf(records) };
    }),
  );
  const counted = people.filter(({ days }) => days.length >= leastDays);
  print(
    `${counted.length} of ${people.length} people have ${leastDays} days or more; ${falseAlarms} false alarms in 180 days wanted`,
  );
  print(
    'alarms in 180 days that are watched, the same with the days in another order; days to notice a fall of 1 SD of entries',
  );
  const groups = [...new Set(counted.map((p) => p.group))];
  for (const group of groups) {
    report(
      group,
      counted.filter((p) => p.group === group),
      falseAlarms,
    );
  }
  if (groups.length > 1) report('all', counted, falseAlarms);
}

function report(name: string, people: readonly Person[], falseAlarms: number) {
  const lists = people.map(({ days }) => days);
  const shuffled = lists.flatMap((days) => Array.from({ length: orders }, (_, i) => inAnotherOrder(days, i + 1)));
  const found = people.flatMap((person) => delays(person, falseAlarms));
  const middle = [...found].sort((a, b) => a - b)[found.length >> 1] ?? Number.POSITIVE_INFINITY;
  print(
    `${name.padEnd(10)} ${String(people.length).padStart(4)} people ${alarmRate(lists, falseAlarms).toFixed(2).padStart(6)} ` +
      `${alarmRate(shuffled, falseAlarms).toFixed(2).padStart(6)} shuffled   ${found.length} falls: median ${Number.isFinite(middle) ? middle : `>${patience}`} days, ` +
      `${((100 * found.filter(Number.isFinite).length) / found.length).toFixed(0)} % within ${patience} days`,
  );
}

/** Alarms in 180 days with entries on which one could have been raised. */
function alarmRate(lists: readonly MoodDay[][], falseAlarms: number): number {
  let [alarms, watched] = [0, 0];
  for (const days of lists) {
    const watch = watchDays(days, { falseAlarms });
    alarms += watch.alarms.length;
    watched += watch.days.filter(({ expected }) => expected).length;
  }
  return (180 * alarms) / watched;
}

/** The same days on other dates: what hangs together no longer does (Fisher–Yates). */
function inAnotherOrder(days: readonly MoodDay[], seed: number): MoodDay[] {
  const random = seededRandom(seed);
  const order = [...days];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j] as MoodDay, order[i] as MoodDay];
  }
  return order.map((day, i) => ({ ...day, day: (days[i] as MoodDay).day }));
}

/** From a fall of one deviation of the person's entries to its alarm, the first day as 1; infinite where there is none. */
function delays({ records, days }: Person, falseAlarms: number): number[] {
  const mean = records.reduce((sum, { valence }) => sum + valence, 0) / records.length;
  const deviation = Math.sqrt(records.reduce((sum, r) => sum + (r.valence - mean) ** 2, 0) / (records.length - 1));
  const found: number[] = [];
  for (let at = fallsFrom; at + patience / 3 < days.length; at += fallsApart) {
    const first = (days[at] as MoodDay).day;
    const fallen = records.map((r) => (dayOf(r) >= first ? { ...r, valence: Math.max(-1, r.valence - deviation) } : r));
    const alarms = watchMood(fallen, { falseAlarms }).alarms.map(({ day }) => day);
    // Whoever was in an alarm already tells nothing of this fall.
    if (alarms.some((alarm) => alarm < first && alarm >= first - 30)) continue;
    const alarm = alarms.find((day) => day >= first && day < first + patience);
    found.push(alarm === undefined ? Number.POSITIVE_INFINITY : alarm - first + 1);
  }
  return found;
}

const copies = 60;
const dropped = 0.2;

/** Whether one record's known downswing is noticed in time, however a fifth of its entries is left out. */
export async function benchRecord(file: string, expected: string, falseAlarms: number) {
  const span = expected.match(/^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/);
  if (!span) throw new Error(`--expect must be two dates like 2026-03-01..2026-04-15 (got ${expected})`);
  const [from, to] = span.slice(1).map((time) => dayOf({ time })) as [number, number];
  const records = readRecords(await readFile(file, 'utf8'));
  const whole = watchMood(records, { falseAlarms });
  print(`alarms: ${whole.alarms.map(({ day }) => dateOf(day)).join(', ') || 'none'}`);
  const found = Array.from({ length: copies }, (_, i) => {
    const random = seededRandom(i + 1);
    const alarms = watchMood(
      records.filter(() => random.uniform() >= dropped),
      { falseAlarms },
    ).alarms.map(({ day }) => day);
    return {
      isInTime: alarms.some((day) => day >= from && day <= to),
      earlier: alarms.filter((day) => day < from).length,
    };
  });
  const inTime = found.filter(({ isInTime }) => isInTime);
  const share = (count: number) => `${((100 * count) / copies).toFixed(0)} %`;
  print(
    `of ${copies} copies without ${100 * dropped} % of the entries ${share(inTime.length)} have an alarm in ${expected}, ` +
      `${share(inTime.filter(({ earlier }) => earlier <= 2).length)} with at most two earlier ones`,
  );
}
