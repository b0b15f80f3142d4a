import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emotions } from '../emotion';
import { alternatives } from '../options';
import { activities } from './care';
import { inOrder, type JournalEntry, longest, newEntries, recordsOf } from './entries';
import { wallClock } from './isoTime';
import { mostEntries, readEntries, readJournal, writeCsv, writeJson } from './journalFile';
import { readRecords } from './readRecords';

const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const scale = fc.double({ min: -1, max: 1, noNaN: true }).map((value) => value + 0);
/** What people type: letters of any script, quotes, commas, formulas, line ends. */
const note = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\0', ''));
const tag = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replaceAll(/[|\r\n]/g, '').trim())
  // Twelve families of four are longer than a tag may be.
  .filter((text) => text.length > 0 && text.length <= longest.tag);
const tags = fc.array(tag, { maxLength: 4 });
const entry: fc.Arbitrary<JournalEntry> = fc
  .record({
    id: fc.uuid(),
    time: fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }).map(wallClock),
    felt: fc.option(fc.record({ valence: scale, energy: scale, words: tags }, { requiredKeys: ['valence', 'words'] }), {
      nil: undefined,
    }),
    tags,
    note: fc.oneof(
      note,
      fc.constantFrom('=1+1', 'a "quoted", line\nand\r\nmore', ' spaces ', '<script>alert(1)</script>'),
    ),
    tried: fc.option(
      fc.record({
        activity: fc.constantFrom(...activities),
        from: fc.record({ valence: scale, energy: scale }),
      }),
      { nil: undefined },
    ),
    seen: fc.option(
      fc.record({
        seconds: fc.integer({ min: 1, max: 60 }),
        emotions: fc.record(Object.fromEntries(emotions.map((e) => [e, share]))) as fc.Arbitrary<
          NonNullable<JournalEntry['seen']>['emotions']
        >,
        valence: scale,
        unsure: share,
        light: share,
      }),
      { nil: undefined },
    ),
  })
  .map(({ felt, tried, seen, ...rest }) => ({
    ...rest,
    ...(felt && { felt }),
    ...(tried && { tried }),
    ...(seen && { seen }),
  }));
const journal = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 8 });

const plain = { id: 'a', time: '2026-03-01T08:30', tags: [], note: '' };
const file = (entries: unknown, more = '') =>
  `{"feeling":"journal","version":1,"entries":${JSON.stringify(entries)}${more}}`;

describe('a journal as a file', () => {
  it('comes back exactly, from JSON and from a table', () => {
    fc.assert(
      fc.property(journal, (entries) => {
        expect(readJournal(writeJson(entries))).toEqual(inOrder(entries));
        expect(readJournal(writeCsv(entries))).toEqual(inOrder(entries));
      }),
    );
  });

  it('merges without doubles, however often, and keeps what is there', () => {
    fc.assert(
      fc.property(journal, journal, (mine, other) => {
        const file = readJournal(writeJson([...other, ...mine]));
        const added = newEntries(mine, file);
        expect(new Set(added)).toEqual(new Set(file.filter(({ id }) => other.some((o) => o.id === id))));
        expect(newEntries([...mine, ...added], file)).toEqual([]);
      }),
    );
    const twice = [plain, plain].map((e) => ({ ...e }));
    expect(newEntries([], twice)).toHaveLength(1);
  });

  it('of Daylio has moods, activities, and both notes; imported again it adds nothing', () => {
    const text = [
      'full_date,date,weekday,time,mood,activities,note_title,note',
      '2026-03-02,March 2,Monday,8:05 PM,good,walk | good sleep,A title,"a ""note"", with\nlines"',
      '2026-03-01,March 1,Sunday,07:10,awful,,,',
    ].join('\n');
    const entries = readJournal(text);
    expect(entries).toMatchObject([
      { time: '2026-03-01T07:10', felt: { valence: -1, words: [] }, tags: [], note: '' },
      {
        time: '2026-03-02T20:05',
        felt: { valence: 0.5 },
        tags: ['walk', 'good sleep'],
        note: 'A title\na "note", with\nlines',
      },
    ]);
    expect(newEntries(entries, readJournal(text))).toEqual([]);
    expect(readJournal(writeCsv(entries))).toEqual(entries);
  });

  it('is read by the command as well: the person’s word and the camera’s reading are records', () => {
    const seen = {
      seconds: 15,
      emotions: { angry: 0, disgust: 0, fear: 0, happy: 1, sad: 0, surprise: 0, neutral: 0 },
      valence: 0.9,
      unsure: 0,
      light: 0.5,
    };
    const entries = [{ ...plain, felt: { valence: 0.2, energy: -1, words: ['calm'] }, seen }];
    const records = [
      { time: plain.time, valence: 0.2, source: 'word' },
      { time: plain.time, valence: 0.9, source: 'camera' },
    ];
    expect(recordsOf(entries)).toEqual(records);
    expect(readRecords(writeJson(entries))).toEqual(records);
    expect(readRecords(writeCsv(entries))).toEqual(records);
  });

  it('that is hostile or damaged is refused whole, with the place and the value', () => {
    const refused = (text: string) => {
      try {
        return `read: ${JSON.stringify(readJournal(text))}`;
      } catch (error) {
        expect((error as Error).name).toBe('MoodFileError');
        return (error as Error).message;
      }
    };
    expect(refused(file([plain, { ...plain, time: '2026-02-30T08:00' }]))).toBe(
      'entry 2: time must look like 2026-03-01T08:30 (got "2026-02-30T08:00")',
    );
    expect(refused(file([{ ...plain, felt: { valence: 1.5, words: [] } }]))).toBe(
      'entry 1: felt.valence must be at most 1 (got 1.5)',
    );
    const { note, ...withoutNote } = plain;
    const tried = { activity: 'jog', from: { valence: 0, energy: 0 } };
    for (const [entry, told] of [
      [{ ...plain, felt: { valence: -2, words: [] } }, 'felt.valence must be at least −1 (got -2)'],
      [{ ...plain, felt: 7 }, 'felt must be an object (got 7)'],
      [{ ...plain, felt: { valence: 0 } }, 'felt has no "words"'],
      [{ ...plain, tags: 'calm' }, 'tags must be a list (got "calm")'],
      [{ ...plain, tags: ['a|b'] }, 'tags.1 must be one line without | and without spaces at its ends (got "a|b")'],
      [{ ...plain, note: ['a'] }, 'note must be a text (got a list)'],
      [{ ...plain, id: 'a b' }, 'id must be 1 to 80 letters, digits and signs of _:.+- (got "a b")'],
      [{ ...plain, tried }, `tried.activity must be ${alternatives(activities)} (got "jog")`],
      [withoutNote, 'it has no "note"'],
    ] as const)
      expect(refused(file([entry]))).toBe(`entry 1: ${told}`);
    expect(refused('{"feeling":"diary","version":1,"entries":[]}')).toBe('feeling must be "journal" (got "diary")');
    expect(refused('{"feeling":"journal","version":2,"entries":[]}')).toBe('version must be 1 (got 2)');
    expect(refused('{}')).toBe('it has no "feeling"');
    expect(refused('{"feeling":"journal","version":1,"entries":[{"__proto__":{"isAdmin":true}}]}')).toBe(
      'entry 1: there is an entry "__proto__", which no journal has',
    );
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(refused(file([{ ...plain, admin: true }]))).toContain('"admin", which no journal has');
    expect(refused(file([{ ...plain, note: 'x'.repeat(10_001) }]))).toBe(
      'entry 1: note is longer than the 10,000 allowed',
    );
    expect(refused(file([plain]).slice(0, -9))).toContain('cut off');
    expect(refused(file(Array(mostEntries + 1).fill(0)))).toBe('entries is longer than the 200,000 allowed');
    expect(refused('a,b\n1,2')).toContain('the columns are a, b');
    expect(refused('')).toBe('the file is empty');
    expect(refused('full_date,time,mood\n2026-03-01,08:00,constructor')).toContain('moods lie: "constructor"');
  });
});

describe('a backup is read entry by entry', () => {
  const entries = ['a', 'b', 'c'].map((id) => ({ ...plain, id, note: `about {${id}} "]` }));

  it('the good ones go in, the bad ones are named', () => {
    const bad = { ...plain, id: 'bad', time: 'yesterday' };
    const { entries: good, refused } = readEntries(file([entries[0], bad, entries[1], 7, entries[2]]));
    const told = (errors: readonly Error[]) => errors.map(({ message }) => message);
    expect(good).toEqual(entries);
    expect(told(refused)).toEqual([
      'entry 2: time must look like 2026-03-01T08:30 (got "yesterday")',
      'entry 4: must be an object (got 7)',
    ]);
    const table = readEntries(writeCsv(entries).replace(/^b,[^,]*/m, 'b,never'));
    expect(table.entries).toEqual([entries[0], entries[2]]);
    expect(told(table.refused)).toEqual(['row 3: time must look like 2026-03-01T08:30 (got "never")']);
  });

  it('wherever it was cut off, what is whole of it is there', () => {
    const text = writeJson(entries);
    const ends = entries.map(({ id }) => text.indexOf('\n  }', text.indexOf(`"${id}"`)) + 4);
    for (let length = (ends[0] as number) + 1; length < text.trimEnd().length; length++) {
      const { entries: found, refused } = readEntries(text.slice(0, length));
      const whole = ends.filter((end) => end <= length).length;
      expect(found).toEqual(entries.slice(0, whole));
      expect(refused.map(({ message }) => message)).toEqual([`after entry ${whole} the file is cut off or damaged`]);
    }
  });

  it('of 51 tags all come back', () => {
    const many = { ...plain, tags: Array.from({ length: 51 }, (_, i) => `tag ${i}`) };
    expect(readJournal(writeJson([many]))).toEqual([many]);
    expect(readJournal(writeCsv([many]))).toEqual([many]);
  });

  it('a spreadsheet gets no formula out of a note, and the note comes back as it was', () => {
    const notes = ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(1)', "'=1", "''@x", '\tx', "it's fine", "'quoted'"];
    const written = notes.map((note, i) => ({ ...plain, id: `n${i}`, note, tags: [note.trim()] }));
    const table = writeCsv(written);
    expect(table).not.toMatch(/(^|,)"?[=+@]/m);
    expect(readJournal(table)).toEqual(written);
  });
});

describe('the wall clock', () => {
  it('is written with its offset', () => {
    const date = new Date(2026, 2, 1, 8, 30, 5);
    const text = wallClock(date);
    expect(text.slice(0, 19)).toBe('2026-03-01T08:30:05');
    expect(new Date(text).getTime()).toBe(date.getTime());
  });
});
