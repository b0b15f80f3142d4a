/** Faces that occur among others, too. */
import { requireOneSplit } from './check';
import { countOf, type Faces, faceAt, pick } from './faces';

const latin1 = new TextDecoder('latin1');
/** Equal for equal pictures, and for no others. */
const contentOf = (pixels: Uint8Array) => latin1.decode(pixels);

/** For each face, whether the very same picture occurs in `others`. */
export function copiesIn(faces: Faces, ...others: Faces[]): boolean[] {
  const known = new Set<string>();
  for (const other of others) for (let i = 0; i < countOf(other); i++) known.add(contentOf(faceAt(other, i)));
  return Array.from({ length: countOf(faces) }, (_, i) => known.has(contentOf(faceAt(faces, i))));
}

/**
 * The faces that occur in none of `others`.
 *
 * @example
 * import { readFaces, withoutCopies } from 'feeling/train';
 * const { Training, PrivateTest } = await readFaces('fer2013.csv');
 * withoutCopies(Training, PrivateTest, Training).labels.length; // → 0
 */
export function withoutCopies(faces: Faces, ...others: Faces[]): Faces {
  for (const some of [faces, ...others]) requireOneSplit('withoutCopies', some);
  const copied = copiesIn(faces, ...others);
  return pick(
    faces,
    [...copied.keys()].filter((i) => !copied[i]),
  );
}
