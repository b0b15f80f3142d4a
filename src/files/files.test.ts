import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvParseRows } from 'd3-dsv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { csvLine, decimal, exactly, fromCsvText, plainLine, plainText } from './index';
import { checkTarget, hold, openWhole, placeOf, readJson, samePlace, writeWhole } from './node';

const folder = temporaryFolder();
const at = (...parts: string[]) => join(folder, ...parts);
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const same = async (a: string, b: string) => samePlace(await placeOf(a), await placeOf(b));

describe('a file of JSON', () => {
  it('is read in every encoding that editors and shells save', async () => {
    const text = '{"name":"Jürgen"}';
    const wide = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const contents = [Buffer.from(text), Buffer.from(`\uFEFF${text}`), wide, Buffer.from(wide).swap16()];
    for (const [i, content] of contents.entries()) {
      await writeFile(at(`${i}.json`), content);
      expect(await readJson(at(`${i}.json`))).toEqual({ name: 'Jürgen' });
    }
  });

  it('is named in what is wrong with it', async () => {
    await writeFile(at('cut.json'), '{"a":');
    await expect(readJson(at('cut.json'))).rejects.toThrow(`${at('cut.json')}: not JSON (`);
    await expect(readJson(at('none.json'))).rejects.toThrow(`${at('none.json')}: there is no such file`);
    await expect(readJson(folder)).rejects.toThrow(`${folder}: cannot be read (it is a folder)`);
  });
});

describe('writing a whole file', () => {
  it('puts it in its place and leaves nothing else', async () => {
    await mkdir(at('whole'));
    await writeWhole(at('whole', 'a.txt'), 'first');
    await writeWhole(at('whole', 'a.txt'), 'second');
    expect(await readdir(at('whole'))).toEqual(['a.txt']);
    expect(await readFile(at('whole', 'a.txt'), 'utf8')).toBe('second');
  });

  it('is readable by its owner alone where it is secret, and keeps the mode of the file it replaces', async () => {
    await writeWhole(at('secret'), 'x', { secret: true });
    expect(await modeOf(at('secret'))).toBe(0o600);
    await chmod(at('secret'), 0o664);
    await writeWhole(at('secret'), 'y', { secret: true });
    expect(await modeOf(at('secret'))).toBe(0o664);
  });

  it('leaves the old file and no other when it is given up', async () => {
    await mkdir(at('given-up'));
    await writeFile(at('given-up', 'a'), 'old');
    const file = await openWhole(at('given-up', 'a'));
    await file.write('new');
    await file.discard();
    expect(await readdir(at('given-up'))).toEqual(['a']);
    expect(await readFile(at('given-up', 'a'), 'utf8')).toBe('old');
  });

  it('replaces a link instead of writing through it, and never guesses a temporary name', async () => {
    await mkdir(at('links'));
    await writeFile(at('links', 'precious'), 'precious');
    await symlink(at('links', 'precious'), at('links', 'out'));
    await symlink(at('links', 'precious'), at('links', 'out.part'));
    await writeWhole(at('links', 'out'), 'new');
    expect(await readFile(at('links', 'precious'), 'utf8')).toBe('precious');
    expect(await readFile(at('links', 'out'), 'utf8')).toBe('new');
  });

  it('writes to a device, and never replaces it', async () => {
    await writeWhole('/dev/null', 'gone');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it.skipIf(!existsSync('/dev/full'))('says in words that the disk is full', async () => {
    await expect(writeWhole('/dev/full', 'x')).rejects.toThrow('/dev/full: cannot be written (the disk is full)');
  });

  it('takes away what a killed process left, and nothing of one that lives', async () => {
    await mkdir(at('left'));
    const living = await openWhole(at('left', 'a'));
    const [mine = ''] = await readdir(at('left'));
    const dead = mine.replace(`-${process.pid}-`, '-4194305-');
    await writeFile(at('left', dead), '');
    await writeWhole(at('left', 'b'), '');
    expect((await readdir(at('left'))).sort()).toEqual([mine, 'b'].sort());
    await living.discard();
  });

  it('names of 255 bytes are fine', async () => {
    await writeWhole(at('n'.repeat(255)), 'x');
    expect(await readFile(at('n'.repeat(255)), 'utf8')).toBe('x');
  });

  it('a target is refused that is a folder, has none, or lies below a file', async () => {
    await writeFile(at('a-file'), '');
    await expect(checkTarget(folder)).rejects.toThrow('is a folder; name a file');
    await expect(checkTarget(at('no', 'such', 'r.html'))).rejects.toThrow('does not exist; make it first');
    await expect(checkTarget(at('a-file', 'r.html'))).rejects.toThrow('is a file, not a folder');
    await expect(checkTarget(at(`${'n'.repeat(300)}.html`))).rejects.toThrow(
      'cannot be written (the name is too long)',
    );
    await checkTarget(at('fine.html'));
    expect(existsSync(at('fine.html'))).toBe(false);
  });
});

describe('where a path leads to', () => {
  it('is told through links, hard links and folders that do not exist yet', async () => {
    await mkdir(at('p', 'deep'), { recursive: true });
    await writeFile(at('p', 'j.csv'), '');
    await symlink(at('p'), at('door'));
    await symlink('j.csv', at('p', 'soft'));
    await link(at('p', 'j.csv'), at('p', 'hard'));
    await symlink('deep', at('p', 'side'));
    for (const other of [
      at('door', 'j.csv'),
      at('p', 'soft'),
      at('p', 'hard'),
      `${folder}/p/new/../j.csv`,
      `${folder}/p/side/../j.csv`,
      `${folder}//p/./j.csv`,
    ])
      expect(await same(at('p', 'j.csv'), other), other).toBe(true);
    expect(await same(at('p', 'j.csv'), at('p', 'k.csv'))).toBe(false);
  });

  it('is told of files that are to be made, whatever their case', async () => {
    await mkdir(at('q'));
    await symlink('later.csv', at('q', 'dangling'));
    expect(await same(at('q', 'later.csv'), at('q', 'dangling'))).toBe(true);
    expect(await same(at('q', 'Ü.html'), at('q', 'u\u0308.HTML'))).toBe(true);
    await symlink('round', at('q', 'round'));
    expect((await placeOf(at('q', 'round'))).file).toBeUndefined();
  });
});

describe('holding a place', () => {
  it('keeps others away by whatever name until it is released', async () => {
    await mkdir(at('held'));
    await symlink(at('held'), at('heldToo'));
    const first = await hold(at('held'), at('holds'));
    expect(await hold(at('heldToo', '..', 'held'), at('holds'))).toBeUndefined();
    expect(await hold(at('heldToo'), at('holds'))).toBeUndefined();
    first?.release();
    const again = await hold(at('heldToo'), at('holds'));
    expect(again).toBeDefined();
    again?.release();
    expect(await readdir(at('holds'))).toEqual([]);
  });

  it('counts no longer for a process that was killed, or whose number another has now', async () => {
    const first = await hold(at('left'), at('leftHolds'));
    const [name = ''] = await readdir(at('leftHolds'));
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const owner of [`${pid} 1`, ...(process.platform === 'linux' ? [`${process.pid} 1`] : [])]) {
      await writeFile(at('leftHolds', name), owner);
      const next = await hold(at('left'), at('leftHolds'));
      expect(next).toBeDefined();
      expect(await hold(at('left'), at('leftHolds'))).toBeUndefined();
      expect(await readdir(at('leftHolds'))).toEqual([name]);
    }
    first?.release();
  });

  it('is had by one of two who ask at once', async () => {
    const asked = Array.from({ length: 8 }, () => hold(at('asked'), at('askedHolds')));
    const had = (await Promise.all(asked)).filter((one) => one !== undefined);
    expect(had).toHaveLength(1);
    had[0]?.release();
    expect(await readdir(at('askedHolds'))).toEqual([]);
  });

  it('keeps nobody away where it cannot be written down', async () => {
    await writeFile(at('no-folder'), '');
    for (let i = 0; i < 2; i++) expect(await hold(at('place'), at('no-folder', 'holds'))).toBeDefined();
  });
});

describe('text from elsewhere', () => {
  it('loses what a terminal acts upon', () => {
    expect(plainText('\u001b[31mred\u001b[0m.png')).toBe('red.png');
    expect(plainText('\u001b]0;title\u0007a\u009b2Jb\u001bc')).toBe('ab');
    expect(plainText('\u001b]8;;http://x\u001b\\link')).toBe('link');
    expect(plainText('gpj.\u202egnp')).toBe('gpj.gnp');
    expect(plainText('a\rb\r\nc')).toBe('a\nb\nc');
    expect(plainLine('a\nb\tc')).toBe('a b c');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/(?![\t\n])\p{Cc}/u.test(plainText(text))));
  });
});

describe('a line of CSV', () => {
  it('keeps spreadsheets from computing, and numbers as they are', () => {
    expect(csvLine(['=1+1', '+cmd', '-5.jpg', '@x', '\tx', '＝1'])).toBe("'=1+1,'+cmd,'-5.jpg,'@x,'\tx,'＝1");
    expect(csvLine([-2.5, decimal(-0.5, 4), '-3', undefined, null, ''])).toBe('-2.5,-0.5000,-3,,,');
    expect(csvLine([1.5, decimal(2, 2), 'a;b', '1.5'], { separator: ';', decimalPoint: ',' })).toBe(
      '1,5;2,00;"a;b";1.5',
    );
    expect(csvLine(['\u001b[31ma"b', 'c,d', 'e\nf'])).toBe('"a""b","c,d","e\nf"');
  });

  it('reads back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
        const [row = []] = csvParseRows(`${csvLine(cells)}\n`);
        expect(row.map(fromCsvText)).toEqual(cells.map(plainText));
        const [kept = []] = csvParseRows(`${csvLine(cells.map(exactly))}\n`);
        expect(kept.map(fromCsvText)).toEqual(cells);
      }),
    );
    for (const text of ["'=1", "''=1", "'a", '-1', "'-1"]) {
      const [[cell = ''] = []] = csvParseRows(`${csvLine([text])}\n`);
      expect(fromCsvText(cell)).toBe(text);
    }
  });
});
