import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { feelingIn } from '../../tools/commandLine';
import { temporaryFolder } from '../../tools/temporary';

const folder = temporaryFolder();
const feeling = (...args: string[]) => feelingIn()('mood', ...args);

/** Two months around 0.3, of which the last week is at −0.3. */
const file = join(folder, 'mood.csv');
const rows = Array.from({ length: 60 }, (_, i) => {
  const date = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
  return `${date}T20:00,${(0.3 + 0.1 * Math.sin(i * 2.4) - (i >= 53 ? 0.6 : 0)).toFixed(3)}`;
});
writeFileSync(file, `time,valence\n${rows.join('\n')}\n`);

it('finds the week that was low, as a table and as JSON', () => {
  const { status, stdout } = feeling(file);
  expect(status).toBe(0);
  expect(stdout).toContain('60 entries on 60 days, learned until 2026-01-15');
  expect(stdout).toMatch(/2026-02-2\d +\d +2026-02-2[23] +goes on/);
  const summary = JSON.parse(feeling(file, '--json').stdout);
  expect(summary).toMatchObject({ entries: 60, days: 60, learningUntil: '2026-01-15' });
  expect(summary.alarms).toHaveLength(1);
  expect(summary.alarms[0].statistic).toBeGreaterThanOrEqual(summary.alarms[0].threshold);
  expect(summary.alarms[0].sentence).toMatch(/^Your last \d days were lower than your usual days\.$/);
});

it('finds a week that was high where that is asked for, and no low one then', () => {
  const risen = join(folder, 'risen.csv');
  writeFileSync(risen, `time,valence\n${rows.map((row) => row.replace(/,(.*)/, (_, v) => `,${-v}`)).join('\n')}\n`);
  expect(feeling(risen).stdout).toContain('no downswing');
  const { stdout } = feeling(risen, '--upswings', '--report', join(folder, 'risen.html'));
  expect(stdout).toMatch(/high days[\s\S]*2026-02-2\d +\d +2026-02-2[23] +goes on/);
  const [alarm] = JSON.parse(feeling(risen, '--upswings', '--json').stdout).alarms;
  expect(alarm.sentence).toMatch(/^Your last \d days were higher than your usual days\.$/);
  expect(readFileSync(join(folder, 'risen.html'), 'utf8')).toContain('60 entries on 60 days, 1 upswing');
  expect(feeling(file, '--upswings').stdout).toContain('no upswing');
});

it('writes a page of its own with the days, and reads a journal as the page exports it', () => {
  const report = join(folder, 'mood.html');
  const journal = join(folder, 'journal.json');
  const entries = rows.map((row, i) => {
    const [time, valence] = row.split(',') as [string, string];
    return { id: `e${i}`, time, felt: { valence: Number(valence), words: ['<b>'] }, tags: [], note: '' };
  });
  writeFileSync(journal, JSON.stringify({ feeling: 'journal', version: 1, entries }));
  const { status, stdout } = feeling(journal, '--json', '--report', report);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(feeling(file, '--json').stdout));
  const html = readFileSync(report, 'utf8');
  expect(html).toContain('60 entries on 60 days, 1 downswing');
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect(html.match(/<svg/g)).toHaveLength(3);
});

it('names the row that is wrong, and the file that is not there', () => {
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'time,valence\n2026-01-01,0.2\n2026-01-02,happy\n');
  const { status, stderr } = feeling(bad);
  expect(status).toBe(1);
  expect(stderr).toBe(`feeling: ${bad}: row 3: valence must be a number from −1 to 1 (got "happy")\n`);
  expect(feeling(join(folder, 'none.csv')).stderr).toMatch(/none\.csv: there is no such file\n$/);
  expect(feeling(file, '--false-alarms', 'few').status).toBe(2);
});

it('reads columns whatever their capitals', () => {
  const capitals = join(folder, 'capitals.csv');
  writeFileSync(capitals, `Time,Valence\n${rows.join('\n')}\n`);
  expect(feeling(capitals).stdout).toBe(feeling(file).stdout);
});

it('refuses decimal commas without quotes, which would all be 0', () => {
  const commas = join(folder, 'commas.csv');
  writeFileSync(commas, `time,valence\n${rows.map((row) => row.replace('.', ',')).join('\n')}\n`);
  expect(feeling(commas)).toMatchObject({
    status: 1,
    stderr: `feeling: ${commas}: row 2: has 3 cells for 2 columns; a number or text with a comma in it must be in quotes\n`,
  });
  const quoted = join(folder, 'quoted.csv');
  writeFileSync(
    quoted,
    `time,valence\n${rows.map((row) => row.replace(/,(.*)/, (_, v) => `,"${v.replace('.', ',')}"`)).join('\n')}\n`,
  );
  expect(feeling(quoted).stdout).toBe(feeling(file).stdout);
});

it('reads Daylio in the person’s own words, once told where these lie', () => {
  const daylio = join(folder, 'daylio.csv');
  const day = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
  const mood = (i: number) => (i >= 50 ? 'lausig' : ['gut', 'Super', 'so lala'][i % 3]);
  const lines = Array.from(
    { length: 60 },
    (_, i) => `${day(i)};"Januar 1";Montag;18.19;${mood(i)};"work | family";"";""`,
  );
  writeFileSync(
    daylio,
    ['full_date;date;weekday;time;mood;activities;note_title;note', ...lines.reverse()].join('\r\n'),
  );
  const asked = feeling(daylio);
  expect(asked.status).toBe(1);
  expect(JSON.parse(asked.stdout)).toEqual({ gut: '?', Super: '?', 'so lala': '?', lausig: '?' });
  expect(asked.stderr).toMatch(
    /^feeling: .*where these moods lie: "Super", "gut", "so lala", "lausig"; save the line of JSON as moods.json, put rad, .*\n$/,
  );

  const moods = join(folder, 'moods.json');
  writeFileSync(moods, asked.stdout);
  expect(feeling(daylio, '--moods', moods).stderr).toBe(
    `feeling: ${moods}: "Super" must be rad, good, meh, bad, awful or a number from −1 to 1 (got "?")\n`,
  );
  writeFileSync(moods, '{"super":"rad","gut":"good","so lala":0,"lausig":-1}');
  const { status, stdout } = feeling(daylio, '--moods', moods, '--json');
  expect(status).toBe(0);
  const summary = JSON.parse(stdout);
  expect(summary).toMatchObject({ entries: 60, days: 60 });
  expect(summary.episodes[0].from >= '2026-02-18').toBe(true);
});
