/** Reports of results that are there already. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { realFace } from '../../tools/camera';
import { drawnVideo } from '../../tools/drawnVideo';
import { hasParts, partOfTools } from '../../tools/partsOfTools';
import { temporaryFolder } from '../../tools/temporary';
import { packageRoot } from '../model/node';
import { toParquet } from './archive/parquet';
import { type ResultLine, rowsOfFile } from './fromResults/rowsOfFile';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const feeling = (...args: string[]) => {
  const cli = join(packageRoot(), 'dist', 'cli.js');
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 });
};
const read = (name: string) => readFile(at(name), 'utf8');
/** The table of shares, and the timelines. */
const shownIn = (html: string) => [
  html.match(/<table>.*?<\/table>/s)?.[0],
  ...(html.match(/<svg[^>]*aria-label="Emotions of.*?<\/svg>/gs) ?? []),
];

async function allOf(path: string): Promise<ResultLine[]> {
  const lines: ResultLine[] = [];
  for await (const line of rowsOfFile(path)) lines.push(line);
  return lines;
}

beforeAll(async () => {
  mkdirSync(at('results'));
  const size = { width: 160, height: 160 };
  const face = await sharp(await realFace('smiling'))
    .resize({ ...size, fit: 'cover' })
    .ensureAlpha()
    .raw()
    .toBuffer();
  // The face comes and goes, and its words change.
  const draw = (pixels: Uint8Array, frame: number) => {
    if (frame % 30 < 24) pixels.set(face.map((value) => Math.max(0, value - frame)));
  };
  await writeFile(at('a; "b", c.mp4'), await drawnVideo({ ...size, frames: 90, draw }));
  await writeFile(at('broken.jpg'), 'no photo');
  const recordings = ['a; "b", c.mp4', 'broken.jpg'];
  const made = feeling('analyze', ...recordings, '--out', 'all.jsonl', '--report', 'direct.html');
  expect(made.stderr).toContain('broken.jpg: ');
  feeling('analyze', ...recordings, '--out', 'all.csv');
  spawnSync(
    process.execPath,
    [join(packageRoot(), 'dist', 'cli.js'), 'analyze', ...recordings, '--csv', 'excel', '--out', 'excel.csv'],
    {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'de_DE.UTF-8' },
    },
  );
  await toParquet(at('all.jsonl'), at('all.parquet'));
});

describe('feeling analyze --from-results', () => {
  it.each(['all.jsonl', 'all.parquet'])('makes the report that the recordings gave, from %s', async (results) => {
    const { status, stderr } = feeling('analyze', '--report', `${results}.html`, '--from-results', results);
    expect(stderr).toContain('1 recording could not be read, or not to the end; their rows say why');
    expect(stderr).toContain(`the report is ${results}.html`);
    expect(status).toBe(1);
    const shown = shownIn(await read(`${results}.html`));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual(shownIn(await read('direct.html')));
  });

  it.each(['all.csv', 'excel.csv'])('reads the same rows, rounded, from %s', async (results) => {
    const exact = await allOf(at('all.jsonl'));
    const rounded = await allOf(at(results));
    expect(rounded).toHaveLength(exact.length);
    for (const [i, line] of exact.entries()) {
      const other = rounded[i];
      if ('error' in line || !other || 'error' in other) {
        expect(other).toEqual(line);
        continue;
      }
      expect(other).toMatchObject({ source: line.source, frame: line.frame });
      expect(other.time).toBeCloseTo(line.time, 3);
      for (const [face, reading] of line.readings.entries()) {
        expect(other.readings[face]).toMatchObject({ id: reading.id, named: reading.named });
        expect(other.readings[face]?.emotions.happy).toBeCloseTo(reading.emotions.happy, 3);
        expect(other.readings[face]?.valence).toBeCloseTo(reading.valence, 3);
      }
    }
    // Without a report it is the table that a run prints.
    const { stdout } = feeling('analyze', '--from-results', results);
    expect(stdout).toMatch(/^a; "b", c\.mp4 +90 +\d+ +face 1|^a; "b", c\.mp4 +\d+ +face 1/m);
  });

  it('takes folders, each recording once, and shows the timelines of a hundred', async () => {
    const row = (source: string, frame: number) => {
      const emotions = { angry: 0, disgust: 0, fear: 0, happy: 1, sad: 0, surprise: 0, neutral: 0 };
      const reading = { id: 1, emotions, named: ['happy'], valence: 0.9 };
      return `${JSON.stringify({ source, frame, time: frame / 5, width: 9, height: 9, readings: [reading] })}\n`;
    };
    mkdirSync(at('results', 'deep'));
    for (let i = 0; i < 101; i++) {
      const source = `${String(i).padStart(3, '0')}.mp4`;
      await writeFile(at('results', 'deep', `${source}.jsonl`), row(source, 0) + row(source, 1));
    }
    await writeFile(at('results', 'z.jsonl'), row('000.mp4', 0));
    await writeFile(at('results', 'manifest.jsonl'), '{"id":"r1"}\n');
    const named = ['results', 'results/../results', 'results/z.jsonl'];
    const { status, stderr } = feeling('analyze', '--from-results', ...named, '--report', 'many.html');
    expect(stderr).toContain('z.jsonl: left out what is in results/deep/000.mp4.jsonl, too');
    expect(stderr).toContain('the timelines of the first 100 of 101 recordings');
    expect(status).toBe(0);
    const html = await read('many.html');
    expect(html).toContain('101 files, 101 faces.');
    expect(html.match(/Emotions of face 1/g)).toHaveLength(100);
  });

  it.each([
    [['--from-results'], 2, 'missing required argument: results of --out'],
    [['--from-results', 'all.csv', '--fps', '5'], 2, 'only --report goes with it'],
    [['--from-results', 'all.csv', '--report', 'all.csv'], 2, 'would replace all.csv'],
    [['--from-results', 'nowhere.csv'], 1, 'nowhere.csv: cannot be read (there is no such file'],
    [['--from-results', 'empty'], 1, 'empty: there are no results in this folder'],
    [['--from-results', 'broken.jpg'], 1, 'broken.jpg: is no file of results (they end in .jsonl, .csv, .parquet)'],
  ])('%j ends with %i and one line', (args, code, message) => {
    mkdirSync(at('empty'), { recursive: true });
    const { status, stderr } = feeling('analyze', ...args);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(code);
  });

  it('names the line that is no result', async () => {
    const [first = ''] = (await read('all.jsonl')).split('\n');
    const [header = ''] = (await read('all.csv')).split('\n');
    const cases: [name: string, content: string, message: string][] = [
      ['cut.jsonl', `${first}\n${first.slice(0, 50)}`, ', line 2: is no JSON; a run that was interrupted'],
      [
        'other.jsonl',
        '{"source":"a","frame":1,"readings":[]}\n',
        ', line 1: is no row of feeling analyze (time: is missing)',
      ],
      ['other.csv', 'name,age\nAnn,3\n', ', line 1: is no table of feeling analyze'],
      ['cut.csv', `${header}\na.mp4,0,0.1\n`, ', line 2: must have 23 cells (got 3)'],
      ['quote.csv', `${header}\n"a.mp4,0,0.1\n`, ', line 2: a quote is not closed'],
      ['none.csv', `${header}\n`, ': has no rows'],
      ['other.parquet', 'PAR1 and no more', ': cannot be read as Parquet'],
    ];
    for (const [name, content, message] of cases) {
      await writeFile(at(name), content);
      await expect(allOf(at(name))).rejects.toThrow(`${at(name)}${message}`);
    }
  });
});

/** What of DuckDB is called. */
interface Duckdb {
  DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{
        run(sql: string): Promise<unknown>;
        runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): Record<string, string | number | null>[] }>;
        closeSync(): void;
      }>;
    }>;
  };
}

describe.skipIf(!hasParts('@duckdb/node-api'))('DuckDB (skipped where tools/ is not installed)', () => {
  it('answers the questions of the guide from JSON lines, CSV and Parquet alike', async () => {
    const results = at('archive', 'results');
    mkdirSync(join(results, 'deep'), { recursive: true });
    for (const [name, target] of [
      ['all.jsonl', 'deep/all.jsonl'],
      ['all.csv', 'deep/all.csv'],
      ['all.parquet', 'deep/all.parquet'],
    ] as const)
      await copyFile(at(name), join(results, target));
    await writeFile(join(results, 'manifest.jsonl'), '{"id":"r1","source":"broken.jpg","frames":0}\n');
    const rows = (await allOf(at('all.jsonl'))).flatMap((line) => ('error' in line ? [] : line.readings));
    const named = rows.filter((reading) => reading.named.length > 0);
    const happy = named.reduce((sum, { emotions }) => sum + emotions.happy, 0) / named.length;

    const { DuckDBInstance } = partOfTools('@duckdb/node-api') as Duckdb;
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`SET file_search_path = '${at('archive')}'`);
    const guide = await readFile(join(packageRoot(), 'docs', 'guides', 'archives.md'), 'utf8');
    const questions = [...guide.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map(([, sql = '']) => sql);
    expect(questions).toHaveLength(3);
    for (const question of questions) {
      const answer = (await connection.runAndReadAll(question)).getRowObjectsJson();
      expect(answer).toHaveLength(1);
      expect(answer[0]).toMatchObject({ source: 'a; "b", c.mp4', faces: String(named.length) });
      expect(Number(answer[0]?.['happy'])).toBeCloseTo(happy, 4);
    }
    connection.closeSync();
  });
});
