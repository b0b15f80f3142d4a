/** Faces as a file or folder has them, and how they become the splits and classes that are asked for. */
import { type ClassOptions, type FoundClass, resolveClasses } from './classes';
import { drawnShare, drawSplits, type SplitShares } from './drawSplits';
import { DataError } from './errors';
import {
  type Detail,
  type FaceForm,
  type FaceSet,
  type Faces,
  faceAt,
  facePixels,
  pickDetail,
  type Split,
  splits,
} from './faces';

/** What is stored in `splits` for a face that the data puts into none. */
export const noSplit = 255;

export interface Labelled {
  /** Grey values 0 … 255, [count, 48, 48]. */
  pixels: Uint8Array;
  /** The same in a network's own form, where that was asked for. */
  detail?: Detail;
  /** Of each face an index into `classes`. */
  labels: Uint8Array;
  /** Of each face an index into `splits`, or `noSplit`. */
  splits: Uint8Array;
  /** Row in the file, or place among the pictures, 0 for the first. */
  rows: Uint32Array;
  classes: FoundClass[];
  /** Rows of the file, or pictures, in all. */
  total: number;
  broken: BrokenPicture[];
}

/** A picture that could not be read. */
export interface BrokenPicture {
  path: string;
  problem: string;
}

export interface ReadOptions extends ClassOptions {
  /** FER+'s file of votes on FER2013. */
  votes?: string | undefined;
  /** Draws all splits anew in these shares. Without it, only splits that the data lacks are drawn, a tenth each. */
  shares?: SplitShares | undefined;
  /** Whether splits are drawn where the data names none at all (true); else all faces are in Training. */
  drawsSplits?: boolean | undefined;
  /** Seed of the splits that are drawn, 1 if not given. */
  seed?: number | undefined;
  /** The form that a network wants, where it is not 48 × 48 grey; for folders, whose pictures may have as much. */
  form?: FaceForm | undefined;
  /** Is told what was left out, could not be read, or was decided. */
  onNotes?: ((notes: ReadNotes) => void) | undefined;
}

/** What a reader of the figures should know of how the data was read. */
export interface ReadNotes {
  /** Faces left out by name, by class. */
  leftOut: Record<string, number>;
  broken: BrokenPicture[];
  /** Files that are no pictures, by kind (".txt"). */
  otherFiles: Record<string, number>;
  /** Whether the data itself says which split a face belongs to. */
  hasSplits: boolean;
  /** Sentences. */
  remarks: string[];
  /** Of a folder its pictures, by the faces' `rows`. */
  paths?: readonly string[];
}

/**
 * source the file or folder, for messages
 * Throws what `resolveClasses` throws.
 */
export function faceSetOf(
  source: string,
  labelled: Labelled,
  { classes, without, shares, drawsSplits = true, seed = 1 }: ReadOptions,
): { sets: FaceSet } & Pick<ReadNotes, 'leftOut' | 'hasSplits' | 'remarks'> {
  const resolved = resolveClasses(source, labelled.classes, { classes, without });
  const kept = [...labelled.labels.keys()].filter(
    (i) => (resolved.labels[labelled.labels[i] as number] as number) >= 0,
  );
  if (kept.length === 0)
    throw new DataError(`${source}: there are no faces, or all were left out`, { what: 'noFaces', where: source });
  const labels = Uint8Array.from(kept, (i) => resolved.labels[labelled.labels[i] as number] as number);
  const given = kept.map((i) => splits[labelled.splits[i] as number]);
  const hasSplits = given.some((split) => split !== undefined);
  const { drawn, remarks } =
    hasSplits || drawsSplits || shares
      ? splitsFor(labels, given, shares, seed)
      : { drawn: given.map((): Split => 'Training'), remarks: [] };
  const sets = Object.fromEntries(
    splits.map((split): [Split, Faces] => [
      split,
      gather(
        labelled,
        labels,
        kept.map((_, at) => at).filter((at) => drawn[at] === split),
        kept,
      ),
    ]),
  ) as FaceSet;
  return { sets, leftOut: resolved.leftOut, hasSplits, remarks: [...resolved.remarks, ...remarks] };
}

function gather(from: Labelled, labels: Uint8Array, places: readonly number[], kept: readonly number[]): Faces {
  const n = places.length;
  const faces: Faces = { pixels: new Uint8Array(n * facePixels), labels: new Uint8Array(n), rows: new Uint32Array(n) };
  for (const [to, place] of places.entries()) {
    const at = kept[place] as number;
    faces.pixels.set(faceAt(from, at), to * facePixels);
    faces.labels[to] = labels[place] as number;
    faces.rows[to] = from.rows[at] as number;
  }
  if (from.detail)
    faces.detail = pickDetail(
      from.detail,
      places.map((place) => kept[place] as number),
    );
  return faces;
}

const inPercent = (share: number) => `${Number((share * 100).toFixed(2))} %`;

function splitsFor(
  labels: Uint8Array,
  given: readonly (Split | undefined)[],
  shares: SplitShares | undefined,
  seed: number,
): { drawn: Split[]; remarks: string[] } {
  if (shares) {
    const told = splits.map((split, i) => `${split} ${inPercent(shares[i] as number)}`).join(', ');
    return {
      drawn: drawSplits(labels, shares, seed),
      remarks: [`all splits are drawn anew, each class alike, by seed ${seed}: ${told}`],
    };
  }
  const drawn = given.map((split) => split ?? 'Training');
  const training = [...drawn.keys()].filter((i) => drawn[i] === 'Training');
  const missing = splits.filter((split) => !drawn.includes(split));
  if (training.length === 0 || missing.length === 0) return { drawn, remarks: [] };
  const share = (split: Split) => (missing.includes(split) ? drawnShare : 0);
  const anew = drawSplits(
    Uint8Array.from(training, (i) => labels[i] as number),
    [1 - missing.length * drawnShare, share('PublicTest'), share('PrivateTest')],
    seed,
  );
  for (const [at, place] of training.entries()) drawn[place] = anew[at] as Split;
  if (!missing.some((split) => drawn.includes(split))) return { drawn, remarks: [] };
  const what = missing.length === 1 ? `${missing[0]} is` : `${missing.join(' and ')} are`;
  return {
    drawn,
    remarks: [
      `${what} not in the data: drawn from the training faces, a tenth${missing.length === 1 ? '' : ' each'}, each class alike, by seed ${seed}`,
    ],
  };
}
