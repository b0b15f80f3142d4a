import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClock, timeReader } from './writtenTime';

const read = (text: string, ...others: string[]) => timeReader([text, ...others])(text);

describe('a clock', () => {
  it.each([
    ['18:19', '18:19'],
    ['8:05', '08:05'],
    ['18.19', '18:19'],
    ['18h19', '18:19'],
    ['18 h 19', '18:19'],
    ['kl. 18.19', '18:19'],
    ['18:19 Uhr', '18:19'],
    ['6:19 PM', '18:19'],
    ['6:19\u202fPM', '18:19'],
    ['6:19 p.m.', '18:19'],
    ['6:19 p.\u00a0m.', '18:19'],
    ['12:00 p. m.', '12:00'],
    ['12:18 a. m.', '00:18'],
    ['下午6:19', '18:19'],
    ['午後6時19分', '18:19'],
    ['오후 6:19', '18:19'],
    ['٦:١٩ م', '18:19'],
    ['18:19:30', '18:19:30'],
  ])('%s', (text, time) => {
    expect(readClock(text)).toBe(time);
  });

  it.each(['', 'noon', '13:00 PM', '6:19 x', '18', '6:1'])('%j is none', (text) => {
    expect(readClock(text)).toBeUndefined();
  });

  it('of every language that computers write it in', () => {
    const locales =
      'en-US en-GB en-AU de-DE es-ES es-MX fr-FR it-IT pt-BR nl-NL sv-SE da-DK fi-FI pl-PL cs-CZ el-GR ru-RU uk-UA tr-TR ja-JP zh-CN ko-KR ar-EG hi-IN';
    fc.assert(
      fc.property(
        fc.constantFrom(...locales.split(' ')),
        fc.boolean(),
        fc.integer({ min: 0, max: 1439 }),
        (locale, hour12, minute) => {
          const written = new Intl.DateTimeFormat(locale, {
            hour: 'numeric',
            minute: '2-digit',
            hour12,
            timeZone: 'UTC',
          }).format(new Date(minute * 60_000));
          const two = (n: number) => String(n).padStart(2, '0');
          const expected = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
          // Some languages name four parts of the day; those are refused rather than guessed.
          const got = readClock(written);
          expect(got === undefined ? 'refused' : got, `${locale} ${written}`).toBe(
            got === undefined && hour12 ? 'refused' : expected,
          );
        },
      ),
      { numRuns: 500 },
    );
    for (const locale of 'en-US en-GB en-AU es-ES es-MX ja-JP ko-KR ar-EG el-GR'.split(' '))
      expect(
        readClock(
          new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'UTC' }).format(
            new Date(18 * 3_600_000 + 19 * 60_000),
          ),
        ),
        locale,
      ).toBe('18:19');
  });
});

describe('a day', () => {
  it.each([
    ['2026-03-01', '2026-03-01'],
    ['2026-03-01T08:30:00+01:00', '2026-03-01T08:30:00+01:00'],
    ['2026-03-01 8:23', '2026-03-01T08:23'],
    ['2026/03/01 8:23', '2026-03-01T08:23'],
    ['2026.3.1', '2026-03-01'],
    ['2026年3月1日 下午6:19', '2026-03-01T18:19'],
    ['01.03.2026', '2026-03-01'],
    ['1.3.26, 18.19', '2026-03-01T18:19'],
    ['01-03-2026 18:19', '2026-03-01T18:19'],
    ['March 1, 2026 6:19 PM', '2026-03-01T18:19'],
    ['1 March 2026', '2026-03-01'],
    ['1. März 2026, 18:19', '2026-03-01T18:19'],
    ['1 de marzo de 2026', '2026-03-01'],
    ['1er mars 2026', '2026-03-01'],
  ])('%s', (text, time) => {
    expect(read(text)).toBe(time);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30',
    '31.02.2026',
    '2026-13-01',
    '1 Foo 2026',
    '2026-03-01 25:00',
    '2026-03-01 soon',
  ])('%j is none', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('between slashes is told by the rest of the column', () => {
    expect(read('3/1/2026', '13/1/2026')).toBe('2026-01-03');
    expect(read('3/1/2026', '1/13/2026')).toBe('2026-03-01');
    // Newest first, as Daylio exports: 1 March, 9 February, 8 February.
    expect(read('3/1/2026', '2/9/2026', '2/8/2026')).toBe('2026-03-01');
    expect(() => timeReader(['3/1/2026', '1/3/2026', '5/2/2026'])).toThrow(
      '"3/1/2026" may be of two months; write dates as 2026-03-01',
    );
  });
});
