/** The rows of FER2013's CSV, and of those made like it, wherever they come from. */
import { atLine, DataError, type DataFault } from './errors';
import { facePixels, type Split, splits } from './faces';
import { type FerHeader, readFerHeader } from './ferHeader';
import { type Labelled, noSplit } from './labelled';
import { splitOf } from './splitNames';

/** More are no classes: it is another column. */
const mostClasses = 100;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const textOf = (bytes: Uint8Array) => utf8.decode(bytes);

/**
 * Reads the faces of a file's lines, in UTF-8 and without their ends; a line is used before the next is asked for.
 *
 * file its name, for messages
 * most  faces at most, all if not given
 * Throws a DataError that names the line and the value.
 */
export async function parseFer2013(
  file: string,
  lines: AsyncIterable<Uint8Array>,
  most = Number.POSITIVE_INFINITY,
): Promise<Labelled> {
  const faces: Uint8Array[] = [];
  const labels: number[] = [];
  const places: number[] = [];
  const classes = new Map<string, { index: number; faces: number; where: string }>();
  const usages = new Map<string, number>();
  let header: FerHeader | undefined;
  let line = 0;
  for await (const bytes of lines) {
    line++;
    if (line === 1) {
      header = headerOf(file, textOf(bytes));
      continue;
    }
    if (bytes.length === 0 || !header) continue;
    const problem: Problem = (said, fault) => atLine(file, line, said, fault);
    const { label, pixels, usage } = parseRow(bytes, header, problem);
    let found = classes.get(label);
    if (!found) {
      if (label === '') throw problem('the emotion is missing');
      if (classes.size === mostClasses)
        throw problem(`more than ${mostClasses} different emotions (the last: "${label.slice(0, 40)}")`);
      found = { index: classes.size, faces: 0, where: `line ${line.toLocaleString('en')}` };
      classes.set(label, found);
    }
    let split = usages.get(usage);
    if (split === undefined) {
      split = splitNumber(usage, header, problem);
      usages.set(usage, split);
    }
    if (faces.length === most)
      throw problem(`there are more than ${most.toLocaleString('en')} faces, which is the most that can be read here`, {
        what: 'tooMany',
        got: `${most}`,
      });
    found.faces++;
    faces.push(pixels);
    labels.push(found.index);
    places.push(split);
  }
  const pixels = new Uint8Array(faces.length * facePixels);
  for (const [i, face] of faces.entries()) pixels.set(face, i * facePixels);
  return {
    pixels,
    labels: Uint8Array.from(labels),
    splits: Uint8Array.from(places),
    rows: Uint32Array.from(labels.keys()),
    classes: [...classes].map(([name, { faces, where }]) => ({ name, faces, where })),
    total: labels.length,
    broken: [],
  };
}

function headerOf(file: string, line: string): FerHeader {
  // All rows are one line then.
  if (/\r./.test(line) && readFerHeader(line.slice(0, line.indexOf('\r'))))
    throw atLine(file, 1, 'lines must end with LF or CRLF (got CR alone, as old Macs wrote them); save the file so');
  const header = readFerHeader(line);
  if (header) return header;
  if (line.startsWith('PK\x03\x04')) throw archive(file, 'zip');
  if (line.slice(257, 262) === 'ustar') throw archive(file, 'tar');
  const got = line.slice(0, 60);
  throw atLine(file, 1, `the header must have the columns emotion and pixels (got "${got}")`, { what: 'header', got });
}

const archive = (file: string, got: string) =>
  new DataError(`${file}: is a ${got} archive; unpack it first`, { what: 'archive', where: file, got });

type Problem = (said: string, fault?: Omit<DataFault, 'where' | 'line'>) => Error;

function splitNumber(usage: string, header: FerHeader, problem: Problem): number {
  if (header.usage === undefined) return noSplit;
  const split: Split | undefined = splitOf(usage);
  if (!split)
    throw problem(`unknown usage "${usage.slice(0, 40)}"; available: ${splits.join(', ')}, or train, val, test`, {
      what: 'usage',
      got: usage.slice(0, 40),
    });
  return splits.indexOf(split);
}

const quote = 34;
const dot = 46;
const zero = 48;
const nine = 57;

/** Separate one pixel from the next, whatever wrote the file: spaces, commas, quotes, brackets. */
const separators = new Uint8Array(256);
for (const c of ' \t\r\n,;|"\'[]') separators[c.charCodeAt(0)] = 1;

/** Reads `3,"70 80 … 106",Training`, the cells in the header's order; quotes may be missing. */
function parseRow(bytes: Uint8Array, header: FerHeader, error: Problem) {
  const cells = cellsOf(bytes, header.delimiter);
  if (cells.length !== header.columns) {
    const isOpen = bytes.filter((byte) => byte === quote).length % 2 === 1;
    const why = isOpen ? '; a cell in quotes must end in its own line' : '';
    throw error(`must have ${header.columns} cells (got ${cells.length})${why}`);
  }
  const text = (cell: number | undefined) => {
    if (cell === undefined) return '';
    const [from, to] = cells[cell] as Cell;
    return textOf(bytes.subarray(from, to)).replaceAll('"', '').trim();
  };
  const [first, last] = header.pixels;
  const pixels = parsePixels(bytes, (cells[first] as Cell)[0], (cells[last] as Cell)[1], error);
  return { label: text(header.emotion), pixels, usage: text(header.usage) };
}

type Cell = readonly [from: number, to: number];

/** Where each cell begins and ends; a delimiter between quotes belongs to its cell. */
function cellsOf(bytes: Uint8Array, delimiter: number): Cell[] {
  const cells: Cell[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const closing = bytes[from] === quote ? bytes.indexOf(quote, from + 1) : from;
    const end = bytes.indexOf(delimiter, closing < 0 ? from : closing);
    const to = end < 0 ? bytes.length : end;
    cells.push([from, to]);
    from = to + 1;
  }
  return cells;
}

function parsePixels(bytes: Uint8Array, from: number, to: number, error: Problem): Uint8Array {
  const pixels = new Uint8Array(facePixels);
  let count = 0;
  let value = -1;
  const finish = () => {
    if (value < 0) return;
    if (value > 255)
      throw error(`pixel ${count + 1} must be between 0 and 255 (got ${value})`, { what: 'pixel', got: `${value}` });
    if (count < facePixels) pixels[count] = value;
    count++;
    value = -1;
  };
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c >= zero && c <= nine) value = (value < 0 ? 0 : value * 10) + (c - zero);
    else if (separators[c] === 1) finish();
    // "70.0" is 70.
    else if (c === dot && value >= 0 && (i + 1 === to || bytes[i + 1] === zero)) {
      while (bytes[i + 1] === zero) i++;
      finish();
    } else {
      const got = wordAt(bytes, i, from, to);
      throw error(`pixel ${count + 1} must be a number from 0 to 255 (got "${got}")`, { what: 'pixel', got });
    }
  }
  finish();
  if (count !== facePixels)
    throw error(`must have 48 × 48 = ${facePixels.toLocaleString('en')} pixels (got ${count.toLocaleString('en')})`, {
      what: 'pixelCount',
      got: `${count}`,
    });
  return pixels;
}

function wordAt(bytes: Uint8Array, at: number, from: number, to: number): string {
  let [start, end] = [at, at];
  while (start > from && separators[bytes[start - 1] as number] === 0) start--;
  while (end < to && separators[bytes[end] as number] === 0) end++;
  return textOf(bytes.subarray(start, Math.min(end, start + 40)));
}
