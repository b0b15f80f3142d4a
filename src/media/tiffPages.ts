/** Which of a TIFF file's directories are pages, and which of them are there (TIFF 6.0, sections 2 and 8). */
import { lettersOf, type ReadAt, viewOf } from './readAt';

const tags = { subfile: 254, stripOffsets: 273, stripLengths: 279, tileOffsets: 324, tileLengths: 325 } as const;
/** What NewSubfileType says of a smaller copy of another picture and of a mask. */
const noPage = 1 | 4;
const mostPages = 65_536;
/** Parts of a page at most; a damaged count must not ask for all memory. */
const mostParts = 1_000_000;
const shortType = 3;

export interface TiffPages {
  /** Numbers of the directories that are whole pages, not smaller copies or masks, from 0. */
  numbers: number[];
  /** Whether there was more, which the file lacks. */
  cutOff: boolean;
  /** Where the last directory that is there tells of one that is not. */
  brokenLink: number | undefined;
}

/** size in bytes, of the whole file */
export async function tiffPages(read: ReadAt, size: number): Promise<TiffPages> {
  const head = await read(0, 8);
  const little = lettersOf(head.subarray(0, 2)) === 'II';
  const short = (bytes: Uint8Array, at: number) => viewOf(bytes).getUint16(at, little);
  const long = (bytes: Uint8Array, at: number) => viewOf(bytes).getUint32(at, little);
  // BigTIFF (43) holds what is too large for several pages.
  if (head.length < 8 || short(head, 2) !== 42) return { numbers: [0], cutOff: false, brokenLink: undefined };
  const pages: TiffPages = { numbers: [], cutOff: false, brokenLink: undefined };
  const seen = new Set<number>();
  let link = 4;
  let at = long(head, link);
  for (let number = 0; at > 0 && number < mostPages; number++) {
    const directory = seen.has(at) ? undefined : await directoryAt(at);
    if (!directory) return { ...pages, cutOff: true, brokenLink: link };
    seen.add(at);
    if (number === 0 || (directory.subfile & noPage) === 0) {
      if (await isWhole(directory)) pages.numbers.push(number);
      else pages.cutOff = true;
    }
    ({ link, next: at } = directory);
  }
  return pages;

  async function directoryAt(place: number) {
    const count = await read(place, 2);
    if (count.length < 2) return undefined;
    const entries = short(count, 0);
    const bytes = await read(place + 2, entries * 12 + 4);
    if (bytes.length < entries * 12 + 4) return undefined;
    const found = new Map(Array.from({ length: entries }, (_, i) => [short(bytes, i * 12), bytes.subarray(i * 12)]));
    const subfile = found.get(tags.subfile);
    return {
      found,
      subfile: subfile ? long(subfile, 8) : 0,
      next: long(bytes, entries * 12),
      link: place + 2 + entries * 12,
    };
  }

  /** Whether all strips or tiles of the picture lie in the file. */
  async function isWhole({ found }: { found: Map<number, Uint8Array> }): Promise<boolean> {
    const offsets = found.get(tags.stripOffsets) ?? found.get(tags.tileOffsets);
    const lengths = found.get(tags.stripLengths) ?? found.get(tags.tileLengths);
    if (!offsets || !lengths) return true;
    const [starts, counts] = [await numbersOf(offsets), await numbersOf(lengths)];
    return starts !== undefined && counts !== undefined && starts.every((start, i) => start + (counts[i] ?? 0) <= size);
  }

  /** Values of an entry, which are in it or, where they need more than four bytes, elsewhere; undefined where they are missing. */
  async function numbersOf(entry: Uint8Array): Promise<number[] | undefined> {
    const width = short(entry, 2) === shortType ? 2 : 4;
    const count = Math.min(long(entry, 4), mostParts);
    const bytes = count * width <= 4 ? entry.subarray(8) : await read(long(entry, 8), count * width);
    if (bytes.length < count * width) return undefined;
    return Array.from({ length: count }, (_, i) => (width === 2 ? short(bytes, i * 2) : long(bytes, i * 4)));
  }
}
