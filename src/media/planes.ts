/** Frames as planes of colour at smaller and smaller sizes. */
import type { Frame } from './frame';

/** Red, green and blue, −1 … 1: [3, height, width]. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A frame made smaller, or kept as it is: each new pixel is the mean of the area that it covers. */
export function shrinkFrame({ data, width, height }: Frame, toWidth: number, toHeight: number): Planes {
  const { taps, first, shares } = cover(width, toWidth);
  const lines = new Float32Array(3 * toWidth);
  const small = shrinkRows(height, toWidth, toHeight, lines, (y) => {
    for (let x = 0; x < toWidth; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let at = (y * width + (first[x] as number)) * 4;
      for (let k = x * taps; k < (x + 1) * taps; k++, at += 4) {
        const share = shares[k] as number;
        red += share * (data[at] as number);
        green += share * (data[at + 1] as number);
        blue += share * (data[at + 2] as number);
      }
      lines[x] = red / 127.5 - 1;
      lines[toWidth + x] = green / 127.5 - 1;
      lines[2 * toWidth + x] = blue / 127.5 - 1;
    }
  });
  return { width: toWidth, height: toHeight, data: small };
}

/** Planes made smaller, or kept as they are; `toWidth` and `toHeight` are at most theirs. */
export function shrinkPlanes({ width, height, data }: Planes, toWidth: number, toHeight: number): Planes {
  const { taps, first, shares } = cover(width, toWidth);
  const lines = new Float32Array(3 * toWidth);
  const small = shrinkRows(height, toWidth, toHeight, lines, (y) => {
    for (let plane = 0; plane < 3; plane++) {
      const start = (plane * height + y) * width;
      for (let x = 0; x < toWidth; x++) {
        let sum = 0;
        let at = start + (first[x] as number);
        for (let k = x * taps; k < (x + 1) * taps; k++) sum += (shares[k] as number) * (data[at++] as number);
        lines[plane * toWidth + x] = sum;
      }
    }
  });
  return { width: toWidth, height: toHeight, data: small };
}

/**
 * Adds up lines that are already as narrow as they shall be.
 *
 * narrowed puts a source row's three lines, [3, toWidth], into `lines`
 */
function shrinkRows(
  height: number,
  toWidth: number,
  toHeight: number,
  lines: Float32Array,
  narrowed: (y: number) => void,
): Float32Array {
  const { taps, first, shares } = cover(height, toHeight);
  const small = new Float32Array(3 * toHeight * toWidth);
  let done = -1;
  for (let y = 0; y < toHeight; y++)
    for (let k = 0; k < taps; k++) {
      const share = shares[y * taps + k] as number;
      if (share === 0) continue;
      const row = (first[y] as number) + k;
      // Neighbours share at most the row between them.
      if (row !== done) narrowed(row);
      done = row;
      for (let plane = 0; plane < 3; plane++) {
        const to = (plane * toHeight + y) * toWidth;
        const from = plane * toWidth;
        for (let x = 0; x < toWidth; x++)
          small[to + x] = (small[to + x] as number) + share * (lines[from + x] as number);
      }
    }
  return small;
}

/**
 * Which source pixels each new one covers along one side: `taps` of them from `first`, and the share of each in it,
 * [to, taps].
 */
function cover(length: number, to: number) {
  const step = length / to;
  const taps = Math.min(length, Math.ceil(step) + 1);
  const first = new Int32Array(to);
  const shares = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const from = i * step;
    const end = Math.min(length, from + step);
    const start = Math.min(Math.floor(from), length - taps);
    first[i] = start;
    for (let k = 0; k < taps; k++)
      shares[i * taps + k] = Math.max(0, Math.min(end, start + k + 1) - Math.max(from, start + k)) / step;
  }
  return { taps, first, shares };
}
