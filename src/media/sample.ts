/** Cuts a square out of a frame, turned and scaled, as a network wants it. */
import type { Frame } from './frame';

export interface Square {
  /** Centre, in pixels of the frame; (0, 0) is the outer corner of the first pixel. */
  centerX: number;
  centerY: number;
  /** Side, in pixels of the frame. */
  side: number;
  /** Clockwise turn of the square, in radians. */
  angle: number;
}

/** Samples a pixel along each axis: as many as source pixels it covers, at most this. */
const mostSamples = 4;

/**
 * The square in grey (ITU-R BT.601), 0 … 255: [size, size]. What lies outside the frame repeats its border.
 */
export function cropGrey(frame: Frame, { centerX, centerY, side, angle }: Square, size: number): Float32Array {
  const { data, width, height } = frame;
  const pixels = new Float32Array(size * size);
  const lastX = width - 1;
  const lastY = height - 1;
  const grey = (at: number) =>
    0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  const step = side / size;
  const samples = Math.min(mostSamples, Math.max(1, Math.ceil(step)));
  const interpolated = samples <= fewSamples;
  const cos = Math.cos(angle) * step;
  const sin = Math.sin(angle) * step;
  const share = 1 / (samples * samples);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let i = 0; i < samples; i++) {
        const v = row + (i + 0.5) / samples - size / 2;
        for (let j = 0; j < samples; j++) {
          const u = column + (j + 0.5) / samples - size / 2;
          const x = Math.min(lastX, Math.max(0, centerX + cos * u - sin * v - 0.5));
          const y = Math.min(lastY, Math.max(0, centerY + sin * u + cos * v - 0.5));
          if (!interpolated) {
            sum += grey((((y + 0.5) | 0) * width + ((x + 0.5) | 0)) * 4);
            continue;
          }
          const left = Math.floor(x);
          const top = Math.floor(y);
          const fx = x - left;
          const fy = y - top;
          const at = (top * width + left) * 4;
          const right = left < lastX ? 4 : 0;
          const down = top < lastY ? width * 4 : 0;
          const upper = grey(at) * (1 - fx) + grey(at + right) * fx;
          const lower = grey(at + down) * (1 - fx) + grey(at + down + right) * fx;
          sum += upper * (1 - fy) + lower * fy;
        }
      }
      pixels[row * size + column] = sum * share;
    }
  }
  return pixels;
}

/**
 * The square in colour, red, green and blue, 0 … 255: [3, size, size]. What lies outside the frame repeats its border.
 */
export function cropColour(
  { data, width, height }: Frame,
  { centerX, centerY, side, angle }: Square,
  size: number,
): Float32Array {
  const plane = size * size;
  const pixels = new Float32Array(3 * plane);
  const step = side / size;
  const samples = Math.min(mostSamples, Math.max(1, Math.ceil(step)));
  const [cos, sin] = [Math.cos(angle) * step, Math.sin(angle) * step];
  const share = 1 / (samples * samples);
  for (let place = 0; place < plane; place++) {
    for (let sample = 0; sample < samples * samples; sample++) {
      const v = Math.floor(place / size) + (Math.floor(sample / samples) + 0.5) / samples - size / 2;
      const u = (place % size) + ((sample % samples) + 0.5) / samples - size / 2;
      const x = Math.min(width - 1, Math.max(0, centerX + cos * u - sin * v - 0.5));
      const y = Math.min(height - 1, Math.max(0, centerY + sin * u + cos * v - 0.5));
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - left, y - top];
      const at = (top * width + left) * 4;
      const right = left < width - 1 ? 4 : 0;
      const down = top < height - 1 ? width * 4 : 0;
      for (let c = 0; c < 3; c++) {
        const upper = (data[at + c] as number) * (1 - fx) + (data[at + c + right] as number) * fx;
        const lower = (data[at + c + down] as number) * (1 - fx) + (data[at + c + down + right] as number) * fx;
        pixels[c * plane + place] = (pixels[c * plane + place] as number) + (upper * (1 - fy) + lower * fy) * share;
      }
    }
  }
  return pixels;
}

/** The square in grey or in colour, 0 … 255: [channels, size, size]. */
export const cutOut = (
  frame: Frame,
  square: Square,
  { channels, size }: { channels: 1 | 3; size: number },
): Float32Array => (channels === 1 ? cropGrey : cropColour)(frame, square, size);

/** Grey pictures of this width, each row turned round. [… , width] */
export function mirrored(pixels: Float32Array, width: number): Float32Array {
  const result = new Float32Array(pixels.length);
  for (let row = 0; row < pixels.length; row += width)
    for (let x = 0; x < width; x++) result[row + x] = pixels[row + width - 1 - x] as number;
  return result;
}

/** The smallest square around the whole frame, centred on it. */
export const wholeFrame = ({ width, height }: Pick<Frame, 'width' | 'height'>): Square => ({
  centerX: width / 2,
  centerY: height / 2,
  side: Math.max(width, height),
  angle: 0,
});

/**
 * An upright square of the frame in colour, black where it reaches beyond ("letterbox"): [3, size, size] in −1 … 1.
 */
export function letterbox(frame: Frame, square: Square, size: number): Float32Array {
  const columns = taps(frame.width, square.centerX, square.side, size);
  const rows = taps(frame.height, square.centerY, square.side, size);
  const plane = size * size;
  const pixels = new Float32Array(3 * plane).fill(-1);
  const sum = columns.samples > fewSamples ? sumNearest : sumInterpolated;
  const sums = new Float64Array(3);
  const share = 1 / (columns.samples * rows.samples * 127.5);
  for (let row = rows.first; row < rows.end; row++) {
    for (let column = columns.first; column < columns.end; column++) {
      sum(frame, columns, rows, column, row, sums);
      const to = row * size + column;
      for (let c = 0; c < 3; c++) pixels[to + c * plane] = (sums[c] as number) * share - 1;
    }
  }
  return pixels;
}

/** With more samples along an axis than this, the pixels nearest to them are as good as interpolation between four. */
const fewSamples = 2;

type Taps = ReturnType<typeof taps>;
/** Adds up red, green and blue over the samples of one output pixel. */
type Sum = (frame: Frame, columns: Taps, rows: Taps, column: number, row: number, sums: Float64Array) => void;

const sumNearest: Sum = ({ data, width }, columns, rows, column, row, sums) => {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let i = row * rows.samples; i < (row + 1) * rows.samples; i++) {
    const line = (rows.nearest[i] as number) * width;
    for (let j = column * columns.samples; j < (column + 1) * columns.samples; j++) {
      const at = (line + (columns.nearest[j] as number)) * 4;
      red += data[at] as number;
      green += data[at + 1] as number;
      blue += data[at + 2] as number;
    }
  }
  sums[0] = red;
  sums[1] = green;
  sums[2] = blue;
};

const sumInterpolated: Sum = ({ data, width }, columns, rows, column, row, sums) => {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let i = row * rows.samples; i < (row + 1) * rows.samples; i++) {
    const fy = rows.fractions[i] as number;
    const top = (rows.before[i] as number) * width;
    const bottom = (rows.after[i] as number) * width;
    for (let j = column * columns.samples; j < (column + 1) * columns.samples; j++) {
      const fx = columns.fractions[j] as number;
      const left = columns.before[j] as number;
      const right = columns.after[j] as number;
      const a = (top + left) * 4;
      const b = (top + right) * 4;
      const c = (bottom + left) * 4;
      const d = (bottom + right) * 4;
      const wa = (1 - fx) * (1 - fy);
      const wb = fx * (1 - fy);
      const wc = (1 - fx) * fy;
      const wd = fx * fy;
      red += wa * data[a]! + wb * data[b]! + wc * data[c]! + wd * data[d]!;
      green += wa * data[a + 1]! + wb * data[b + 1]! + wc * data[c + 1]! + wd * data[d + 1]!;
      blue += wa * data[a + 2]! + wb * data[b + 2]! + wc * data[c + 2]! + wd * data[d + 2]!;
    }
  }
  sums[0] = red;
  sums[1] = green;
  sums[2] = blue;
};

/** Where along one axis the samples of each output pixel lie among the source's pixels. */
function taps(length: number, center: number, side: number, size: number) {
  const step = side / size;
  const samples = Math.min(mostSamples, Math.max(1, Math.round(step / 2)));
  const count = size * samples;
  const before = new Int32Array(count);
  const after = new Int32Array(count);
  const nearest = new Int32Array(count);
  const fractions = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.min(length - 1, Math.max(0, center + ((i + 0.5) / samples - size / 2) * step - 0.5));
    before[i] = Math.floor(at);
    after[i] = Math.min(length - 1, Math.floor(at) + 1);
    nearest[i] = Math.round(at);
    fractions[i] = at - Math.floor(at);
  }
  // Output pixels whose centre lies in the frame.
  const first = Math.max(0, Math.ceil(size / 2 - center / step - 0.5));
  const end = Math.min(size, Math.floor(size / 2 + (length - center) / step + 0.5));
  return { samples, before, after, nearest, fractions, first, end };
}
