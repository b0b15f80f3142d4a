import { expect, it } from 'vitest';
import { withCsvStyle } from '../csvOption';
import type { Row } from './analysis';
import { csvLines } from './csv';
import { spreadsheetStyle, systemLocale } from './spreadsheet';

it.each([
  ['de-DE', ';', ','],
  ['fr-FR', ';', ','],
  ['pt-BR', ';', ','],
  ['de-CH', ',', '.'],
  ['en-US', ',', '.'],
  ['ja-JP', ',', '.'],
])('a spreadsheet in %s has cells between %s and decimals behind %s', (locale, separator, decimalPoint) => {
  expect(spreadsheetStyle(locale)).toEqual({ separator, decimalPoint });
});

it('the locale is that of numbers in the environment', () => {
  expect(systemLocale({ LANG: 'en_US.UTF-8', LC_NUMERIC: 'de_AT.UTF-8' })).toBe('de-AT');
  expect(systemLocale({ LANG: 'de_DE@euro' })).toBe('de-DE');
  expect(systemLocale({ LANG: 'en_US', LC_ALL: 'C.UTF-8' })).toBe('en');
  expect(systemLocale({})).toBeUndefined();
  expect(spreadsheetStyle('not a locale')).toEqual(spreadsheetStyle(undefined));
});

const row: Row = { source: '=cmd|calc!A1;.jpg', frame: 0, time: 1.5, width: 640, height: 480, readings: [] };

it('rows for a German spreadsheet begin with a mark, have semicolons, decimal commas and no formula', () => {
  const { header, rows, failure } = csvLines(spreadsheetStyle('de-DE'));
  expect(header.startsWith('\ufeffsource;frame;time;')).toBe(true);
  const cells = header.split(';').length;
  expect(rows(row)[0]).toMatch(/^"'=cmd\|calc!A1;\.jpg";0;1,5000;640;480;+$/);
  expect(failure('a.jpg', 'broken').split(';')).toHaveLength(cells);
  expect(csvLines().header.startsWith('source,frame,time,')).toBe(true);
});

it('--csv takes excel and nothing else of what follows it', () => {
  expect(withCsvStyle(['--csv', 'a.jpg'])).toEqual(['--csv=plain', 'a.jpg']);
  expect(withCsvStyle(['a.jpg', '--csv', 'excel'])).toEqual(['a.jpg', '--csv', 'excel']);
  expect(withCsvStyle(['a.jpg', '--csv'])).toEqual(['a.jpg', '--csv=plain']);
});
