import { describe, expect, it } from 'vitest';
import { readEntries } from './journalFile';
import { readRecords } from './readRecords';

/** As a browser and the command line read a file as text. */
const asText = (...bytes: (number | string)[]) =>
  new TextDecoder().decode(
    Uint8Array.from(bytes.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part))),
  );

const files: readonly (readonly [name: string, text: string, said: string])[] = [
  ['an empty file', '', 'the file is empty'],
  ['blank lines', '\uFEFF\n\n', 'the file is empty'],
  ['a JPEG', asText(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'JFIF', 0, 1, 1, 0, 0xff, ',;\n'), 'it is a picture, not a journal'],
  ['a JPEG without a header', asText(0xff, 0xd8, 0xff, 0xdb, 0, 0x43, 0, 8), 'it is a picture, not a journal'],
  ['a PNG', asText(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0, 0, 13, 'IHDR'), 'it is a picture, not a journal'],
  ['a GIF', asText('GIF89a', 1, 0, 1, 0), 'it is a picture, not a journal'],
  ['a WebP', asText('RIFF', 36, 0, 0, 0, 'WEBPVP8 '), 'it is a picture, not a journal'],
  ['a HEIC', asText(0, 0, 0, 24, 'ftypheic', 0, 0, 0, 0), 'it is a picture, not a journal'],
  ['a ZIP', asText('PK', 3, 4, 20, 0, 0, 0), 'it is an archive or a workbook; a journal is a .json or .csv file'],
  ['a PDF', asText('%PDF-1.7\n', 0xe2, 0xe3), 'it is a document, not a journal'],
  ['a film', asText(0, 0, 0, 32, 'ftypisom', 0, 0, 2, 0), 'it is not plain text in UTF-8'],
  ['UTF-16', asText(0xff, 0xfe, 'f', 0, 'u', 0, 'l', 0, 'l', 0), 'it is not plain text in UTF-8'],
];

describe('a file that holds no journal', () => {
  it.each(files)('is told what it is: %s', (_, text, said) => {
    expect(() => readEntries(text)).toThrow(said);
    expect(() => readRecords(text)).toThrow(said);
  });

  it('shows columns short, printable and few', () => {
    const columns = ['date', 'x'.repeat(300), 'r\u00e9sum\uFFFD', '\u001b[31mred', 'e', 'f', 'g', 'h'];
    expect(() => readEntries(`${columns.filter((c) => !c.includes('\u001b')).join(',')}\n`)).toThrow(
      `the columns are date, ${'x'.repeat(24)}…, résum, e, f, g, …, which are neither`,
    );
  });
});
