/** Labelled faces in memory. */

export const splits = ['Training', 'PublicTest', 'PrivateTest'] as const;
export type Split = (typeof splits)[number];

/** Side of a face in pixels. */
export const faceSize = 48;
export const facePixels = faceSize * faceSize;

export interface Faces {
  /** Grey values 0 … 255, face after face, row after row: [count, 48, 48]. */
  pixels: Uint8Array;
  /** FER2013's label of each face, an index into `emotions`. */
  labels: Uint8Array;
  /** Row in the data set's file, 0 for the first face. */
  rows: Uint32Array;
  /** The faces in a network's own form, where the data has more than 48 × 48 grey values. */
  detail?: Detail;
  /** FER+ votes, if they were loaded. */
  votes?: Votes;
}

/** Size of a face's picture: 1 channel for grey, 3 for red, green and blue. */
export interface FaceForm {
  channels: 1 | 3;
  /** Rows and columns. */
  size: number;
}

/** What data sets like FER2013 have. */
export const usualForm: FaceForm = { channels: 1, size: faceSize };

export interface Detail extends FaceForm {
  /** 0 … 255, [count, channels, size, size]. */
  pixels: Uint8Array;
}

/** How many numbers a face of this form has. */
export const numbersIn = ({ channels, size }: FaceForm) => channels * size * size;

/** How many pixels along a side there are for one of a 48 × 48 face. */
export const finerThanUsual = ({ size }: FaceForm) => size / faceSize;

/** Each channel of one face, without a copy: [size, size] each. */
export const planesOf = <T extends { subarray(from: number, to: number): T }>(
  pixels: T,
  { channels, size }: FaceForm,
): T[] => Array.from({ length: channels }, (_, c) => pixels.subarray(c * size * size, (c + 1) * size * size));

/** One face's picture with all its detail, without a copy; grey of 48 × 48 where there is no more. */
export function detailAt(faces: Faces, i: number): Uint8Array {
  if (!faces.detail) return faceAt(faces, i);
  const numbers = numbersIn(faces.detail);
  return faces.detail.pixels.subarray(i * numbers, (i + 1) * numbers);
}

/** The form of what `detailAt` gives. */
export const formOf = ({ detail }: Pick<Faces, 'detail'>): FaceForm =>
  detail ? { channels: detail.channels, size: detail.size } : usualForm;

/** The details at the given places. */
export function pickDetail({ pixels, ...form }: Detail, places: ArrayLike<number>): Detail {
  const numbers = numbersIn(form);
  const kept = new Uint8Array(places.length * numbers);
  for (let to = 0; to < places.length; to++) {
    const from = places[to] as number;
    kept.set(pixels.subarray(from * numbers, (from + 1) * numbers), to * numbers);
  }
  return { ...form, pixels: kept };
}

/** Faces of each split. */
export type FaceSet = Record<Split, Faces>;

/** Columns of FER+'s file: its eight emotions, then "unknown" and "not a face". */
export const voteColumns = 10;

export interface Votes {
  /** What each of ten people saw: [count, 10], the eight emotions, unknown, not a face. */
  counts: Uint8Array;
  /**
   * What ten people saw, as shares over FER+'s eight emotions that sum to 1: [count, 8]. A class with a single
   * vote counts as none, as FER+'s own rule has it. All zero where no emotion is left.
   */
  shares: Float32Array;
  /**
   * FER+'s majority label: the class with more than half of the votes that are left, as an index into
   * `ferplusEmotions`; −1 where there is none, or where it is "unknown" or "not a face".
   */
  majority: Int8Array;
}

export const countOf = ({ labels }: Faces) => labels.length;

/** One face's pixels, without a copy. */
export const faceAt = ({ pixels }: Faces, i: number) => pixels.subarray(i * facePixels, (i + 1) * facePixels);

/** The faces at the given places. */
export function pick(faces: Faces, places: ArrayLike<number>): Faces {
  const n = places.length;
  const kept: Faces = { pixels: new Uint8Array(n * facePixels), labels: new Uint8Array(n), rows: new Uint32Array(n) };
  if (faces.votes) kept.votes = pickVotes(faces.votes, places);
  if (faces.detail) kept.detail = pickDetail(faces.detail, places);
  for (let to = 0; to < n; to++) {
    const from = places[to] as number;
    kept.pixels.set(faceAt(faces, from), to * facePixels);
    kept.labels[to] = faces.labels[from] as number;
    kept.rows[to] = faces.rows[from] as number;
  }
  return kept;
}

/** The votes at the given places. */
export function pickVotes({ counts, shares, majority }: Votes, places: ArrayLike<number>): Votes {
  const n = places.length;
  const kept: Votes = {
    counts: new Uint8Array(n * voteColumns),
    shares: new Float32Array(n * 8),
    majority: new Int8Array(n),
  };
  for (let to = 0; to < n; to++) {
    const from = places[to] as number;
    kept.counts.set(counts.subarray(from * voteColumns, (from + 1) * voteColumns), to * voteColumns);
    kept.shares.set(shares.subarray(from * 8, from * 8 + 8), to * 8);
    kept.majority[to] = majority[from] as number;
  }
  return kept;
}
