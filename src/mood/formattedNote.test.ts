import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainNote } from './formattedNote';
import { readJournal } from './journalFile';

describe('a note of Daylio', () => {
  it.each([
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<div>one</div><div><br></div><div>two</div>', 'one\n\ntwo'],
    ['first<div>second</div><div>third<br></div>', 'first\nsecond\nthird'],
    ['<b>good</b> <span style="color: red">day</span>', 'good day'],
    ['To do:<ul><li>rest</li><li>walk</li></ul>Done', 'To do:\n• rest\n• walk\nDone'],
    ['Q&amp;A &lt;3&nbsp;&#39;x&#39; &#x1F600;', "Q&A <3 'x' 😀"],
    // What somebody typed.
    ['I <3 you, a < b > c, <script>x</script>', 'I <3 you, a < b > c, <script>x</script>'],
    ['&amp;lt;', '&lt;'],
    ['&#0; &#xD800; &#9999999;', '&#0; &#xD800; &#9999999;'],
  ])('%s', (note, plain) => {
    expect(plainNote(note)).toBe(plain);
  });

  it('without HTML stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (note) => {
        fc.pre(!/[<&\uE000]/.test(note));
        expect(plainNote(note)).toBe(note);
      }),
    );
  });

  it('comes without HTML, and an activity that stands there twice is one tag', () => {
    const header = 'full_date,date,weekday,time,mood,activities,note_title,note\n';
    const row = '2026-03-01,March 1,Sunday,18:19,good,"work | work | rest",Day,"<div>one</div><div>two</div>"\n';
    const [entry] = readJournal(header + row);
    expect(entry?.tags).toEqual(['work', 'rest']);
    expect(entry?.note).toBe('Day\none\ntwo');
  });

  it('of an entry that an earlier version imported with its HTML adds no second one', () => {
    const header = 'full_date,date,weekday,time,mood,activities,note_title,note\n';
    const row = '2026-03-01,March 1,Sunday,18:19,good,work | work,,<b>one</b>\n';
    expect(readJournal(header + row)[0]?.id).toBe('daylio-2026-03-01T18:19-18ry375');
  });
});
