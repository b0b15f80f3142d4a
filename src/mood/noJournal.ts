/** What a file is that holds no journal: for people who chose the wrong one. */
import { plainLine } from '../files';
import { MoodFileError } from './errors';

type NotText = 'nothing' | 'picture' | 'archive' | 'document' | 'binary';
export type FoundInstead = NotText | 'table';

const sentences: Readonly<Record<NotText, string>> = {
  nothing: 'the file is empty',
  picture: 'it is a picture, not a journal',
  archive: 'it is an archive or a workbook; a journal is a .json or .csv file',
  document: 'it is a document, not a journal',
  binary: 'it is not plain text in UTF-8',
};

/** The file can be read, but holds no journal. */
export class NoJournalError extends MoodFileError {
  /** found what it is instead; columns its columns where it is a table, shortened and printable */
  constructor(
    readonly found: FoundInstead,
    readonly columns: string = '',
  ) {
    super(
      found === 'table'
        ? `the columns are ${columns}, which are neither this journal's nor Daylio's`
        : sentences[found],
    );
  }
}

/** A file's first characters, as they are after it was read as UTF-8. */
const beginnings: readonly (readonly [pattern: RegExp, is: NotText])[] = [
  // JPEG, PNG, GIF, BMP, TIFF, WebP, and HEIC and AVIF, whose box has its length before it.
  [
    /^(?:\uFFFD{3,4}(?:.{0,8}(?:JFIF|Exif)|\p{Cc})|.PNG\r\n|GIF8[79]a|BM.{0,8}\p{Cc}{2}|II\*\p{Cc}|MM\p{Cc}\*)/su,
    'picture',
  ],
  [/^RIFF.{4}WEBP|^.{4}ftyp(?:avif|avis|heic|heix|hevc|mif1|msf1)/su, 'picture'],
  [/^(?:PK\p{Cc}\p{Cc}|\p{Cc}\uFFFD|7z\uFFFD|Rar!)/u, 'archive'],
  [/^(?:%PDF-|\{\\rtf|\uFFFD\uFFFD\p{Cc}\uFFFD)/u, 'document'],
];
/** So many characters tell whether a file is text. */
const looked = 4000;
/** Text has none of these; a replaced character alone may be an umlaut of another encoding. */
const unprintable = /(?![\t\n\v\f\r\u0085])\p{Cc}/u;

export function foundInstead(text: string): NotText | undefined {
  const start = text.slice(0, looked);
  // A byte order mark counts as a space.
  if (text.trim() === '') return 'nothing';
  const known = beginnings.find(([pattern]) => pattern.test(start));
  if (known) return known[1];
  return unprintable.test(start) ? 'binary' : undefined;
}

const mostNames = 6;
const longestName = 24;

/** The first names of columns, each on one line, as short as one reads them: "date, weather, …". */
export function shownColumns(columns: readonly string[]): string {
  const names = columns.slice(0, mostNames).map((column) => {
    const characters = [...plainLine(column).replaceAll('\uFFFD', '').trim()];
    return characters.length > longestName ? `${characters.slice(0, longestName).join('')}…` : characters.join('');
  });
  return [...names.map((name) => name || '""'), ...(columns.length > mostNames ? ['…'] : [])].join(', ');
}

/** What is thrown of a text whose columns are those of no journal. */
export function noJournal(text: string, columns: readonly string[]): NoJournalError {
  const found = foundInstead(text);
  return found ? new NoJournalError(found) : new NoJournalError('table', shownColumns(columns));
}
