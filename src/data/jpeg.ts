/**
 * What JPEG loses (ITU-T T.81), without its file: each 8 × 8 block's cosines rounded to steps that the quality sets, as
 * libjpeg scales them. Colours as most programs write them: luminance whole, colour differences at half the size.
 */
import { type FaceForm, planesOf } from './faces';

/** Annex K, table K.1. */
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
] as const;
/** Annex K, table K.2; all others are 99. */
const chrominanceCorner = [
  [17, 18, 24, 47],
  [18, 21, 26, 66],
  [24, 26, 56, 99],
  [47, 66, 99, 99],
] as const;
const side = 8;
const chrominance = Array.from(
  { length: side * side },
  (_, i) => chrominanceCorner[Math.floor(i / side)]?.[i % side] ?? 99,
);

const cosines = Float64Array.from({ length: side * side }, (_, i) => {
  const [frequency, place] = [Math.floor(i / side), i % side];
  return Math.sqrt((frequency === 0 ? 1 : 2) / side) * Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * side));
});
const inverseCosines = Float64Array.from(
  { length: side * side },
  (_, i) => cosines[(i % side) * side + Math.floor(i / side)] as number,
);

/**
 * A face as it is after JPEG of this quality, 1 to 100.
 *
 * face    [channels, size, size], 0 … 255
 * returns the same form; values may be a little outside
 */
export function compressed(face: Uint8Array, quality: number, form: FaceForm): Float32Array {
  const { size } = form;
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const stepsOf = (table: readonly number[]) =>
    table.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
  if (form.channels === 1) return codedPlane(Float32Array.from(face), size, stepsOf(luminance));
  const [red, green, blue] = planesOf(face, form) as [Uint8Array, Uint8Array, Uint8Array];
  const mixed = (weights: readonly [number, number, number]) =>
    Float32Array.from(
      red,
      (r, i) => weights[0] * r + weights[1] * (green[i] as number) + weights[2] * (blue[i] as number),
    );
  // JFIF: ITU-R BT.601 with the full range; differences lie around 0 here, around 128 there.
  const y = codedPlane(mixed([0.299, 0.587, 0.114]), size, stepsOf(luminance));
  const half = Math.ceil(size / 2);
  const [cb, cr] = ([[-0.168736, -0.331264, 0.5] as const, [0.5, -0.418688, -0.081312] as const] as const).map(
    (weights) => {
      const small = halved(mixed(weights), size).map((value) => Math.round(value + 128));
      return doubled(codedPlane(small, half, stepsOf(chrominance)), half, size).map((value) => value - 128);
    },
  ) as [Float32Array, Float32Array];
  const to = new Float32Array(face.length);
  const planes = planesOf(to, form) as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < y.length; i++) {
    const [light, b, r] = [y[i] as number, cb[i] as number, cr[i] as number];
    planes[0][i] = light + 1.402 * r;
    planes[1][i] = light - 0.344136 * b - 0.714136 * r;
    planes[2][i] = light + 1.772 * b;
  }
  return to;
}

/** Blocks that reach beyond the border repeat it. */
function codedPlane(plane: Float32Array, size: number, steps: readonly number[]): Float32Array {
  const to = new Float32Array(plane.length);
  const [block, rows, coded] = [0, 1, 2].map(() => new Float64Array(side * side)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let top = 0; top < size; top += side)
    for (let left = 0; left < size; left += side) {
      for (let i = 0; i < block.length; i++) {
        const [row, column] = [Math.min(size - 1, top + Math.floor(i / side)), Math.min(size - 1, left + (i % side))];
        block[i] = (plane[row * size + column] as number) - 128;
      }
      transform(block, cosines, rows, coded);
      for (let i = 0; i < coded.length; i++) {
        const step = steps[i] as number;
        block[i] = Math.round((coded[i] as number) / step) * step;
      }
      transform(block, inverseCosines, rows, coded);
      for (let i = 0; i < coded.length; i++) {
        const [row, column] = [top + Math.floor(i / side), left + (i % side)];
        if (row < size && column < size)
          to[row * size + column] = Math.min(255, Math.max(0, (coded[i] as number) + 128));
      }
    }
  return to;
}

/** The two-dimensional cosine transform of a block, or with the inverse basis back; `rows` is for what is in between. */
function transform(block: Float64Array, basis: Float64Array, rows: Float64Array, to: Float64Array) {
  for (let y = 0; y < side; y++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let x = 0; x < side; x++) sum += (block[y * side + x] as number) * (basis[u * side + x] as number);
      rows[y * side + u] = sum;
    }
  for (let v = 0; v < side; v++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let y = 0; y < side; y++) sum += (rows[y * side + u] as number) * (basis[v * side + y] as number);
      to[v * side + u] = sum;
    }
}

/** Means of 2 × 2, the border repeated where the side is odd. */
function halved(plane: Float32Array, size: number): Float32Array {
  const half = Math.ceil(size / 2);
  const at = (y: number, x: number) => plane[Math.min(size - 1, y) * size + Math.min(size - 1, x)] as number;
  return Float32Array.from({ length: half * half }, (_, i) => {
    const [y, x] = [2 * Math.floor(i / half), 2 * (i % half)];
    return (at(y, x) + at(y, x + 1) + at(y + 1, x) + at(y + 1, x + 1)) / 4;
  });
}

/** Twice the size: three quarters of the nearer value and one of the further along each axis, as libjpeg does it. */
function doubled(plane: Float32Array, half: number, size: number): Float32Array {
  const places = Array.from({ length: size }, (_, i) => {
    const near = i >> 1;
    return { near, far: Math.min(half - 1, Math.max(0, near + (i % 2 === 0 ? -1 : 1))) };
  });
  return Float32Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size].map((at) => places[at]) as [
      (typeof places)[number],
      (typeof places)[number],
    ];
    const along = (y: number) =>
      0.75 * (plane[y * half + column.near] as number) + 0.25 * (plane[y * half + column.far] as number);
    return 0.75 * along(row.near) + 0.25 * along(row.far);
  });
}
