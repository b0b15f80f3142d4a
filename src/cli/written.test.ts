/** What `feeling` reads and writes beside faces: folders, targets, copies, streams that end, disks that are full. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawnVideo } from '../../tools/drawnVideo';
import { smallDisk } from '../../tools/smallDisk';
import { temporaryFolder } from '../../tools/temporary';
import { type ModelEntry, models } from '../model';
import { cacheFolder, modelFolder, packageRoot } from '../model/node';
import { type ResultLine, rowsOfFile } from './fromResults/rowsOfFile';
import { copyPaths } from './reading/copies';
import { openResults } from './reading/results';
import { findSources } from './reading/sources';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const cli = join(packageRoot(), 'dist', 'cli.js');
const feeling = (...args: string[]) =>
  spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 });
const hashOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const photo = at('photo.png');

beforeAll(async () => {
  await sharp({ create: { width: 64, height: 48, channels: 3, background: '#688' } }).toFile(photo);
});

const moods = `time,valence\n${Array.from({ length: 30 }, (_, i) => `2026-01-${String(i + 1).padStart(2, '0')}T08:00,0.1`).join('\n')}\n`;

describe('an output that is an input', () => {
  it('is refused for mood, by whatever name, before anything is written', async () => {
    const journal = at('j.csv');
    await writeFile(journal, moods);
    await symlink(journal, at('soft.html'));
    await link(journal, at('hard.html'));
    for (const report of ['j.csv', './new/../j.csv', 'soft.html', 'hard.html', journal]) {
      const { status, stderr } = feeling('mood', 'j.csv', '--report', report);
      expect([status, stderr]).toEqual([
        2,
        `feeling: --report ${report}: would replace j.csv, which is read; choose another file\n`,
      ]);
    }
    expect(await readFile(journal, 'utf8')).toBe(moods);
    expect(feeling('mood', 'j.csv', '--report', 'm.html').status).toBe(0);
    expect(await modeOf(at('m.html'))).toBe(0o600);
  });

  it('is refused for analyze: the report, the rows, and copies that would replace the originals', async () => {
    await mkdir(at('mine'));
    await copyFile(photo, at('mine', 'a.png'));
    const before = await hashOf(at('mine', 'a.png'));
    for (const args of [
      ['--report', at('mine', 'a.png')],
      ['--annotate', at('mine')],
      ['--annotate', `${folder}/mine/../mine`],
    ]) {
      const { status, stderr } = feeling('analyze', at('mine', 'a.png'), ...args);
      expect([status, stderr]).toEqual([2, expect.stringContaining('which is read; choose another file\n')]);
    }
    const { status, stderr } = feeling('analyze', at('mine'), '--annotate', `${folder}/mine/../mine`);
    expect([status, stderr]).toEqual([2, expect.stringContaining('among what is read; choose another folder')]);
    expect(feeling('analyze', photo, '--out', 'same.csv', '--report', 'SAME.csv').stderr).toContain(
      'is the same file as',
    );
    expect(await hashOf(at('mine', 'a.png'))).toBe(before);
    expect(await readdir(at('mine'))).toEqual(['a.png']);
  });

  it('is no picture, though a name was forgotten: --report *.jpg', async () => {
    await mkdir(at('forgotten'));
    const names = ['1.png', '2.png'].map((name) => at('forgotten', name));
    for (const name of names) await copyFile(photo, name);
    await writeFile(at('few.csv'), 'emotion,pixels\n');
    const [first = ''] = names;
    const before = await hashOf(first);
    for (const args of [
      ['analyze', '--report', ...names],
      ['learn', '--out', ...names],
      ['predict', 'few.csv', '--out', first],
      ['predict', 'few.csv', '--json', '--out', first],
      ['data', 'few.csv', '--report', first],
      ['mood', 'j.csv', '--report', first],
    ]) {
      const { status, stderr } = feeling(...args);
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(/^feeling: --(report|out) must end in \.(html or \.htm|json|csv|jsonl or \.json) \(got /),
      ]);
    }
    expect(await hashOf(first)).toBe(before);
  });

  it('is refused for export, evaluate, data and train', async () => {
    await copyFile(join(packageRoot(), 'models', 'tiny.onnx'), at('t.onnx'));
    await writeFile(at('faces.csv'), 'emotion,pixels,Usage\n');
    await mkdir(at('run'));
    await copyFile(at('t.onnx'), at('run', 'model.onnx'));
    const before = await hashOf(at('t.onnx'));
    for (const args of [
      ['export', '--model', 't.onnx', '--out', 't.onnx'],
      ['evaluate', '--data', 'faces.csv', '--model', 't.onnx', '--report', 't.onnx'],
      ['evaluate', '--data', 'faces.csv', '--report', 'faces.csv'],
      ['data', 'faces.csv', '--report', 'faces.csv'],
      ['compare', 'run', '--data', 'faces.csv', '--report', 'run/model.onnx'],
      ['train', '--data', 'faces.csv', '--teacher', 'run/model.onnx', '--out', 'run'],
    ]) {
      const { status, stderr } = feeling(...args);
      expect([status, stderr], args.join(' ')).toEqual([2, expect.stringMatching(/would replace .*, which is read/)]);
    }
    expect(await hashOf(at('t.onnx'))).toBe(before);
  });

  it('that is there already is told before it is replaced, by every option', async () => {
    await writeFile(at('days.csv'), moods);
    const twice = (...args: string[]) => [feeling(...args), feeling(...args)].map(({ stderr }) => stderr);
    for (const [path, args] of [
      ['days.html', ['mood', 'days.csv', '--report', 'days.html']],
      ['tiny.onnx', ['export', '--model', 'tiny', '--out', 'tiny.onnx']],
      ['r.html', ['analyze', 'photo.png', '--report', 'r.html']],
    ] as const) {
      const [first, second] = twice(...args);
      expect(first).not.toContain('replaced');
      expect(second).toContain(`${args.at(-2)} ${path}: is there already and will be replaced\n`);
    }
    const [first, second] = twice('analyze', 'photo.png', '--annotate', 'drawn');
    expect(first).not.toContain('replaced');
    expect(second).toContain('--annotate drawn: 1 file is there already and will be replaced\n');
  });

  it('is not said to be replaced by a command that is refused', async () => {
    await mkdir(at('refused'));
    const outputs = ['o.onnx', 'r.html', 'o.csv', 'o.png', 'o.json', 'drawn/photo.png'].map((name) =>
      at('refused', name),
    );
    const [onnx = '', report = '', csv = '', png = '', json = ''] = outputs;
    await mkdir(at('refused', 'drawn'));
    for (const path of outputs) await writeFile(path, 'earlier');
    await writeFile(at('faceless.csv'), 'emotion,pixels\n');
    for (const args of [
      ['export', '--labels', 'happy,sad', '--out', onnx],
      ['export', '--model', 'blazeface', '--precision', 'int8', '--out', onnx],
      ['analyze', photo, '--report', report, '--annotate', at('refused', 'drawn'), '--out', csv],
      ['explain', '--out', png],
      ['evaluate', '--data', 'faceless.csv', '--report', report, '--errors', at('refused')],
      ['predict', 'faceless.csv', '--out', csv],
      ['data', 'missing.csv', '--report', report],
      ['mood', 'faceless.csv', '--report', report],
      ['compare', 'none', '--data', 'faceless.csv', '--report', report],
      ['learn', photo, '--face-detector', 'mtcnn', '--out', json],
    ]) {
      const { status, stderr } = feeling(...args);
      expect([args.join(' '), status, stderr]).toEqual([
        args.join(' '),
        expect.toSatisfy((code) => code > 0),
        expect.not.stringContaining('replaced'),
      ]);
    }
    for (const path of outputs) expect([path, await readFile(path, 'utf8')]).toEqual([path, 'earlier']);
  });

  it('that cannot be written is told before anything is read', async () => {
    await writeFile(at('a-file'), '');
    for (const [args, message] of [
      [['--report', 'no/such/r.html'], 'no/such/r.html: the folder no/such does not exist; make it first'],
      [['--report', 'mine'], 'mine: is a folder; name a file'],
      [['--annotate', 'a-file/x'], 'is a file, not a folder'],
      [['--annotate', 'a-file'], 'is a file, not a folder'],
    ] as const) {
      const { status, stdout, stderr } = feeling('analyze', photo, '--csv', ...args);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain(message);
    }
    expect(feeling('analyze', photo, '--out', 'no/such/r.csv').stderr).toBe(
      'feeling: no/such/r.csv: the folder no/such does not exist; make it first\n',
    );
  });
});

describe('copies', () => {
  it('never collide and keep the folders below the common one', async () => {
    await mkdir(at('many', 'a'), { recursive: true });
    await mkdir(at('many', 'b'));
    for (const path of ['a/1.png', 'b/1.png']) await copyFile(photo, at('many', path));
    await sharp(photo)
      .jpeg()
      .toFile(at('many', 'b', '1.jpg'));
    expect(feeling('analyze', 'many', '--annotate', 'out').status).toBe(0);
    const made = await readdir(at('out'), { recursive: true });
    expect(made.sort()).toEqual(['a', 'a/1.png', 'b', 'b/1.jpg.png', 'b/1.png']);
    expect(await modeOf(at('out', 'b', '1.png'))).toBe(0o600);
  });

  it('have names of their own where only case or accents differ, or a file is named twice', () => {
    const photos = (...names: string[]) =>
      copyPaths(
        '/out',
        names.map((name) => ({ name, kind: 'photo' as const })),
      );
    expect(photos('/p/A.jpg', '/p/a.jpg')).toEqual(['/out/A.jpg.png', '/out/a.jpg-2.png']);
    expect(photos('/p/a.png', '/p/a.png')).toEqual(['/out/a.png', '/out/a-2.png']);
    expect(photos('/p/one.jpg')).toEqual(['/out/one.png']);
    expect(photos('/p/x/1.jpg', '/q/1.jpg')).toEqual(['/out/p/x/1.png', '/out/q/1.png']);
  });

  it('are left out when the folder that holds them is read again', async () => {
    await mkdir(at('again'));
    await copyFile(photo, at('again', '1.png'));
    for (let time = 0; time < 2; time++) feeling('analyze', 'again', '--annotate', 'again/out');
    expect(await readdir(at('again', 'out'))).toEqual(['1.png']);
  });

  it.skipIf(spawnSync('ffmpeg', ['-version']).status !== 0)(
    'of videos have their sound (skipped without ffmpeg)',
    () => {
      const make = (name: string, codec: string) =>
        spawnSync('ffmpeg', [
          ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=d=1:s=128x96:r=10', '-f', 'lavfi', '-i', 'sine=d=1'],
          ...['-pix_fmt', 'yuv420p', '-c:a', codec, at(name)],
        ]);
      make('sound.mp4', 'aac');
      make('sound.mkv', 'libopus');
      expect(feeling('analyze', 'sound.mp4', 'sound.mkv', '--annotate', 'heard').status).toBe(0);
      for (const [name, codec] of [
        ['sound.mp4.mp4', 'aac'],
        ['sound.mkv.mp4', 'opus'],
      ] as const) {
        const file = existsSync(at('heard', name)) ? name : 'sound.mp4';
        const asked = ['-v', 'error', '-show_entries', 'stream=codec_name,duration', '-of', 'json', at('heard', file)];
        const { streams } = JSON.parse(spawnSync('ffprobe', asked, { encoding: 'utf8' }).stdout);
        const sound = streams.find((s: { codec_name: string }) => s.codec_name === codec);
        expect(Math.abs(Number(sound?.duration) - 1)).toBeLessThan(0.1);
      }
    },
  );
});

describe('sound that cannot be copied', () => {
  it.skipIf(spawnSync('ffmpeg', ['-version']).status !== 0)('is told (skipped without ffmpeg)', () => {
    const make = (name: string, ...how: string[]) =>
      spawnSync('ffmpeg', [
        ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc=d=0.3:s=128x96:r=10', '-f', 'lavfi', '-i', 'sine=d=0.3'],
        ...['-pix_fmt', 'yuv420p', ...how, at(name)],
      ]);
    make('old.mov', '-c:a', 'adpcm_ima_qt');
    make('silent.mp4', '-map', '0:v');
    const { status, stderr } = feeling('analyze', 'old.mov', 'silent.mp4', '--annotate', 'unheard');
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining('old.mov: its sound cannot be copied into an MP4 file; the copy has none\n'),
    ]);
    expect(stderr).not.toContain('silent.mp4: its sound');
    expect([existsSync(at('unheard', 'old.mp4')), existsSync(at('unheard', 'silent.mp4'))]).toEqual([true, true]);
  });
});

describe('a network that is fetched', () => {
  it('is not taken from the very place it is brought to', async () => {
    const cache = at('cache');
    const env = { ...process.env, FEELING_CACHE: cache };
    const run = (from: string) =>
      spawnSync(process.execPath, [cli, 'models', 'pull', 'mtcnn', '--from', from], { encoding: 'utf8', env });
    const mtcnn = models.find(({ name }) => name === 'mtcnn') as ModelEntry;
    const target = modelFolder(mtcnn).replace(cacheFolder(), cache);
    await mkdir(target, { recursive: true });
    const file = join(target, mtcnn.download?.files[0]?.file ?? '');
    await writeFile(file, 'damaged');
    await symlink(target, at('elsewhere'));
    for (const from of [target, at('elsewhere')]) {
      const { status, stderr } = run(from);
      expect([status, stderr]).toEqual([2, expect.stringContaining('which is read; choose another file\n')]);
    }
    expect(await readFile(file, 'utf8')).toBe('damaged');
  });
});

describe('folders', () => {
  it('are searched once, whatever links lead round in them', async () => {
    await mkdir(at('loop', 'a'), { recursive: true });
    await copyFile(photo, at('loop', '1.png'));
    await symlink('..', at('loop', 'a', 'up'));
    await symlink('..', at('loop', 'a', 'up2'));
    await symlink('../1.png', at('loop', 'a', 'same.png'));
    await symlink('nowhere', at('loop', 'lost.png'));
    await symlink(at('loop'), at('loop-door'));
    const { sources, notes, problems } = await findSources([at('loop-door')]);
    expect(sources).toEqual([{ name: at('loop-door', '1.png') }]);
    expect(problems).toEqual([]);
    expect(notes[0]).toContain('1 links that lead nowhere');
  });

  it('give what is a photo by its content, and count the rest', async () => {
    await mkdir(at('mixed'));
    const jpeg = await sharp(photo).jpeg().toBuffer();
    for (const name of ['1.jfif', '2.jpe', '3.JPG', '4.bmp', '5', '6.dat']) await writeFile(at('mixed', name), jpeg);
    for (const name of ['a.pdf', 'b.pdf']) await writeFile(at('mixed', name), '%PDF-1.7');
    await writeFile(at('mixed', 'notes.txt'), 'notes');
    for (const name of ['._3.JPG', '.DS_Store', 'Thumbs.db']) await writeFile(at('mixed', name), 'x');
    await mkdir(at('mixed', '.ipynb_checkpoints'));
    await copyFile(photo, at('mixed', '.ipynb_checkpoints', 'x.png'));
    const { sources, notes } = await findSources([at('mixed')]);
    expect(sources.map(({ name }) => name.slice(at('mixed').length + 1))).toEqual([
      '1.jfif',
      '2.jpe',
      '3.JPG',
      '4.bmp',
      '5',
      '6.dat',
    ]);
    expect(notes).toEqual([`${at('mixed')}: left out 2 PDF, 1 TXT`]);
  });

  it('and files that are named again, by whatever name, are read once, which is told', async () => {
    await mkdir(at('once'));
    for (const name of ['1.png', '2.png']) await copyFile(photo, at('once', name));
    await symlink('1.png', at('once', 'link.png'));
    const [one, two] = [at('once', '1.png'), at('once', '2.png')];
    const again = [one, one, at('once', 'link.png'), `${folder}/once/../once/1.png`];
    expect(await findSources(again)).toMatchObject({
      sources: [{ name: one }],
      places: [[{ name: one }]],
      notes: [`${one}: is named more than once and read once`],
    });
    const { sources, notes } = await findSources([two, at('once'), at('missing.png'), at('missing.png')]);
    expect(sources).toEqual([{ name: two }, { name: one }, { name: at('missing.png') }]);
    expect(notes).toEqual([`${two}: is named more than once and read once, like 1 other file`]);
    const { status, stdout, stderr } = feeling('analyze', '--csv', 'photo.png', './photo.png', 'photo.png');
    expect([status, stdout.trimEnd().split('\n').length, stderr]).toEqual([
      0,
      2,
      'photo.png: is named more than once and read once\n',
    ]);
  });

  it('in which nothing can be read are a failure', async () => {
    await mkdir(at('empty'));
    await mkdir(at('papers'));
    await writeFile(at('papers', 'a.pdf'), '%PDF-1.7');
    for (const [name, why] of [
      ['empty', 'it is empty'],
      ['papers', 'there are 1 PDF'],
    ] as const) {
      const { status, stderr } = feeling('analyze', name, '--out', `${name}.csv`);
      expect([status, stderr]).toEqual([1, expect.stringContaining(why)]);
      expect(existsSync(at(`${name}.csv`))).toBe(false);
    }
  });

  it.skipIf(process.platform !== 'linux')('and names whose bytes are not UTF-8 are read', async () => {
    await mkdir(at('bytes'));
    const name = Buffer.concat([Buffer.from(at('bytes', 'Andr')), Buffer.of(0xe9), Buffer.from('.png')]);
    await writeFile(name, await readFile(photo));
    const row = JSON.parse(feeling('analyze', 'bytes', '--json').stdout);
    expect([row.source, row.width]).toEqual(['bytes/Andr\\xe9.png', 64]);
    // As a shell hands it over, which spawn cannot.
    const typed = spawnSync(
      'sh',
      ['-c', `"$0" "$1" analyze bytes/*.png --json --annotate bytes-out`, process.execPath, cli],
      {
        encoding: 'utf8',
        cwd: folder,
      },
    );
    expect(JSON.parse(typed.stdout).source).toBe('bytes/Andr\\xe9.png');
    expect(await readdir(at('bytes-out'))).toEqual(['Andr\\xe9.png']);
    const inside = Buffer.concat([Buffer.from(at('bytes', 'Caf')), Buffer.of(0xe9)]);
    await mkdir(inside);
    await writeFile(Buffer.concat([inside, Buffer.from('/1.png')]), await readFile(photo));
    const whole = ['-c', `"$0" "$1" analyze bytes/Caf* --json`, process.execPath, cli];
    const { stdout } = spawnSync('sh', whole, { encoding: 'utf8', cwd: folder });
    expect(JSON.parse(stdout).source).toBe('bytes/Caf\\xe9/1.png');
  });
});

describe('one bad file', () => {
  it('is told in its row, and the rest goes on, with one thread or several', async () => {
    await writeFile(at('bad.png'), 'no picture');
    await writeFile(at('cut.mp4'), (await drawnVideo({ width: 64, height: 48, frames: 9 })).subarray(0, 700));
    await copyFile(photo, at('last.png'));
    const files = ['photo.png', 'bad.png', 'cut.mp4', 'last.png'];
    const { status, stdout } = feeling('analyze', '--json', ...files);
    expect(status).toBe(1);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ source }) => source)).toEqual(files);
    expect(rows.map(({ error }) => error?.split(':')[0])).toEqual([undefined, 'bad.png', 'cut.mp4', undefined]);

    expect(feeling('analyze', '--out', 'bad.csv', ...files).status).toBe(1);
    const csv = (await readFile(at('bad.csv'), 'utf8')).trimEnd().split('\n');
    expect(csv.map((line) => line.split(',')[0])).toEqual(['source', ...files]);
    expect(csv[2]).toMatch(/,"bad\.png: /);
    expect(feeling('analyze', '--out', 'bad.csv', '--resume', ...files).stderr).toContain('is complete already');
  });

  it('of which a copy cannot be written leaves the others', async () => {
    await mkdir(at('dirs'));
    await copyFile(photo, at('dirs', 'a.png'));
    await copyFile(photo, at('dirs', 'b.png'));
    // A folder where the copy would be.
    await mkdir(at('blocked', 'a.png'), { recursive: true });
    const { status, stderr, stdout } = feeling('analyze', 'dirs', '--annotate', 'blocked');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^feeling: dirs\/a\.png: .*cannot be written/);
    expect(stdout).toContain('dirs/b.png');
    expect((await readdir(at('blocked'))).sort()).toEqual(['a.png', 'b.png']);
  });
});

describe('output that ends', () => {
  it('early, as for head, is no failure and makes no noise', async () => {
    await mkdir(at('thirty'));
    for (let i = 0; i < 12; i++) await copyFile(photo, at('thirty', `${i}.png`));
    for (let time = 0; time < 3; time++) {
      const child = spawn(process.execPath, [cli, 'analyze', '--csv', 'thirty'], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let noise = '';
      child.stderr.on('data', (chunk) => {
        noise += chunk;
      });
      child.stdout.once('data', () => child.stdout.destroy());
      const ended = await new Promise((resolve) => child.once('close', (...how) => resolve(how)));
      expect([ended, noise]).toEqual([[0, null], '']);
    }
  });

  it.skipIf(!existsSync('/dev/full'))('on a full disk is one line', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [cli, 'analyze', '--csv', photo], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    expect([status, stderr]).toEqual([1, 'feeling: the output cannot be written (the disk is full)\n']);
  });
});

describe('--csv excel', () => {
  const run = (locale: string, ...args: string[]) =>
    spawnSync(process.execPath, [cli, 'analyze', ...args], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, LC_ALL: '', LC_NUMERIC: '', LANG: locale },
    });

  it('writes what a spreadsheet of the country opens with a double click, to the terminal and into a file', async () => {
    await copyFile(photo, at('=1+1;ä.png'));
    const { status, stdout } = run('de_DE.UTF-8', '--csv', 'excel', '=1+1;ä.png', 'missing.png');
    expect(status).toBe(1);
    const [header = '', row = '', missing = ''] = stdout.trimEnd().split('\n');
    expect(header).toMatch(/^\ufeffsource;frame;time;.*;error$/);
    expect(row).toMatch(/^"'=1\+1;ä\.png";0;0,0000;\d+;\d+;/);
    expect(missing).toMatch(/^missing\.png;+missing\.png: there is no such file$/);
    expect(run('de_DE.UTF-8', '--csv', 'excel', '--out', 'excel.csv', '=1+1;ä.png', 'missing.png').status).toBe(1);
    expect(await readFile(at('excel.csv'), 'utf8')).toBe(stdout);
    const again = run('de_DE.UTF-8', '--csv', 'excel', '--out', 'excel.csv', '--resume', '=1+1;ä.png', 'missing.png');
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('1 could not be read')]);
    const english = run('en_US.UTF-8', '--csv', 'excel', 'photo.png').stdout;
    expect(english).toMatch(/^\ufeffsource,frame,time,.*\nphoto\.png,0,0\.0000,/);
  });
});

describe('rows in a file', () => {
  const rows = Array.from({ length: 120 }, (_, i) => `row ${i} ${'x'.repeat(200)}`);
  /** Writes all rows that are not there yet, a file a row. */
  async function write(path: string, resume: boolean) {
    const results = await openResults(path, {
      sources: rows,
      settings: {},
      header: 'header',
      isFailure: () => false,
      resume,
    });
    if (!results) return;
    let complete = false;
    try {
      for (const row of rows.slice(results.finished)) {
        results.write(row);
        results.fileDone();
      }
      complete = true;
    } finally {
      results.close(complete);
    }
  }

  it('are all there, once each, after the disk was full and room was made', async ({ skip }) => {
    const disk = smallDisk(20);
    if (!disk) return skip('a small disk cannot be mounted here');
    const path = join(disk, 'rows.csv');
    await expect(write(path, false)).rejects.toThrow('the disk is full');
    expect(existsSync(`${path}.progress`)).toBe(true);
    spawnSync('mount', ['-o', 'remount,size=1m', disk]);
    await write(path, true);
    expect(await readFile(path, 'utf8')).toBe(`header\n${rows.join('\n')}\n`);
    expect(await readdir(disk)).toEqual(['rows.csv']);
  });

  it('are readable by their owner alone', async () => {
    await write(at('rows.csv'), false);
    expect(await modeOf(at('rows.csv'))).toBe(0o600);
    await chmod(at('rows.csv'), 0o644);
  });
});

describe('a name with escape sequences, ends of lines or a formula', () => {
  const [red, sum] = ['\u001b[31mred\u001b]0;x\u0007.png', '=1+1.png'];
  const lines = 'two\r\nlines\u2028\r.png';
  const inside = { cwd: at('names'), encoding: 'utf8' } as const;
  const run = (...args: string[]) => spawnSync(process.execPath, [cli, 'analyze', ...args], inside);

  beforeAll(async () => {
    await mkdir(at('names'));
    for (const name of [red, sum, lines]) await copyFile(photo, at('names', name));
    await writeFile(at('names', `${red}.broken.png`), '');
  });

  it('reaches neither terminal nor spreadsheet', () => {
    for (const format of [[], ['--json']]) {
      const { stdout, stderr } = run('.', sum, ...format);
      expect(stdout + stderr).not.toContain('\u001b');
      expect(stdout).toContain('red');
    }
    expect(run(sum, '--csv').stdout).toContain("\n'=1+1.png,0,");
  });

  it.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'of a CSV reaches the terminal without them (skipped without script)',
    () => {
      const typed = `'${process.execPath}' '${cli}' analyze --csv .`;
      const { stdout } = spawnSync('script', ['-qec', typed, '/dev/null'], inside);
      expect(stdout).toContain('red.png,0,');
      expect(stdout).not.toContain('\u001b[31m');
      expect(stdout).not.toContain('\u001b]0;');
    },
  );

  it('is in every file of data as it is, so that it names the file', async () => {
    const names = [red, sum, lines, `${red}.broken.png`];
    for (const out of ['names.csv', 'names.jsonl']) {
      expect(run(...names, '--out', at(out)).status).toBe(1);
      const rows: ResultLine[] = [];
      for await (const row of rowsOfFile(at(out))) rows.push(row);
      expect([out, rows.map(({ source }) => source)]).toEqual([out, names]);
      const failed = rows.flatMap((row) => ('error' in row ? [row.error] : []));
      expect(failed).toEqual([expect.stringMatching(/^red\.png\.broken\.png: .*empty/)]);
      // What is in it is known again.
      expect(run(...names, '--out', at(out), '--resume').stderr).toContain(`${at(out)} is complete already\n`);
    }
    expect(run(red, '--csv').stdout).toContain(`\n${red},0,`);
    expect(JSON.parse(run(red, '--json').stdout).source).toBe(red);
  });
});
