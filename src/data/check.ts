/** Whether there are faces to train on or to judge by. */
import { type Emotion, emotions } from '../emotion';
import { described } from '../options';
import { DataError } from './errors';
import { countOf, type FaceSet, type Faces, facePixels, numbersIn, type Split, splits, voteColumns } from './faces';

/** Throws a TypeError when something else stands where `taker` takes the faces of a split, or they do not fit one another. */
export function requireOneSplit(taker: string, faces: unknown): asserts faces is Faces {
  requireLabels(taker, faces);
  const { pixels, labels, rows, detail, votes } = faces as Partial<Faces> & Pick<Faces, 'labels'>;
  if (!isBytes(pixels) || !ArrayBuffer.isView(rows)) throw noFaces(taker, faces);
  const count = labels.length;
  const requireLength = (what: string, length: number, each: number) => {
    if (length !== count * each)
      throw new TypeError(
        `${taker}: ${what} must be ${each.toLocaleString('en')} for each of ${count} labels (got ${length})`,
      );
  };
  requireLength('pixels', pixels.length, facePixels);
  requireLength('rows', rows.length, 1);
  if (detail) requireLength('pixels of detail', detail.pixels.length, numbersIn(detail));
  if (votes) requireLength('counts of votes', votes.counts.length, voteColumns);
  const wrong = labels.findIndex((label) => label >= emotions.length);
  if (wrong >= 0)
    throw new TypeError(
      `${taker}: labels must be from 0 to ${emotions.length - 1}, places in FER2013's order (got ${labels[wrong]} at face ${wrong})`,
    );
}

/** The same of what is asked for its labels alone. */
export function requireLabels(taker: string, faces: unknown): asserts faces is Pick<Faces, 'labels'> {
  if (!ArrayBuffer.isView((faces as Faces | undefined)?.labels)) throw noFaces(taker, faces);
}

function noFaces(taker: string, faces: unknown) {
  if ('labels' in Object(faces))
    return new TypeError(`${taker}: pixels and labels of faces must be a Uint8Array each, and rows a Uint32Array`);
  const isSet = splits.some((split) => split in Object(faces));
  return new TypeError(
    `${taker}: must be given the faces of one split, such as Training of what readFaces gives (got ${isSet ? 'all splits' : described(faces)})`,
  );
}

/** Also those of another window or test environment, whose classes are other ones. */
const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) && (value as Uint8Array).BYTES_PER_ELEMENT === 1;

/** Throws a DataError that names the split when it is empty. */
export function requireFaces(sets: FaceSet, split: Split, source: string) {
  if (countOf(sets[split]) === 0)
    throw new DataError(`${source}: there are no faces in the split ${split}`, { what: 'noFaces', where: source });
}

/**
 * The classes of which the split has no face.
 *
 * Throws a DataError when it has faces of fewer than two.
 */
export function requireClasses(sets: FaceSet, split: Split, source: string): Emotion[] {
  requireFaces(sets, split, source);
  const present = new Set(sets[split].labels);
  if (present.size < 2)
    throw new DataError(
      `${source}: the split ${split} must have faces of two classes or more (got ${[...present].map((c) => emotions[c]).join()})`,
    );
  return emotions.filter((_, c) => !present.has(c));
}
