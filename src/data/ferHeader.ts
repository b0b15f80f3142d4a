/** Which cell of a row of FER2013's CSV, or of one made like it, holds what. */
import { facePixels } from './faces';

export interface FerHeader {
  /** The byte that separates cells. */
  delimiter: number;
  columns: number;
  emotion: number;
  /** Undefined where the file has no splits. */
  usage: number | undefined;
  /** The first and last cell with pixels; one and the same unless each pixel has a column. */
  pixels: readonly [number, number];
}

const delimiters = [',', ';', '\t', '|'];
const emotionNames = new Set(['emotion', 'emotions', 'label', 'labels', 'class', 'expression']);
const pixelNames = new Set(['pixels', 'pixel', 'image']);
const usageNames = new Set(['usage', 'split', 'set', 'subset']);

/**
 * Reads a header with the columns `emotion` and `pixels`, and perhaps `Usage`, in any order, quoted or not, among others
 * such as an index; `pixel0` … `pixel2303` may stand in the place of `pixels`.
 *
 * Undefined where there are no such columns.
 */
export function readFerHeader(line: string): FerHeader | undefined {
  for (const delimiter of delimiters) {
    const names = line.split(delimiter).map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
    const emotion = names.findIndex((name) => emotionNames.has(name));
    const pixels = pixelColumns(names);
    if (emotion < 0 || !pixels) continue;
    const usage = names.findIndex((name) => usageNames.has(name));
    return {
      delimiter: delimiter.charCodeAt(0),
      columns: names.length,
      emotion,
      usage: usage < 0 ? undefined : usage,
      pixels,
    };
  }
  return undefined;
}

function pixelColumns(names: readonly string[]): readonly [number, number] | undefined {
  const one = names.findIndex((name) => pixelNames.has(name));
  if (one >= 0) return [one, one];
  const first = names.findIndex((name) => /^(pixel|px|p)?[ _]?\d+$/.test(name));
  const last = first + facePixels - 1;
  return first >= 0 && /\d$/.test(names[last] ?? '') ? [first, last] : undefined;
}
