/** TIFF in a browser, most of which cannot show it, with UTIF. */
import * as utif from 'utif2';
import { type Frame, MediaError, overWhite, turned, upsideDown } from './frame';
import { readBytesAt, viewOf } from './readAt';
import { tiffPages } from './tiffPages';

/** Orientation, a tag of TIFF 6.0, section 8. */
const orientation = 't274';

/** How a picture is shown: upside down first, then turned clockwise. */
const orientations: Record<number, [flip: boolean, degrees: 0 | 90 | 180 | 270]> = {
  2: [true, 180],
  3: [false, 180],
  4: [true, 0],
  5: [true, 90],
  6: [false, 90],
  7: [true, 270],
  8: [false, 270],
};

export interface TiffFile {
  /** How many whole pages there are; smaller copies and masks do not count. */
  count: number;
  /** Whether there were more. */
  cutOff: boolean;
  page(number: number): Frame;
}

/** Throws a MediaError when the file cannot be decoded. */
export async function openTiff(bytes: ArrayBuffer, name: string): Promise<TiffFile> {
  const damaged = () => new MediaError(`${name}: cannot be decoded as a photo, the file may be damaged or cut off`);
  const all = new Uint8Array(bytes);
  const { numbers, cutOff, brokenLink } = await tiffPages(readBytesAt(all), all.length);
  if (numbers.length === 0) throw damaged();
  // The library follows it wherever it leads.
  if (brokenLink !== undefined) viewOf(all).setUint32(brokenLink, 0);
  let directories: utif.IFD[];
  try {
    directories = utif.decode(bytes);
  } catch {
    throw damaged();
  }
  return {
    count: numbers.length,
    cutOff,
    page(number) {
      const ifd = directories[numbers[number] ?? -1];
      if (!ifd) throw damaged();
      try {
        utif.decodeImage(bytes, ifd);
        const { width, height } = ifd;
        const data = utif.toRGBA8(ifd);
        overWhite(data);
        const frame = { data, width, height, time: 0 };
        const [flip, degrees] = orientations[numberIn(ifd, orientation)] ?? [false, 0];
        return turned(flip ? upsideDown(frame) : frame, degrees);
      } catch {
        throw damaged();
      }
    },
  };
}

function numberIn(ifd: utif.IFD, tag: string): number {
  const value = ifd[tag];
  return Array.isArray(value) ? Number(value[0]) : 0;
}
