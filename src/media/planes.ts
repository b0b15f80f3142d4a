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
  const count = width * height;
  const planes = new Float32Array(3 * count);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) planes[c * count + i] = (data[i * 4 + c] as number) / 127.5 - 1;
  return shrinkPlanes({ width, height, data: planes }, toWidth, toHeight);
}

/** Planes made smaller, or kept as they are; `toWidth` and `toHeight` are at most theirs. */
export function shrinkPlanes(from: Planes, toWidth: number, toHeight: number): Planes {
  if (toWidth === from.width && toHeight === from.height) return from;
  const { width, height, data } = from;
  const columns = areas(width, toWidth);
  const rows = areas(height, toHeight);
  const narrow = new Float32Array(3 * height * toWidth);
  for (let line = 0; line < 3 * height; line++) {
    const start = line * width;
    for (let x = 0; x < toWidth; x++) {
      const first = columns.first[x] as number;
      const last = columns.last[x] as number;
      let sum = (data[start + first] as number) * (columns.firstShare[x] as number);
      for (let i = first + 1; i < last; i++) sum += data[start + i] as number;
      if (last > first) sum += (data[start + last] as number) * (columns.lastShare[x] as number);
      narrow[line * toWidth + x] = sum * columns.scale;
    }
  }
  const small = new Float32Array(3 * toHeight * toWidth);
  for (let plane = 0; plane < 3; plane++) {
    for (let y = 0; y < toHeight; y++) {
      const first = rows.first[y] as number;
      const last = rows.last[y] as number;
      const to = (plane * toHeight + y) * toWidth;
      for (let row = first; row <= last; row++) {
        const share = row === first ? (rows.firstShare[y] as number) : row === last ? (rows.lastShare[y] as number) : 1;
        const weight = share * rows.scale;
        const at = (plane * height + row) * toWidth;
        for (let x = 0; x < toWidth; x++)
          small[to + x] = (small[to + x] as number) + weight * (narrow[at + x] as number);
      }
    }
  }
  return { width: toWidth, height: toHeight, data: small };
}

/** Which source pixels each new one covers along one side, and how much of the first and the last. */
function areas(length: number, to: number) {
  const step = length / to;
  const first = new Int32Array(to);
  const last = new Int32Array(to);
  const firstShare = new Float32Array(to);
  const lastShare = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const from = i * step;
    const end = Math.min(length, from + step);
    first[i] = Math.floor(from);
    last[i] = Math.min(length - 1, Math.ceil(end) - 1);
    firstShare[i] = Math.min(end, Math.floor(from) + 1) - from;
    lastShare[i] = end - (last[i] as number);
  }
  return { first, last, firstShare, lastShare, scale: 1 / step };
}
